"""A stream packed as .xz in pieces of one size, each whole in itself, by as many threads as there are cores.

One thread needs minutes for a bundle. Where a piece begins depends on the stream alone and never on the
computer, so the number of threads changes no byte. Pieces behind one another are one .xz file (The .xz File
Format 1.2.1, section 2), which `tar`, `xz` and Python read as such.
"""

import lzma
import os
from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from io import RawIOBase
from typing import TYPE_CHECKING, BinaryIO, Final

if TYPE_CHECKING:
    from _typeshed import ReadableBuffer

PIECE_BYTES: Final = 32 << 20  # four times what xz looks back at effort 6: costs about one per cent of size


class XzPieces(RawIOBase):
    """Takes bytes and writes them packed, in order; `effort` is xz's, 0 to 9."""

    def __init__(
        self, target: BinaryIO, *, effort: int, piece_bytes: int = PIECE_BYTES, threads: int | None = None
    ) -> None:
        super().__init__()
        self._target, self._effort, self._piece_bytes = target, effort, piece_bytes
        self._threads = threads or os.cpu_count() or 1
        self._pool = ThreadPoolExecutor(self._threads)
        self._waiting = bytearray()
        self._packing: deque[Future[bytes]] = deque()

    def writable(self) -> bool:
        return True

    def write(self, content: "ReadableBuffer") -> int:
        view = memoryview(content)
        self._waiting += view
        while len(self._waiting) >= self._piece_bytes:
            self._pack(self._waiting[: self._piece_bytes])
            del self._waiting[: self._piece_bytes]
        return view.nbytes

    def close(self) -> None:
        """Pack and write what is left; the target stays open."""
        if self.closed:
            return
        try:
            self._pack(self._waiting)
            self._write_down_to(0)
        finally:
            self._pool.shutdown(cancel_futures=True)
            super().close()

    def _pack(self, piece: bytearray) -> None:
        if piece:
            # Pieces that nobody has written yet stay few, or the whole stream would lie in memory.
            self._write_down_to(self._threads)
            self._packing.append(self._pool.submit(lzma.compress, bytes(piece), preset=self._effort))

    def _write_down_to(self, left: int) -> None:
        while len(self._packing) > left:
            self._target.write(self._packing.popleft().result())
