"""Headers that drip are given up; a body that follows good headers has its own time."""

import io

import pytest

from sync.adapters.http_transport import HttpTransport
from sync.adapters.hurried_answers import HEADERS_SECONDS, hurried_response
from sync.errors import ServerUnreachableError
from sync.ports import Request
from tests.fakes.clock import FakeClock

ANSWER = b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\nhello"


class Dripping(io.RawIOBase):
    """Gives one byte a read, each a while after the one before."""

    def __init__(self, content: bytes, clock: FakeClock, *, seconds: float) -> None:
        self._left, self._clock, self._seconds = io.BytesIO(content), clock, seconds

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        self._clock.uptime_s += self._seconds
        return self._left.readinto(memoryview(buffer)[:1])


class Line:
    """A socket as far as an answer needs one."""

    def __init__(self, drip: Dripping) -> None:
        self._drip = drip

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(self._drip, buffer_size=1)


def test_headers_that_drip_are_given_up() -> None:
    clock = FakeClock()
    endless = b"HTTP/1.1 200 OK\r\n" + b"x-more: y\r\n" * 50
    answer = hurried_response(clock)(Line(Dripping(endless, clock, seconds=1.0)))  # type: ignore[arg-type]

    with pytest.raises(TimeoutError):
        answer.begin()

    assert clock.uptime_s < HEADERS_SECONDS + 2


def test_a_server_that_says_only_wait_is_given_up() -> None:
    clock = FakeClock()
    endless = b"HTTP/1.1 100 Continue\r\n\r\n" * 500
    answer = hurried_response(clock)(Line(Dripping(endless, clock, seconds=0.5)))  # type: ignore[arg-type]

    with pytest.raises(TimeoutError):
        answer.begin()


def test_a_slow_line_that_comes_to_its_headers_in_time_is_read_to_its_end() -> None:
    clock = FakeClock()
    answer = hurried_response(clock)(Line(Dripping(ANSWER, clock, seconds=1.5)))  # type: ignore[arg-type]

    answer.begin()
    clock.uptime_s += 10 * HEADERS_SECONDS

    assert answer.read() == b"hello"


@pytest.mark.socket
def test_the_transport_of_the_program_reads_through_it() -> None:
    transport = HttpTransport("http://127.0.0.1:9")

    adapter = transport._session.get_adapter("http://127.0.0.1:9")

    assert type(adapter).__name__ == "HurriedAdapter"
    with pytest.raises(ServerUnreachableError):
        transport.exchange(Request("GET", "/v1/health"))
