"""A line that loses, repeats, delays, reorders and cuts, and remembers what it carried.

A delayed request reaches the relay later, in the middle of somebody else's; its sender has
given up by then. A cut request arrives as what it is, a connection that ended too early.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from bench.simulation.chance import Chance
from sync.errors import ServerUnreachableError
from sync.ports import Request, Response

Server = Callable[[Request], Response]


class LineFault(StrEnum):
    LOSE_REQUEST = "lose-request"  # the relay never hears of it
    CUT_REQUEST = "cut-request"  # the relay hears half of it, and then nothing
    DELAY_REQUEST = "delay-request"  # the relay hears of it when nobody waits any more
    LOSE_ANSWER = "lose-answer"  # the relay acted, and nobody hears so
    CUT_ANSWER = "cut-answer"  # the second half of the answer is gone
    REPEAT_REQUEST = "repeat-request"  # the relay hears it twice at once
    LATE_DUPLICATE = "late-duplicate"  # ... and again much later
    PORTAL = "portal"  # a log-in page answers, politely


ALL_FAULTS: Final = tuple(LineFault)


@dataclass
class Line:
    """The way of one party to the relay; `trouble` is the chance of a fault for each request."""

    name: str
    server: Server
    cut_server: Callable[[Request], None]
    chance: Chance
    late: list[Request]  # shared by all lines: what still wanders about
    told: Callable[[str], None]
    heard: Callable[[str, Request, Response], None]
    trouble: float = 0.0
    faults: tuple[LineFault, ...] = ALL_FAULTS
    is_connected: bool = True
    counts: dict[LineFault, int] = field(default_factory=dict)

    def exchange(self, request: Request) -> Response:
        """Carry one request.

        Raises:
            ServerUnreachableError: no answer came back; the relay may have acted all the same.

        """
        if not self.is_connected:
            raise ServerUnreachableError
        self._bring_something_late()
        fault = self.chance.pick(self.faults) if self.chance.happens(self.trouble) else None
        if fault is not None:
            self.counts[fault] = self.counts.get(fault, 0) + 1
            self.told(f"{self.name} line: {fault} {request.method} {_path(request)}")
        return self._carry(request, fault)

    def close(self) -> None:
        """Nobody waits on another thread here."""

    def _carry(self, request: Request, fault: LineFault | None) -> Response:
        match fault:
            case LineFault.LOSE_REQUEST:
                raise ServerUnreachableError
            case LineFault.CUT_REQUEST:
                self.cut_server(request)
                raise ServerUnreachableError
            case LineFault.DELAY_REQUEST:
                self.late.append(request)
                raise ServerUnreachableError
            case LineFault.PORTAL:
                return Response(200, {"content-type": "text/html"}, b"<html>Welcome</html>")
            case LineFault.LATE_DUPLICATE:
                self.late.append(request)
            case LineFault.REPEAT_REQUEST:
                self._answer(request)
            case _:
                pass
        answer = self._answer(request)
        if fault is LineFault.LOSE_ANSWER:
            raise ServerUnreachableError
        if fault is LineFault.CUT_ANSWER:
            return Response(answer.status, answer.headers, answer.body[: len(answer.body) // 2])
        return answer

    def _answer(self, request: Request) -> Response:
        answer = self.server(request)
        self.heard(self.name, request, answer)
        return answer

    def _bring_something_late(self) -> None:
        if self.late and self.chance.happens(0.3):
            request = self.late.pop(self.chance.between(0, len(self.late) - 1))
            self.told(f"late arrival: {request.method} {_path(request)}")
            with suppress(ServerUnreachableError):  # its power went; nobody waits for this answer
                self.server(request)


def _path(request: Request) -> str:
    return request.target.partition("?")[0]
