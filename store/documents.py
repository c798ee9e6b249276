"""What the city publishes besides records: forms, lists, rule packs and vacancies, by version.

A document arrives in pieces and counts only when it is whole; an older version stays,
because a draft may be pinned to it. Contents are opaque bytes here.
"""

from dataclasses import dataclass
from typing import Final

from store.connection import Store
from store.transaction import transaction


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """One version of one document; without its content, which may be megabytes."""

    kind: str
    name: str
    version: str
    digest: bytes
    size: int
    received_at_ms: int


_BEGIN: Final = """
    INSERT OR IGNORE INTO documents (kind, name, version, digest, size, received_at_ms, is_complete)
    VALUES (?, ?, ?, ?, ?, ?, 0)
"""
_HELD: Final = "SELECT digest, is_complete FROM documents WHERE kind = ? AND name = ? AND version = ?"
_RESTART: Final = "DELETE FROM documents WHERE kind = ? AND name = ? AND version = ? AND NOT is_complete"
_PIECE: Final = "INSERT OR REPLACE INTO document_pieces (digest, place, piece) VALUES (?, ?, ?)"
_PIECES: Final = "SELECT place, piece FROM document_pieces WHERE digest = ? ORDER BY place"
_COMPLETE: Final = "UPDATE documents SET is_complete = 1 WHERE digest = ?"
_DROP_PIECES: Final = "DELETE FROM document_pieces WHERE digest = ?"
_DROP: Final = "DELETE FROM documents WHERE digest = ? AND NOT is_complete"
_LIST: Final = """
    SELECT kind, name, version, digest, size, received_at_ms FROM documents
    WHERE kind = ? AND is_complete ORDER BY name, received_at_ms DESC, version DESC
"""
_WITHDRAW: Final = "INSERT OR IGNORE INTO withdrawn_documents (kind, name, version) VALUES (?, ?, ?)"
_WITHDRAWN: Final = "SELECT name, version FROM withdrawn_documents WHERE kind = ?"


def keep_document_piece(store: Store, document: StoredDocument, *, place: int, piece: bytes) -> bytes | None:
    """Keep a piece that begins at byte `place`; give the whole content once no byte is missing.

    A version that is whole already takes no further pieces and gives None.
    """
    name = (document.kind, document.name, document.version)
    with transaction(store):
        held = store.row(_HELD, name)
        if held is not None and held[1]:
            return None
        if held is not None and held[0] != document.digest:
            store.execute(_RESTART, name)
        store.execute(_BEGIN, (*name, document.digest, document.size, document.received_at_ms))
        store.execute(_PIECE, (document.digest, place, piece))
        return _joined(store, document)


def is_whole(store: Store, document: StoredDocument) -> bool:
    """Say whether no byte of a version is missing and its digest was right."""
    held = store.row(_HELD, (document.kind, document.name, document.version))
    return held is not None and bool(held[1])


def complete_document(store: Store, digest: bytes) -> None:
    """Count a document whose content was found to be what its digest says."""
    store.execute(_COMPLETE, (digest,))


def drop_document(store: Store, digest: bytes) -> None:
    """Forget pieces that do not make what their digest says."""
    with transaction(store):
        store.execute(_DROP, (digest,))
        store.execute(_DROP_PIECES, (digest,))


def list_documents(store: Store, kind: str) -> tuple[StoredDocument, ...]:
    """Give the whole documents of a kind by name, of each the newest arrival first."""
    return tuple(StoredDocument(*row) for row in store.rows(_LIST, (kind,)))


def read_document(store: Store, digest: bytes) -> bytes:
    """Give the content of a document that is whole."""
    return b"".join(piece for _, piece in store.rows(_PIECES, (digest,)))


def note_withdrawn(store: Store, kind: str, name: str, version: str) -> None:
    """Note that nothing new is begun with a version, held or not; what was begun may be finished."""
    store.execute(_WITHDRAW, (kind, name, version))


def withdrawn_versions(store: Store, kind: str) -> frozenset[tuple[str, str]]:
    """Give name and version of everything of a kind that was withdrawn."""
    return frozenset((name, version) for name, version in store.rows(_WITHDRAWN, (kind,)))


def _joined(store: Store, document: StoredDocument) -> bytes | None:
    content = bytearray()
    for place, piece in store.rows(_PIECES, (document.digest,)):
        if place != len(content):
            return None
        content += piece
    return bytes(content) if len(content) == document.size else None
