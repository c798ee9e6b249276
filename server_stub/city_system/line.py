"""The line to the city's system: one question at a time, with our token, and rest after a failure.

While the city rests nobody asks it, and every question ends at once with `city-system-down`:
a platform that waited out a time limit for every envelope would receive nothing either. The
pause doubles up to a minute. Every question of the contract may be asked again.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from server_stub.city_system.errors import (
    CitySystemAnswerError,
    CitySystemDownError,
    CitySystemRefusedError,
)
from server_stub.city_system.wire import Json
from sync.errors import ServerAnswerInvalidError, SyncError
from sync.ports import Clock, Request, Transport

_FIRST_PAUSE_SECONDS: Final = 1.0
_LONGEST_PAUSE_SECONDS: Final = 60.0
_OK: Final = 200
_NOT_FOUND: Final = 404
_BUSY: Final = frozenset({408, 429})
_SERVERS_FAULT: Final = 500


@dataclass(slots=True)
class CityLine:
    """Lives as long as the process; used by one thread."""

    transport: Transport
    token: str = field(repr=False)
    clock: Clock
    _rests_until_s: float = field(default=0.0, init=False)
    _pause_s: float = field(default=_FIRST_PAUSE_SECONDS, init=False)

    def get(self, target: str) -> Json | None:
        """Ask; None says that there is no such thing.

        Raises:
            CitySystemError: the class says whose turn it is.

        """
        return self._ask(Request("GET", target, self._headers))

    def post(self, target: str, question: Mapping[str, object]) -> Json:
        """Ask with a document.

        Raises:
            CitySystemError: the class says whose turn it is.

        """
        body = json.dumps(question, ensure_ascii=False, separators=(",", ":")).encode()
        headers = {**self._headers, "content-type": "application/json"}
        answer = self._ask(Request("POST", target, headers, body))
        if answer is None:
            raise CitySystemRefusedError(status=_NOT_FOUND)
        return answer

    def _ask(self, request: Request) -> Json | None:
        if self.clock.monotonic_s() < self._rests_until_s:
            raise CitySystemDownError(reason="resting")
        try:
            answer = self.transport.exchange(request)
        except ServerAnswerInvalidError as error:
            self._rest()
            raise CitySystemAnswerError(reason="size") from error
        except SyncError as error:
            self._rest()
            raise CitySystemDownError(reason=error.code) from error
        if answer.status >= _SERVERS_FAULT or answer.status in _BUSY:
            self._rest()
            raise CitySystemDownError(reason=answer.status)
        self._rests_until_s, self._pause_s = 0.0, _FIRST_PAUSE_SECONDS
        if answer.status == _NOT_FOUND:
            return None
        if answer.status != _OK:
            self._rest()
            raise CitySystemRefusedError(status=answer.status)
        return _document(answer.body)

    def _rest(self) -> None:
        self._rests_until_s = self.clock.monotonic_s() + self._pause_s
        self._pause_s = min(2 * self._pause_s, _LONGEST_PAUSE_SECONDS)

    @property
    def _headers(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self.token}", "accept": "application/json"}


def _document(body: bytes) -> Json:
    try:
        document = json.loads(body)
    except ValueError as error:
        raise CitySystemAnswerError(reason="json") from error
    if not isinstance(document, dict):
        raise CitySystemAnswerError(reason="json")
    return document
