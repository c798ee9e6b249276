"""Attacks on the line itself, over a real socket: each ends in bounded time, and honest senders go on."""

import asyncio
import gzip
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.applications import Starlette
from uvicorn import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

from server_stub.database import sqlite_url
from server_stub.http_limits import DEFAULT_LIMITS, LineLimits, limited_protocol
from server_stub.relay.app import create_relay
from server_stub.settings import RelaySettings
from sync.adapters.http_transport import HttpTransport
from sync.ports import Request
from tests.fakes.clock import FakeClock
from tests.fakes.entropy import SeededEntropy
from tests.scenario.realm import Realm, make_realm
from tests.server_stub.live_relay import LiveRelay, read_all, read_until, serving

pytestmark = pytest.mark.socket

HURRIED = LineLimits(
    connections=8,
    header_bytes=4_096,
    header_seconds=0.3,
    idle_seconds=1,
    stalled_write_seconds=0.3,
    unread_body_seconds=0.3,
)
HEALTH = b"GET /v1/health HTTP/1.1\r\nhost: relay\r\n\r\n"


@pytest.fixture
def realm() -> Realm:
    return make_realm()


@pytest.fixture
def app(realm: Realm, tmp_path: Path) -> Starlette:
    settings = RelaySettings(sqlite_url(tmp_path / "relay.sqlite"), realm.trust)
    return create_relay(
        settings, clock=FakeClock(), entropy=SeededEntropy("relay"), relay_identity=realm.relay
    )


@pytest.fixture
def relay(app: Starlette) -> Iterator[LiveRelay]:
    with serving(app, limits=HURRIED) as live:
        yield live


def health(relay: LiveRelay) -> int:
    transport = HttpTransport(f"http://127.0.0.1:{relay.port}")
    try:
        return transport.exchange(Request("GET", "/v1/health")).status
    finally:
        transport.close()


def problem(answer: bytes) -> tuple[bytes, str]:
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"content-type: application/problem+json" in head
    return head.split(b" ")[1], json.loads(body)["code"]


def test_half_open_connection_that_never_speaks_is_closed(relay: LiveRelay) -> None:
    with relay.line() as line:
        assert read_all(line) == b""

    assert health(relay) == 200


def test_head_that_drips_is_given_up(relay: LiveRelay) -> None:
    with relay.line() as line:
        line.sendall(b"GET /v1/health HTTP/1.1\r\nhost: re")

        assert problem(read_all(line)) == (b"408", "header-too-slow")


def test_blank_lines_buy_no_time(relay: LiveRelay) -> None:
    with relay.line() as line:
        line.sendall(HEALTH)
        read_until(line, b"}")
        line.sendall(b"\r\n")

        assert problem(read_all(line)) == (b"408", "header-too-slow")


def test_head_without_end_is_refused(relay: LiveRelay) -> None:
    with relay.line() as line:
        line.sendall(b"GET /v1/health HTTP/1.1\r\nx-long: " + b"a" * 8_192)

        assert problem(read_all(line)) == (b"431", "header-too-large")


def test_many_small_fields_are_refused_like_one_large(relay: LiveRelay) -> None:
    with relay.line() as line:
        line.sendall(b"GET /v1/health HTTP/1.1\r\n" + b"x: y\r\n" * 4_000 + b"\r\n")

        assert problem(read_all(line)) == (b"431", "header-too-large")


def test_what_is_no_http_is_told_so_in_our_form(relay: LiveRelay) -> None:
    with relay.line() as line:
        line.sendall(b"\x16\x03\x01\x02\x00 hello\r\n\r\n")

        assert problem(read_all(line)) == (b"400", "request-not-http")


def test_crowd_of_idle_connections_leaves_no_more_than_the_limit(relay: LiveRelay) -> None:
    lines = [relay.line() for _ in range(9)]
    opened = [line.__enter__() for line in lines]

    answers = [read_all(line) for line in opened]

    [line.__exit__(None, None, None) for line in lines]
    assert sum(b" 503 " in answer and b"relay-full" in answer for answer in answers) == 1
    assert health(relay) == 200


def test_body_that_goes_on_after_its_answer_is_cut(relay: LiveRelay) -> None:
    with relay.line() as line:
        line.sendall(b"POST /v1/secrets HTTP/1.1\r\nhost: r\r\ncontent-length: 9000000\r\n\r\nbegin")

        assert problem(read_all(line)) == (b"404", "path-unknown")


def test_oversize_body_is_refused_before_it_is_read(relay: LiveRelay) -> None:
    with relay.line() as line:
        line.sendall(b"POST /v1/envelopes HTTP/1.1\r\nhost: r\r\ncontent-length: 9000000\r\n\r\n")

        assert problem(read_all(line)) == (b"413", "message-too-large")


def test_body_without_a_length_is_cut_at_the_limit(relay: LiveRelay) -> None:
    chunk = b"100000\r\n" + bytes(0x100000) + b"\r\n"
    with relay.line() as line:
        line.sendall(
            b"POST /v1/envelopes HTTP/1.1\r\nhost: r\r\ntransfer-encoding: chunked\r\n\r\n" + chunk * 9
        )

        assert problem(read_all(line)) == (b"413", "message-too-large")


def test_gzip_bomb_is_refused_and_never_inflated(relay: LiveRelay) -> None:
    bomb = gzip.compress(bytes(64 * 1024 * 1024), compresslevel=9)
    head = b"POST /v1/envelopes HTTP/1.1\r\nhost: r\r\ncontent-encoding: gzip\r\n"
    with relay.line() as line:
        line.sendall(head + b"content-length: %d\r\n\r\n" % len(bomb) + bomb)

        assert problem(read_until(line, b"}")) == (b"415", "body-encoding-refused")


def test_trailers_of_a_body_are_not_kept(relay: LiveRelay) -> None:
    head = b"POST /v1/envelopes HTTP/1.1\r\nhost: r\r\ntransfer-encoding: chunked\r\n\r\n0\r\n"
    with relay.line() as line:
        line.sendall(head + b"x: y\r\n" * 4_000 + b"\r\n")

        assert problem(read_until(line, b"}")) == (b"503", "registry-missing")


class StalledLine(asyncio.Transport):
    """A line whose other end takes nothing."""

    is_aborted = False

    def abort(self) -> None:
        self.is_aborted = True

    def close(self) -> None:
        """Nothing is held."""


async def is_let_go(app: Starlette, meanwhile: Callable[[HttpToolsProtocol], None]) -> bool:
    line = StalledLine()
    kind = limited_protocol(replace(HURRIED, stalled_write_seconds=0.01))
    connection = kind(Config(app), ServerState(), {}, asyncio.get_running_loop())
    connection.connection_made(line)
    connection.pause_writing()
    meanwhile(connection)
    await asyncio.sleep(0.05)
    is_aborted = line.is_aborted
    connection.connection_lost(None)
    return is_aborted


def test_reader_that_takes_nothing_of_its_answer_is_let_go(app: Starlette) -> None:
    assert asyncio.run(is_let_go(app, lambda _line: None))


def test_reader_that_goes_on_is_kept(app: Starlette) -> None:
    assert not asyncio.run(is_let_go(app, lambda line: line.resume_writing()))


def test_usual_limits_leave_a_village_line_its_time() -> None:
    assert DEFAULT_LIMITS.header_seconds >= 10
    assert DEFAULT_LIMITS.stalled_write_seconds >= 30
