"""Unfinished forms, saved as the officer types, so that a flat battery costs nothing."""

from dataclasses import astuple, dataclass, field
from typing import Final

from store.connection import Store
from store.transaction import transaction


@dataclass(frozen=True, slots=True)
class Draft:
    """A form session put aside; `document` is what the form engine resumes from."""

    id: str
    form_id: str
    form_version: str
    subject_id: str | None
    document: bytes = field(repr=False)
    saved_at_ms: int


@dataclass(frozen=True, slots=True)
class DraftHead:
    """Which draft it is, without its document, which may hold photos."""

    id: str
    form_id: str
    form_version: str
    subject_id: str | None
    saved_at_ms: int


_SAVE: Final = """
    INSERT OR REPLACE INTO drafts (id, form_id, form_version, subject_id, document, saved_at_ms)
    VALUES (?, ?, ?, ?, ?, ?)
"""
_READ: Final = """
    SELECT id, form_id, form_version, subject_id, document, saved_at_ms FROM drafts WHERE id = ?
"""
_LIST: Final = """
    SELECT id, form_id, form_version, subject_id, document, saved_at_ms FROM drafts
    ORDER BY saved_at_ms DESC, id
"""
_LIST_HEADS: Final = """
    SELECT id, form_id, form_version, subject_id, saved_at_ms FROM drafts ORDER BY saved_at_ms DESC, id
"""
_DISCARD: Final = "DELETE FROM drafts WHERE id = ?"


def save_draft(store: Store, draft: Draft) -> None:
    """Keep the newest state of this draft."""
    with transaction(store):
        store.execute(_SAVE, astuple(draft))


def read_draft(store: Store, draft_id: str) -> Draft | None:
    row = store.row(_READ, (draft_id,))
    return None if row is None else Draft(*row)


def list_drafts(store: Store) -> tuple[Draft, ...]:
    """Give all drafts, the last one touched first."""
    return tuple(Draft(*row) for row in store.rows(_LIST))


def list_draft_heads(store: Store) -> tuple[DraftHead, ...]:
    """Say which drafts there are, the last one touched first; nobody's photos are read for it."""
    return tuple(DraftHead(*row) for row in store.rows(_LIST_HEADS))


def discard_draft(store: Store, draft_id: str) -> None:
    """Let a draft go: it was finished, or the officer said so."""
    with transaction(store):
        store.execute(_DISCARD, (draft_id,))
