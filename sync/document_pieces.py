"""A published document cut into pieces for the way down, each with the digest that names the whole.

How pieces are put together again, and believed, is the device's (`sync.published`).
"""

from collections.abc import Iterator
from typing import Final

from sync.change import DocumentKind, DocumentPiece
from sync.suites.by_id import suite_by_id
from sync.suites.suite import SuiteId

MAX_DOCUMENT_BYTES: Final = 16 * 1024 * 1024
PIECE_BYTES: Final = 256 * 1024
DOCUMENT: Final = "document"  # what a `Want` for one calls its kind; the digest in hexadecimal is its name


def document_digest(content: bytes) -> bytes:
    """Give the name of a content: SHA-256, whatever suite carries it."""
    return suite_by_id(SuiteId.INTERNATIONAL).digest(content)


def document_pieces(
    kind: DocumentKind, name: str, version: str, content: bytes, *, is_known: bool = False
) -> Iterator[DocumentPiece]:
    """Cut a document into what goes into bundles; of a content that `is_known`, only its new name goes."""
    digest, size = document_digest(content), len(content)
    for offset in range(0, 0 if is_known else size, PIECE_BYTES):
        piece = content[offset : offset + PIECE_BYTES]
        yield DocumentPiece(kind, name, version, digest, size, offset, piece)
    if is_known or not size:
        yield DocumentPiece(kind, name, version, digest, size, size, b"")
