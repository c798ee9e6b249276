"""A line that owes an answer: what comes meanwhile waits, and whoever stops or hangs up finds it in order."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from uvicorn import Config
from uvicorn.server import ServerState

from server_stub.http_at_the_line import Line, LineAnswer, line_protocol
from server_stub.http_limits import DEFAULT_LIMITS

HEALTH = b"GET /v1/health HTTP/1.1\r\nhost: relay\r\n\r\n"


def post(body: bytes) -> bytes:
    return b"POST /v1/envelopes HTTP/1.1\r\ncontent-length: %d\r\n\r\n%s" % (len(body), body)


def body_of(answer: bytes) -> bytes:
    return answer.partition(b"\r\n\r\n")[2]


class Wire(asyncio.Transport):
    """A transport that notes what reaches it."""

    def __init__(self) -> None:
        super().__init__()
        self.written: list[bytes] = []
        self.is_closed = self.is_paused = False
        self.tell_cut: Callable[[], None] = lambda: None

    def write(self, data: bytes | bytearray | memoryview) -> None:
        self.written.append(bytes(data))

    def writelines(self, list_of_data: Any) -> None:
        self.written.append(b"".join(list_of_data))

    def is_closing(self) -> bool:
        return self.is_closed

    def close(self) -> None:
        self.is_closed = True

    def abort(self) -> None:
        self.is_closed = True
        self.tell_cut()

    def pause_reading(self) -> None:
        assert not self.is_paused
        self.is_paused = True

    def resume_reading(self) -> None:
        assert self.is_paused
        self.is_paused = False


@dataclass
class Held:
    """Answers that are given when a test says so."""

    path: bytes = b"/v1/envelopes"
    most_bytes: int = 100
    goes_on: asyncio.Event = field(default_factory=asyncio.Event)

    async def answer(self, body: bytes) -> LineAnswer:
        await self.goes_on.wait()
        return LineAnswer(201, b"", b"kept " + body)


async def other_endpoints(_scope: Any, _receive: Any, send: Any) -> None:
    headers = [(b"content-length", b"4")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"fine"})


Story = Callable[[Line, Wire, Held, ServerState], Any]


def told(story: Story, *, stalled_seconds: float = 60.0) -> Wire:
    """Let a story happen to a connection without a socket, and give what was left on its wire."""
    wire = Wire()

    async def run() -> None:
        held, state = Held(), ServerState()
        kind = line_protocol(replace(DEFAULT_LIMITS, stalled_write_seconds=stalled_seconds), held)
        line = kind(Config(other_endpoints), state, {})
        line.connection_made(wire)
        await story(line, wire, held, state)
        held.goes_on.set()
        await asyncio.gather(*state.tasks)
        line.connection_lost(None)
        assert not state.connections

    asyncio.run(run())
    return wire


def test_what_comes_while_an_answer_is_owed_waits_and_nothing_more_is_read() -> None:
    async def story(line: Line, wire: Wire, held: Held, state: ServerState) -> None:
        line.data_received(post(b"1"))
        line.data_received(post(b"2")[:10])
        line.data_received(post(b"2")[10:])
        assert wire.is_paused
        held.goes_on.set()
        await asyncio.gather(*state.tasks)

    wire = told(story)

    assert [body_of(each) for each in wire.written] == [b"kept 1", b"kept 2"]
    assert not wire.is_paused


def test_server_that_stops_gives_the_answer_it_owes_and_then_hangs_up() -> None:
    async def story(line: Line, wire: Wire, _held: Held, state: ServerState) -> None:
        line.data_received(post(b"1"))
        [known] = state.connections
        known.shutdown()
        assert not wire.is_closed

    wire = told(story)

    assert [b"connection: close" in each for each in wire.written] == [True]
    assert wire.is_closed


def test_server_that_stops_owes_the_answer_on_a_line_that_had_others_too() -> None:
    async def story(line: Line, wire: Wire, _held: Held, state: ServerState) -> None:
        line.data_received(HEALTH)
        await asyncio.gather(*state.tasks)
        line.data_received(post(b"1"))
        [known] = state.connections
        assert known is not line
        known.shutdown()
        assert not wire.is_closed

    wire = told(story)

    assert [body_of(each) for each in wire.written] == [b"fine", b"kept 1"]
    assert wire.is_closed


def test_nothing_is_written_on_a_line_that_was_lost_meanwhile() -> None:
    async def story(line: Line, wire: Wire, _held: Held, _state: ServerState) -> None:
        line.data_received(post(b"1"))
        wire.close()
        line.connection_lost(None)

    assert told(story).written == []


def test_answer_waits_while_the_other_end_takes_nothing() -> None:
    async def story(line: Line, wire: Wire, held: Held, state: ServerState) -> None:
        line.data_received(post(b"1"))
        line.pause_writing()
        held.goes_on.set()
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert wire.written == []
        line.resume_writing()
        await asyncio.gather(*state.tasks)

    assert [body_of(each) for each in told(story).written] == [b"kept 1"]


def test_other_end_that_takes_nothing_for_too_long_is_let_go() -> None:
    async def story(line: Line, wire: Wire, _held: Held, _state: ServerState) -> None:
        line.data_received(post(b"1"))
        cut = asyncio.get_running_loop().create_future()
        wire.tell_cut = lambda: cut.set_result(None)
        line.pause_writing()
        await cut
        line.connection_lost(None)

    assert told(story, stalled_seconds=0.0).is_closed
