"""Reading a body no further than its limit, whatever the sender announced.

The limit is held while the bytes arrive: a length header is a claim, and a body
without one would otherwise fill the memory before anybody looks at it.
"""

from typing import Final

from starlette.requests import Request

from server_stub.errors import BodyEncodingRefusedError
from sync.errors import MessageTooLargeError

_PLAIN: Final = frozenset({"", "identity"})


async def read_body(request: Request, *, limit: int) -> bytes:
    """Give the whole body.

    Raises:
        MessageTooLargeError: it is longer than the limit, or says so.
        BodyEncodingRefusedError: it is compressed.

    """
    if request.headers.get("content-encoding", "").lower() not in _PLAIN:
        raise BodyEncodingRefusedError
    announced = request.headers.get("content-length", "0")
    if announced.isdecimal() and int(announced) > limit:
        raise MessageTooLargeError(size=announced, limit=str(limit))
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise MessageTooLargeError(size=str(len(body)), limit=str(limit))
    return bytes(body)
