"""Taking in a published document piece by piece, and believing it only when its digest is right."""

from typing import Final

from store.connection import Store
from store.documents import StoredDocument, complete_document, drop_document, keep_document_piece
from sync.change import DocumentPiece
from sync.errors import MessageTooLargeError, SyncError
from sync.suites.by_id import suite_by_id
from sync.suites.suite import SuiteId

MAX_DOCUMENT_BYTES: Final = 16 * 1024 * 1024
PIECE_BYTES: Final = 256 * 1024


class DocumentDamagedError(SyncError):
    """The pieces of a published document do not make what its digest says; they were forgotten."""

    code = "document-damaged"


def keep_piece(replica: Store, piece: DocumentPiece, *, now_ms: int) -> str | None:
    """Keep a piece in the caller's commit; the last one makes the document count.

    Gives the code of what is wrong with the whole, if anything; its pieces are forgotten then.

    Raises:
        MessageTooLargeError: a document larger than a device takes.

    """
    end = piece.offset + len(piece.piece)
    if piece.size > MAX_DOCUMENT_BYTES or end > piece.size:
        raise MessageTooLargeError(size=str(max(piece.size, end)), limit=str(MAX_DOCUMENT_BYTES))
    document = StoredDocument(
        kind=piece.kind.value,
        name=piece.name,
        version=piece.version,
        digest=piece.digest,
        size=piece.size,
        received_at_ms=now_ms,
    )
    content = keep_document_piece(replica, document, place=piece.offset, piece=piece.piece)
    if content is None:
        return None
    if suite_by_id(SuiteId.INTERNATIONAL).digest(content) != piece.digest:
        drop_document(replica, piece.digest)
        return DocumentDamagedError.code
    complete_document(replica, piece.digest)
    return None
