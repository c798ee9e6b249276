"""Reading a body no further than its limit, whatever the sender announced.

The limit is held while the bytes arrive: a length header is a claim, and a body
without one would otherwise fill the memory before anybody looks at it. All bodies
that are arriving share one room and pay for the bytes they have really brought, so that
announcing costs others nothing. When the room is full, whoever has been arriving for
longest gives way: slow senders must not keep everybody else out. A body that has come
whole with its header - nearly every one - is in nobody's way and is taken as it is.
"""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Final

from starlette.requests import ClientDisconnect
from starlette.types import Receive, Scope

from server_stub.errors import BodyEncodingRefusedError, BodyTooSlowError, RelayFullError
from server_stub.http_limits import BODY_HAS_COME
from sync.errors import MessageTooLargeError

_PLAIN: Final = frozenset({b"", b"identity"})
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


async def read_body(scope: Scope, receive: Receive, *, limit: int, room: BodyRoom) -> bytes:
    """Give the whole body.

    Raises:
        MessageTooLargeError: it is longer than the limit, or says so.
        BodyEncodingRefusedError: it is compressed.
        BodyTooSlowError: it drips.
        RelayFullError: too much is arriving at once.
        ClientDisconnect: nobody is there any more.

    """
    size = _announced_size(scope, limit=limit)
    if scope.get(BODY_HAS_COME):
        return await _read_within(receive, limit=limit)
    with room.arriving(seconds=LEAST_SECONDS + size / _BYTES_A_SECOND) as arrival:
        try:
            async with arrival.time:
                return await _read_within(receive, limit=limit, pay=partial(room.take, arrival))
        except TimeoutError as error:
            raise BodyTooSlowError from error


def _nothing(_count: int) -> None:
    """Ask for no room: what has come whole is in memory already."""


def _announced_size(scope: Scope, *, limit: int) -> int:
    """Give the size a sender announces, the limit where it does not."""
    size = limit
    for name, value in scope["headers"]:
        if name == b"content-length" and value.isdigit():
            size = int(value)
        elif name == b"content-encoding" and value.lower() not in _PLAIN:
            raise BodyEncodingRefusedError
    if size > limit:
        raise MessageTooLargeError(size=str(size), limit=str(limit))
    return size


async def _read_within(receive: Receive, *, limit: int, pay: Callable[[int], None] = _nothing) -> bytes:
    body = bytearray()
    is_more = True
    while is_more:
        message = await receive()
        if message["type"] != "http.request":
            raise ClientDisconnect
        part: bytes = message.get("body", b"")
        size = len(body) + len(part)
        if size > limit:
            raise MessageTooLargeError(size=str(size), limit=str(limit))
        pay(len(part))
        is_more = message.get("more_body", False)
        if not is_more and not body:
            return part
        body += part
    return bytes(body)
