"""An archive packed in pieces by several threads is one .xz file, and the threads leave no trace in it."""

import lzma
from io import BytesIO
from random import Random

import pytest

from installers.xz_pieces import XzPieces

PIECE = 1000
CONTENT = Random(7).randbytes(3 * PIECE + 1)


def packed(content: bytes, *, threads: int, written_by: int = 700) -> bytes:
    """Pack as a writer does that knows nothing of pieces."""
    target = BytesIO()
    with XzPieces(target, effort=0, piece_bytes=PIECE, threads=threads) as stream:
        for start in range(0, len(content), written_by):
            assert stream.write(content[start : start + written_by]) == len(content[start:][:written_by])
    return target.getvalue()


@pytest.mark.parametrize("size", [1, PIECE - 1, PIECE, PIECE + 1, len(CONTENT)])
def test_what_was_packed_in_pieces_is_read_as_one(size: int) -> None:
    assert lzma.decompress(packed(CONTENT[:size], threads=2)) == CONTENT[:size]


def test_the_number_of_threads_and_the_size_of_writes_change_no_byte() -> None:
    alone = packed(CONTENT, threads=1)

    assert packed(CONTENT, threads=3) == alone
    assert packed(CONTENT, threads=2, written_by=len(CONTENT)) == alone


def test_a_target_that_takes_nothing_any_more_is_said() -> None:
    full = BytesIO()
    stream = XzPieces(full, effort=0, piece_bytes=PIECE, threads=2)
    stream.write(CONTENT)
    full.close()

    with pytest.raises(ValueError, match="closed"):
        stream.close()
