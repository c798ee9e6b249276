"""Answers whose first lines must be worth their time: status and headers, all together, within a limit.

The library below bounds only each single read, so whoever sends a byte a minute could hold a
line open for days before there is an answer to give up. The body is bounded by whoever reads it.
"""

import http.client
import io
from typing import Any, Final

from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool, PoolManager
from urllib3.connection import HTTPConnection, HTTPSConnection

from sync.ports import Clock

HEADERS_SECONDS: Final = 90.0  # a question that is held back gets its headers at once


class _Watched(io.RawIOBase):
    """Reads from a line until a moment, and then no more; forgotten, it reads for ever."""

    def __init__(self, line: io.RawIOBase, *, clock: Clock, seconds: float) -> None:
        self._line, self._clock = line, clock
        self._until: float | None = clock.monotonic_s() + seconds

    def forget(self) -> None:
        self._until = None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int | None:
        if self._until is not None and self._clock.monotonic_s() > self._until:
            raise TimeoutError
        return self._line.readinto(buffer)

    def fileno(self) -> int:
        return self._line.fileno()

    def close(self) -> None:
        self._line.close()
        super().close()


def hurried_response(clock: Clock) -> type[http.client.HTTPResponse]:
    """Give the class of answers of one clock."""

    class HurriedResponse(http.client.HTTPResponse):
        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **options)
            self._watched = _Watched(self.fp.detach(), clock=clock, seconds=HEADERS_SECONDS)
            self.fp = io.BufferedReader(self._watched)

        def begin(self) -> None:
            super().begin()
            self._watched.forget()

    return HurriedResponse


class HurriedAdapter(HTTPAdapter):
    """The way to a server for a session of `requests`."""

    def __init__(self, clock: Clock) -> None:
        self._pools = _pools(hurried_response(clock))
        super().__init__()

    def init_poolmanager(self, *arguments: Any, **options: Any) -> None:
        super().init_poolmanager(*arguments, **options)
        self.poolmanager.pool_classes_by_scheme = self._pools

    def proxy_manager_for(self, *arguments: Any, **options: Any) -> PoolManager:
        manager: PoolManager = super().proxy_manager_for(*arguments, **options)
        manager.pool_classes_by_scheme = self._pools
        return manager


def _pools(answers: type[http.client.HTTPResponse]) -> dict[str, type]:
    class Connection(HTTPConnection):
        response_class = answers

    class SecureConnection(HTTPSConnection):
        response_class = answers

    class Pool(HTTPConnectionPool):
        ConnectionCls = Connection

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = SecureConnection

    return {"http": Pool, "https": SecurePool}
