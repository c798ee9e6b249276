"""Unfinished forms, saved as the officer types, so that a flat battery costs nothing.

The photos and signatures of a form lie beside its document, one row each. An answer is a few
kilobytes and is written after every pause; a photo is megabytes and is written once.
"""

import json
from collections.abc import Mapping
from dataclasses import astuple, dataclass, field
from types import MappingProxyType
from typing import Final

from store.connection import Store
from store.errors import StoreInvariantError
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


@dataclass(frozen=True, slots=True)
class DraftFiles:
    """The files of a draft as it is now: all their names, and the contents that are not kept yet."""

    names: frozenset[str] = frozenset()
    fresh: Mapping[str, bytes] = field(default_factory=lambda: MappingProxyType({}), repr=False)


NO_FILES: Final = DraftFiles()

# Not REPLACE: that would take the row away first, and its files with it.
_SAVE: Final = """
    INSERT INTO drafts (id, form_id, form_version, subject_id, document, saved_at_ms)
    VALUES (?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET
        form_id = excluded.form_id, form_version = excluded.form_version, subject_id = excluded.subject_id,
        document = excluded.document, saved_at_ms = excluded.saved_at_ms
"""
_LET_FILES_GO: Final = """
    DELETE FROM draft_files WHERE draft_id = ? AND name NOT IN (SELECT value FROM json_each(?))
"""
_KEEP_FILE: Final = """
    INSERT INTO draft_files (draft_id, name, content) VALUES (?, ?, ?)
    ON CONFLICT (draft_id, name) DO UPDATE SET content = excluded.content
"""
_FILE_NAMES: Final = "SELECT name FROM draft_files WHERE draft_id = ?"
_READ_FILES: Final = "SELECT name, content FROM draft_files WHERE draft_id = ? ORDER BY name"
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


def save_draft(store: Store, draft: Draft, files: DraftFiles = NO_FILES) -> None:
    """Keep the newest state of this draft with exactly these files, in one commit.

    Raises:
        StoreInvariantError: a file is neither given nor kept; the draft stays as it was.

    """
    with transaction(store):
        store.execute(_SAVE, astuple(draft))
        store.execute(_LET_FILES_GO, (draft.id, json.dumps(sorted(files.names))))
        for name, content in files.fresh.items():
            store.execute(_KEEP_FILE, (draft.id, name, content))
        if {name for (name,) in store.rows(_FILE_NAMES, (draft.id,))} != files.names:
            raise StoreInvariantError(reason="draft-file-missing")


def read_draft(store: Store, draft_id: str) -> Draft | None:
    row = store.row(_READ, (draft_id,))
    return None if row is None else Draft(*row)


def read_draft_files(store: Store, draft_id: str) -> Mapping[str, bytes]:
    """Give the files of a draft by name; those of a draft that is gone went with it."""
    return dict(store.rows(_READ_FILES, (draft_id,)))


def list_drafts(store: Store) -> tuple[Draft, ...]:
    """Give all drafts, the last one touched first."""
    return tuple(Draft(*row) for row in store.rows(_LIST))


def list_draft_heads(store: Store) -> tuple[DraftHead, ...]:
    """Say which drafts there are, the last one touched first; nobody's photos are read for it."""
    return tuple(DraftHead(*row) for row in store.rows(_LIST_HEADS))


def discard_draft(store: Store, draft_id: str) -> None:
    """Let a draft go with its files: it was finished, or the officer said so."""
    with transaction(store):
        store.execute(_DISCARD, (draft_id,))
