"""Records to be asked for whole, because what came down did not fit what is held.

A want is asked in one envelope and forgotten when the record arrives; one whose
answer never came is asked again by whoever finds the next misfit, or when it has waited long
(`ask_again`). While everything is told
anew, each record that is held and not named yet stands here unasked; those nobody named in
the end are asked about, and the answer may be that they left (P10).
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
_UNNAMED: Final = -1  # in the place of an envelope's number
_EXPECT: Final = """
    INSERT INTO wants (kind, id, sequence)
    SELECT kind, id, ? FROM records WHERE base_revision IS NOT NULL
    ON CONFLICT (kind, id) DO UPDATE SET sequence = excluded.sequence
"""
_ASK_UNNAMED: Final = "UPDATE wants SET sequence = NULL WHERE sequence = ?"
_ASK_AGAIN: Final = """
    UPDATE wants SET sequence = NULL
    WHERE kind = ? AND EXISTS (
        SELECT 1 FROM sealed_envelopes AS asking
        WHERE asking.chain = ? AND asking.sequence = wants.sequence AND abs(? - asking.delivered_at_ms) >= ?)
"""
_FORGET_ASKED: Final = "DELETE FROM wants WHERE kind = ? AND sequence IS NOT NULL"
_FORGET: Final = "DELETE FROM wants WHERE kind = ? AND id = ?"


def want_records(store: Store, records: Iterable[tuple[str, str]]) -> None:
    """Note records (kind, id) to ask for."""
    store.execute_many(_WANT, list(records))


def unasked_wants(store: Store, limit: int) -> tuple[tuple[str, str], ...]:
    return tuple((kind, record_id) for kind, record_id in store.rows(_UNASKED, (limit,)))


def note_asked(store: Store, records: Sequence[tuple[str, str]], *, sequence: int) -> None:
    """Note which envelope asks for them."""
    store.execute_many(_ASKED, [(sequence, *record) for record in records])


def ask_again(store: Store, kind: str, *, chain: str, now_ms: int, patience_ms: int) -> int:
    """Let what was asked for under this kind be asked once more where nothing has come; say how much that is.

    Patience counts from the receipt for the envelope that asked, in either direction: clocks are set.
    """
    return store.execute(_ASK_AGAIN, (kind, chain, now_ms, patience_ms))


def forget_wants(store: Store, records: Iterable[tuple[str, str]]) -> None:
    """Note that they have come."""
    store.execute_many(_FORGET, list(records))


def forget_asked(store: Store, kind: str) -> None:
    """Note that what was asked for under this kind is on its way; what was not asked yet stays to be."""
    store.execute(_FORGET_ASKED, (kind,))


def expect_records(store: Store) -> None:
    """Note that everything is told anew: each record the city ever spoke of is named now, or asked about."""
    store.execute(_EXPECT, (_UNNAMED,))


def want_unnamed(store: Store) -> None:
    """Note that everything was told: ask about each record that was not named."""
    store.execute(_ASK_UNNAMED, (_UNNAMED,))
