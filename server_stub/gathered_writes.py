"""What is written to a line in one turn of the loop leaves as one piece.

The library below writes the head of an answer and its body apart: two calls of the system for each
answer, two packets on the way and, under TLS, two records. Here both wait for the end of the turn.

Nor is the address of the other end looked up, which it would be for every line: who asks is told by
signatures, and an address of a device is nothing we keep or write down.
"""

import asyncio
from typing import Any, Final

# A long answer goes out as it is written, so that the line can say when it has had enough.
_MOST_GATHERED_BYTES: Final = 65_536
_ADDRESSES: Final = frozenset({"socket", "sockname", "peername"})


class GatheredWrites(asyncio.Transport):
    """A transport in front of another; everything but writing and addresses goes straight through."""

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__()
        self._transport, self._loop = transport, loop
        self._parts: list[bytes | bytearray | memoryview] = []
        self._bytes = 0

    def write(self, data: bytes | bytearray | memoryview) -> None:
        if not self._parts:
            self._loop.call_soon(self._send)
        self._parts.append(data)
        self._bytes += len(data)
        if self._bytes > _MOST_GATHERED_BYTES:
            self._send()

    def close(self) -> None:
        """Send what was written, then close."""
        self._send()
        self._transport.close()

    def abort(self) -> None:
        self._parts.clear()
        self._transport.abort()

    def is_closing(self) -> bool:
        return self._transport.is_closing()

    def pause_reading(self) -> None:
        self._transport.pause_reading()

    def resume_reading(self) -> None:
        self._transport.resume_reading()

    def get_extra_info(self, name: str, default: Any = None) -> Any:
        return default if name in _ADDRESSES else self._transport.get_extra_info(name, default)

    def _send(self) -> None:
        parts, self._parts, self._bytes = self._parts, [], 0
        if not parts or self._transport.is_closing():
            return
        if len(parts) == 1:
            self._transport.write(parts[0])
        else:
            self._transport.writelines(parts)
