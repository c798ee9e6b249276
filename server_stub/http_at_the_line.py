"""A plain request that came whole is answered at its line, without the conversation an application has.

Nearly all a relay hears is one post to one path, short enough to come in one piece. For it the library
below would take the head apart field by field, make a request, an application's ways to receive and to send,
an event to wait for a body that is there already, and write an answer header by header: more work than most
checks. Such a request is given to whoever answers that path, as bytes, and the answer is written as bytes.

Everything else goes to the library's own connection, which is made when a line first needs one and keeps
the limits of `http_limits`; a line may change between the two with every request. The limits of time hold
here as there: for the first word, between two requests, and for an answer nobody takes.
"""

import asyncio
from dataclasses import dataclass
from typing import Any, ClassVar, Final, Protocol

from starlette.responses import Response
from uvicorn import Config
from uvicorn.protocols.http.httptools_impl import STATUS_LINE
from uvicorn.server import ServerState

from server_stub.http_limits import LimitedProtocol, LineLimits, limited_protocol
from server_stub.http_plain_request import PlainPost

AT_THE_LINE: Final = "at_the_line"  # where the state of an application keeps who answers at its lines
_LENGTH: Final = b"content-length"


@dataclass(frozen=True, slots=True)
class LineAnswer:
    """What is answered; the headers as they are written, each with its line end, without the length."""

    status: int
    headers: bytes
    body: bytes


class LineAnswers(Protocol):
    """Whoever answers plain posts to one path."""

    @property
    def path(self) -> bytes: ...
    @property
    def most_bytes(self) -> int: ...
    async def answer(self, body: bytes) -> LineAnswer:
        """Give the answer, also to what is refused or has failed."""
        ...


def answer_as_written(response: Response) -> LineAnswer:
    """Turn an answer with a body of its own into what a line writes."""
    rows = (name + b": " + value + b"\r\n" for name, value in response.raw_headers if name != _LENGTH)
    return LineAnswer(response.status_code, b"".join(rows), bytes(response.body))


class Owed:
    """An answer a line owes: as much of the library's request as its connection looks at."""

    __slots__ = ("disconnected", "keep_alive", "response_complete")

    def __init__(self) -> None:
        self.keep_alive = True
        self.disconnected = self.response_complete = False

    @property
    def message_event(self) -> "Owed":
        """What the library rings when something came for a request; this one has all it waits for."""
        return self

    def set(self) -> None:
        """Nobody waits."""


def line_protocol(limits: LineLimits, answers: LineAnswers) -> "type[Line]":
    """Give the class of connections that keep these limits and have these answers at their line."""

    class LineOfAServer(Line):
        kind = _Kind(
            limits,
            answers,
            PlainPost(answers.path, most_bytes=answers.most_bytes, header_bytes=limits.header_bytes),
            limited_protocol(limits),
        )

    return LineOfAServer


@dataclass(frozen=True, slots=True)
class _Kind:
    """What all lines of a server share."""

    limits: LineLimits
    answers: LineAnswers
    plain: PlainPost
    usual: type[LimitedProtocol]


class Line(asyncio.Protocol):
    """One connection; the library's own is made beside it when something else than a plain post comes."""

    kind: ClassVar[_Kind]

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        self._config, self._state, self._app_state = config, server_state, app_state
        self._loop = _loop or asyncio.get_running_loop()
        self._transport: asyncio.Transport = None  # type: ignore[assignment]  # what comes first
        self._usual: LimitedProtocol | None = None
        self._owed: Owed | None = None
        self._is_new = True  # nothing was asked on it yet
        self._later = b""  # what came while an answer was owed
        self._deadline: asyncio.TimerHandle | None = None
        self._stalled: tuple[asyncio.TimerHandle, asyncio.Event] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport  # type: ignore[assignment]  # the server makes no other
        self._state.connections.add(self)  # type: ignore[arg-type]  # all it asks is to shut down
        self._end_within(self.kind.limits.header_seconds)
        if len(self._state.connections) > self.kind.limits.connections:
            self._make_usual()  # which says why not

    def connection_lost(self, exc: Exception | None) -> None:
        self._state.connections.discard(self)
        self._forget_deadline()
        self.resume_writing()
        if self._usual is not None:
            self._usual.connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._owed is not None:
            self._put_off(data)
            return
        usual = self._usual
        body = self.kind.plain.body_of(data) if usual is None or usual.is_idle else None
        if body is not None:
            self._begin(body)
            return
        if usual is None:
            usual = self._make_usual()
        self._forget_deadline()
        usual.data_received(data)

    def pause_writing(self) -> None:
        if self._usual is not None:
            self._usual.pause_writing()
        elif self._stalled is None:
            seconds = self.kind.limits.stalled_write_seconds
            self._stalled = self._loop.call_later(seconds, self._transport.abort), asyncio.Event()

    def resume_writing(self) -> None:
        if self._stalled is not None:
            (timer, goes_on), self._stalled = self._stalled, None
            timer.cancel()
            goes_on.set()
        if self._usual is not None:
            self._usual.resume_writing()

    def shutdown(self) -> None:
        """Close, or do so when the answer that is owed has been given; the server stops."""
        if self._owed is None:
            self._transport.close()
        else:
            self._owed.keep_alive = False

    def _begin(self, body: bytes) -> None:
        self._forget_deadline()
        self._is_new = False
        owed = self._owed = Owed()
        if self._usual is not None:
            self._usual.rest_while(owed)
        task = self._loop.create_task(self._answer(owed, body))
        self._state.tasks.add(task)
        task.add_done_callback(self._state.tasks.discard)

    async def _answer(self, owed: Owed, body: bytes) -> None:
        try:
            answer = await self.kind.answers.answer(body)
            if self._stalled is not None:
                await self._stalled[1].wait()
        except BaseException:
            self._transport.close()
            raise
        self._owed, owed.response_complete = None, True
        self._state.total_requests += 1
        if self._transport.is_closing():
            return
        self._transport.write(self._written(answer, keep_alive=owed.keep_alive))
        if not owed.keep_alive:
            self._transport.close()
            return
        self._end_within(self.kind.limits.idle_seconds)
        if self._later:
            later, self._later = self._later, b""
            self._transport.resume_reading()
            self.data_received(later)

    def _written(self, answer: LineAnswer, *, keep_alive: bool) -> bytes:
        ours = b"".join([name + b": " + value + b"\r\n" for name, value in self._state.default_headers])
        length = b"content-length: %d\r\n" % len(answer.body)
        end = b"\r\n" if keep_alive else b"connection: close\r\n\r\n"
        return b"".join((STATUS_LINE[answer.status], ours, length, answer.headers, end, answer.body))

    def _put_off(self, data: bytes) -> None:
        """Keep what comes before its turn, and hear no more until then."""
        if not self._later:
            self._transport.pause_reading()
        self._later += data

    def _make_usual(self) -> LimitedProtocol:
        """Let the library's connection stand for this line; it has the time that is left for a first word."""
        usual = self._usual = self.kind.usual(self._config, self._state, self._app_state, self._loop)
        self._state.connections.discard(self)
        usual.connection_made(self._transport)
        if self._deadline is not None and self._is_new:
            usual.hurry(self._deadline.when() - self._loop.time())
        self._is_new = False
        return usual

    def _end_within(self, seconds: float) -> None:
        self._deadline = self._loop.call_later(seconds, self._transport.close)

    def _forget_deadline(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None
