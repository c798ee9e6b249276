"""A published document taken in by its pieces, and believed only when its digest is right.

Pieces that make something else are forgotten and the document is asked for again.
"""

from store.connection import Store
from store.documents import (
    StoredDocument,
    complete_document,
    drop_document,
    is_whole,
    keep_document_piece,
    note_withdrawn,
)
from store.wants import forget_wants, want_records
from sync.change import DocumentPiece, DocumentWithdrawn
from sync.document_pieces import DOCUMENT, MAX_DOCUMENT_BYTES, document_digest
from sync.errors import MessageTooLargeError, SyncError


class DocumentDamagedError(SyncError):
    """The pieces of a published document do not make what its digest says; they were forgotten."""

    code = "document-damaged"


def keep_piece(replica: Store, piece: DocumentPiece, *, now_ms: int) -> str | None:
    """Keep a piece in the caller's commit; the last one makes the document count.

    Gives the code of what is wrong with the whole, if anything; its pieces are forgotten then,
    and the document is asked for again.

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
    wanted = [(DOCUMENT, piece.digest.hex())]
    content = keep_document_piece(replica, document, place=piece.offset, piece=piece.piece)
    if content is None:
        if not piece.piece and not is_whole(replica, document):
            want_records(replica, wanted)  # only its name came, and the content is not here after all
        return None
    if document_digest(content) != piece.digest:
        drop_document(replica, piece.digest)
        want_records(replica, wanted)
        return DocumentDamagedError.code
    complete_document(replica, piece.digest)
    forget_wants(replica, wanted)
    return None


def withdraw(replica: Store, word: DocumentWithdrawn) -> None:
    """Note in the caller's commit that nothing new is begun with a version."""
    note_withdrawn(replica, word.kind.value, word.name, word.version)
