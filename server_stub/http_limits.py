"""What one connection may cost before anybody knows who speaks: number, bytes and time.

The library below bounds none of these by itself: a connection that never says a word, a
header without an end, a reader that takes nothing of its answer would each be kept for
ever. Limits here belong to the line, not to the sender; the relay's own (`relay.admission`)
begin where a signature says whose request it is.
"""

import asyncio
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any, Final

from starlette.responses import Response
from uvicorn import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from server_stub.errors import (
    HeaderTooLargeError,
    HeaderTooSlowError,
    NotHttpError,
    RelayFullError,
    ServerError,
)
from server_stub.gathered_writes import GatheredWrites
from server_stub.problems import problem_response

if sys.platform != "win32":  # which has no such limit
    import resource


@dataclass(frozen=True, slots=True)
class LineLimits:
    """Limits of every connection; times in seconds."""

    connections: int = 10_000
    header_bytes: int = 24_576
    header_seconds: float = 15.0  # from the first moment of a connection, or of its next request
    idle_seconds: int = 30  # between two requests
    stalled_write_seconds: float = 60.0  # an answer nobody takes
    unread_body_seconds: float = 10.0  # a body that goes on after its answer


DEFAULT_LIMITS: Final = LineLimits()
# Where the scope of a request says that nothing of its body is still to come, so that nobody sets a clock for
# it. The line says so, never a sender; where it is not said, the clock is set.
BODY_HAS_COME: Final = "quancai.body-has-come"
_OTHER_FILES: Final = 256  # databases, logs, lines being opened


def fit_open_files(limits: LineLimits) -> LineLimits:
    """Take all the open files the system grants, and no more connections than that leaves room for."""
    if sys.platform == "win32":
        return limits
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    if hard == resource.RLIM_INFINITY:
        return limits
    return replace(limits, connections=max(1, min(limits.connections, hard - _OTHER_FILES)))


def limited_protocol(limits: LineLimits) -> "type[LimitedProtocol]":
    """Give the class of connections that keeps these limits."""

    class OfThisServer(LimitedProtocol):
        line_limits = limits

    return OfThisServer


class LimitedProtocol(HttpToolsProtocol):
    """The library's connection within limits; one of them may stand beside a `http_at_the_line.Line`."""

    line_limits: LineLimits = DEFAULT_LIMITS

    def __init__(self, config: Config, *arguments: Any, **options: Any) -> None:
        super().__init__(config, *arguments, **options)
        self._deadline: asyncio.TimerHandle | None = None
        self._write_deadline: asyncio.TimerHandle | None = None
        self._header_bytes = 0
        self._is_in_body = False
        self._is_refused = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(GatheredWrites(transport, self.loop))
        if len(self.connections) > self.line_limits.connections:
            self._refuse(RelayFullError())
            return
        self._begin_header()

    @property
    def is_idle(self) -> bool:
        """Say whether nothing of a request has come that was not answered."""
        is_between = not (self._header_bytes or self._is_in_body or self._is_refused)
        return is_between and not self._is_answering

    def rest_while(self, owed: Any) -> None:
        """Let another answer on this line; the time between two requests begins after it."""
        self.cycle = owed
        self._unset_keepalive_if_required()
        self._forget_deadline()

    def hurry(self, seconds: float) -> None:
        """Give the first header of this line so long and no longer, as some of its time has passed."""
        if self._deadline is not None:
            self._end_within(max(0.0, seconds), self._give_up_on_header)

    def connection_lost(self, exc: Exception | None) -> None:
        self._forget_deadline()
        self._forget_write_deadline()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._is_refused:
            return
        if not self._is_in_body:
            self._header_bytes += len(data)
        super().data_received(data)
        if self.transport.is_closing():
            return
        # What came with the end of a header may be body already; only a header that goes on is too long.
        if not self._is_in_body and self._header_bytes > self.line_limits.header_bytes:
            self._refuse(HeaderTooLargeError())
        elif self._deadline is None and not self._is_answering and not self._is_in_body:
            # Bytes that begin no request yet, such as blank lines, do not buy time.
            self._begin_header()

    def on_message_begin(self) -> None:
        if self._deadline is None:
            self._begin_header()
        super().on_message_begin()

    def on_header(self, name: bytes, value: bytes) -> None:
        if not self._is_in_body:  # trailers of a body may have any length and say nothing we want
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        self._is_in_body = True
        self._forget_deadline()
        weight = len(self.url) + sum(len(name) + len(value) for name, value in self.headers)
        if weight > self.line_limits.header_bytes:
            self._refuse(HeaderTooLargeError())
            return
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        if not self._is_refused:
            super().on_body(body)

    def on_message_complete(self) -> None:
        self._is_in_body = False
        self._header_bytes = 0
        if self._is_refused:
            return
        if self.cycle.response_complete:  # the rest of a body that was answered early has come
            self._forget_deadline()
        super().on_message_complete()
        self.scope[BODY_HAS_COME] = True  # type: ignore[typeddict-unknown-key]

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if self._is_in_body and self.cycle.response_complete and not self.transport.is_closing():
            # Answered before its body ended: whoever still sends gets the time to notice, and no more.
            self._end_within(self.line_limits.unread_body_seconds, self.transport.close)

    def pause_writing(self) -> None:
        super().pause_writing()
        self._forget_write_deadline()
        self._write_deadline = self.loop.call_later(
            self.line_limits.stalled_write_seconds, self.transport.abort
        )

    def resume_writing(self) -> None:
        super().resume_writing()
        self._forget_write_deadline()

    def send_400_response(self, msg: str) -> None:  # noqa: ARG002 - the library's signature
        """Say in our own form what was no HTTP; the library's sentence stays in its log."""
        if not self._is_refused:
            self._refuse(NotHttpError())

    def _begin_header(self) -> None:
        self._end_within(self.line_limits.header_seconds, self._give_up_on_header)

    def _give_up_on_header(self) -> None:
        if self._header_bytes:
            self._refuse(HeaderTooSlowError())
        else:  # it never said a word, so nobody waits for an answer
            self.transport.close()

    @property
    def _is_answering(self) -> bool:
        begun: RequestResponseCycle | None = self.cycle  # none before the first request
        return begun is not None and not begun.response_complete

    def _refuse(self, error: ServerError) -> None:
        self._is_refused = True
        self._forget_deadline()
        self._unset_keepalive_if_required()
        if not self._is_answering:  # nothing may be said in the middle of another answer
            self.transport.write(_plain_answer(problem_response(error)))
        self.transport.close()

    def _end_within(self, seconds: float, end: Callable[[], None]) -> None:
        self._forget_deadline()
        self._deadline = self.loop.call_later(seconds, end)

    def _forget_deadline(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _forget_write_deadline(self) -> None:
        if self._write_deadline is not None:
            self._write_deadline.cancel()
            self._write_deadline = None


def _plain_answer(answer: Response) -> bytes:
    head = [f"HTTP/1.1 {answer.status_code} {HTTPStatus(answer.status_code).phrase}".encode()]
    head += [name + b": " + value for name, value in answer.raw_headers]
    return b"\r\n".join([*head, b"connection: close", b"", bytes(answer.body)])
