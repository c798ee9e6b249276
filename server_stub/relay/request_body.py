"""Reading a body no further than its limit, whatever the sender announced.

The limit is held while the bytes arrive: a length header is a claim, and a body
without one would otherwise fill the memory before anybody looks at it. All bodies
that are arriving share one room and pay for the bytes they have really brought, so that
announcing costs others nothing. When the room is full, whoever has been arriving for
longest gives way: slow senders must not keep everybody else out.
"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from starlette.requests import Request

from server_stub.errors import BodyEncodingRefusedError, BodyTooSlowError, RelayFullError
from sync.errors import MessageTooLargeError

_PLAIN: Final = frozenset({"", "identity"})
# A body has this long and a second more for each kilobyte it may have: slower than any line we know.
LEAST_SECONDS: Final = 60.0
_BYTES_A_SECOND: Final = 1_024


class _Arrival:
    """One body under way: since when, how much, and how to end it."""

    def __init__(self, *, seconds: float) -> None:
        self.began = asyncio.get_running_loop().time()
        self.bytes = 0
        self.time = asyncio.timeout(seconds)

    def give_up(self) -> None:
        self.time.reschedule(asyncio.get_running_loop().time())


class BodyRoom:
    """The memory that bodies under way may take together; used on one event loop."""

    def __init__(self, limit: int) -> None:
        self._free = limit
        self._limit = limit
        self._arriving: dict[_Arrival, None] = {}  # in the order they began

    @property
    def used_bytes(self) -> int:
        return self._limit - self._free

    @contextmanager
    def arriving(self, *, seconds: float) -> Iterator[_Arrival]:
        arrival = _Arrival(seconds=seconds)
        self._arriving[arrival] = None
        try:
            yield arrival
        finally:
            self._forget(arrival)

    def take(self, arrival: _Arrival, count: int) -> None:
        """Make room for bytes that have come.

        Raises:
            RelayFullError: too much is arriving at once; the sender comes back later.

        """
        while count > self._free:
            if not self._end_slowest(besides=arrival):
                raise RelayFullError
        if arrival in self._arriving:
            self._free -= count
            arrival.bytes += count

    def _end_slowest(self, *, besides: _Arrival) -> bool:
        oldest = next(iter(self._arriving), None)
        now = asyncio.get_running_loop().time()
        if oldest is None or oldest is besides or now - oldest.began < LEAST_SECONDS:
            return False
        self._forget(oldest)
        oldest.give_up()
        return True

    def _forget(self, arrival: _Arrival) -> None:
        if arrival in self._arriving:
            del self._arriving[arrival]
            self._free += arrival.bytes


async def read_body(request: Request, *, limit: int, room: BodyRoom) -> bytes:
    """Give the whole body.

    Raises:
        MessageTooLargeError: it is longer than the limit, or says so.
        BodyEncodingRefusedError: it is compressed.
        BodyTooSlowError: it drips.
        RelayFullError: too much is arriving at once.

    """
    if request.headers.get("content-encoding", "").lower() not in _PLAIN:
        raise BodyEncodingRefusedError
    announced = request.headers.get("content-length", "")
    size = int(announced) if announced.isascii() and announced.isdecimal() else limit
    if size > limit:
        raise MessageTooLargeError(size=str(size), limit=str(limit))
    with room.arriving(seconds=LEAST_SECONDS + size / _BYTES_A_SECOND) as arrival:
        try:
            async with arrival.time:
                return await _read_within(request, limit=limit, room=room, arrival=arrival)
        except TimeoutError as error:
            raise BodyTooSlowError from error


async def _read_within(request: Request, *, limit: int, room: BodyRoom, arrival: _Arrival) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        if len(body) + len(chunk) > limit:
            raise MessageTooLargeError(size=str(len(body) + len(chunk)), limit=str(limit))
        room.take(arrival, len(chunk))
        body += chunk
    return bytes(body)
