"""Records to be asked for whole, because what came down did not fit what is held.

A want is asked in one envelope and forgotten when the record arrives; one whose
answer never came is asked again by whoever finds the next misfit.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from store.connection import Store

_WANT: Final = """
    INSERT INTO wants (kind, id, sequence) VALUES (?, ?, NULL)
    ON CONFLICT (kind, id) DO UPDATE SET sequence = NULL
"""
_UNASKED: Final = "SELECT kind, id FROM wants WHERE sequence IS NULL ORDER BY kind, id LIMIT ?"
_ASKED: Final = "UPDATE wants SET sequence = ? WHERE kind = ? AND id = ?"
_FORGET: Final = "DELETE FROM wants WHERE kind = ? AND id = ?"


def want_records(store: Store, records: Iterable[tuple[str, str]]) -> None:
    """Note records (kind, id) to ask for."""
    store.execute_many(_WANT, list(records))


def unasked_wants(store: Store, limit: int) -> tuple[tuple[str, str], ...]:
    return tuple((kind, record_id) for kind, record_id in store.rows(_UNASKED, (limit,)))


def note_asked(store: Store, records: Sequence[tuple[str, str]], *, sequence: int) -> None:
    """Note which envelope asks for them."""
    store.execute_many(_ASKED, [(sequence, *record) for record in records])


def forget_wants(store: Store, records: Iterable[tuple[str, str]]) -> None:
    """Note that they have come."""
    store.execute_many(_FORGET, list(records))
