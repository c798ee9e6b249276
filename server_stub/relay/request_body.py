"""Reading a body no further than its limit, whatever the sender announced.

The limit is held while the bytes arrive: a length header is a claim, and a body
without one would otherwise fill the memory before anybody looks at it. All bodies
that are arriving share one room, and a body that drips is given up: a hundred slow
senders must not keep everybody else out.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from starlette.requests import Request

from server_stub.errors import BodyEncodingRefusedError, BodyTooSlowError, RelayFullError
from sync.errors import MessageTooLargeError

_PLAIN: Final = frozenset({"", "identity"})
# A body has this long and a second more for each kilobyte it may have: slower than any line we know.
_LEAST_SECONDS: Final = 60
_BYTES_A_SECOND: Final = 1_024


class BodyRoom:
    """The memory that bodies under way may take together."""

    def __init__(self, limit: int) -> None:
        self._free = limit

    @asynccontextmanager
    async def held(self, request: Request, *, limit: int) -> AsyncIterator[None]:
        """Keep room for one body while it arrives; one that does not say its size may have the limit.

        Raises:
            RelayFullError: too much is arriving at once; the sender comes back later.

        """
        announced = request.headers.get("content-length", "")
        size = min(int(announced), limit) if announced.isdecimal() else limit
        if size > self._free:
            raise RelayFullError
        self._free -= size
        try:
            yield
        finally:
            self._free += size


async def read_body(request: Request, *, limit: int) -> bytes:
    """Give the whole body.

    Raises:
        MessageTooLargeError: it is longer than the limit, or says so.
        BodyEncodingRefusedError: it is compressed.
        BodyTooSlowError: it drips.

    """
    if request.headers.get("content-encoding", "").lower() not in _PLAIN:
        raise BodyEncodingRefusedError
    announced = request.headers.get("content-length", "0")
    if announced.isdecimal() and int(announced) > limit:
        raise MessageTooLargeError(size=announced, limit=str(limit))
    try:
        async with asyncio.timeout(_LEAST_SECONDS + limit / _BYTES_A_SECOND):
            return await _read_within(request, limit=limit)
    except TimeoutError as error:
        raise BodyTooSlowError from error


async def _read_within(request: Request, *, limit: int) -> bytes:
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise MessageTooLargeError(size=str(len(body)), limit=str(limit))
    return bytes(body)
