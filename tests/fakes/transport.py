"""A wire in memory: it carries requests to a function and loses, repeats or cuts what the test plans.

The plan is a queue of faults, one an exchange; when it is empty the wire is good.
Faults that hit the answer let the server act first: that is how duplicates are born.
"""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum

from sync.errors import ServerUnreachableError
from sync.ports import Request, Response


class Fault(StrEnum):
    NONE = "none"
    LOSE_REQUEST = "lose-request"  # the server never hears of it
    LOSE_ANSWER = "lose-answer"  # the server acted, nobody hears so
    REPEAT_REQUEST = "repeat-request"  # the server hears it twice
    CUT_ANSWER = "cut-answer"  # the second half of the body is gone
    CAPTIVE_PORTAL = "captive-portal"  # somebody else answers, politely


@dataclass
class FakeTransport:
    server: Callable[[Request], Response]
    faults: deque[Fault] = field(default_factory=deque)
    is_connected: bool = True
    requests: list[Request] = field(default_factory=list)

    def plan(self, *faults: Fault) -> None:
        self.faults.extend(faults)

    def close(self) -> None:
        self.is_connected = False

    def exchange(self, request: Request) -> Response:
        self.requests.append(request)
        fault = self.faults.popleft() if self.faults else Fault.NONE
        if not self.is_connected or fault is Fault.LOSE_REQUEST:
            raise ServerUnreachableError
        if fault is Fault.CAPTIVE_PORTAL:
            return Response(200, {"content-type": "text/html"}, b"<html>Welcome to the network</html>")
        answer = self.server(request)
        if fault is Fault.LOSE_ANSWER:
            raise ServerUnreachableError
        if fault is Fault.REPEAT_REQUEST:
            answer = self.server(request)
        if fault is Fault.CUT_ANSWER:
            return Response(answer.status, answer.headers, answer.body[: len(answer.body) // 2])
        return answer
