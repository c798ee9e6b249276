"""Envelopes from the platform: kept first, then settled one by one.

Each ends merged, in conflict or quarantined, and none is lost (P5). The rows and
the cursor that passes them are one commit, so the cursor never passes what we
hold (P4). What is not the city's word to this device, any bytes a relay may invent, is
remembered by digest, length and code alone, and not without end.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from store.connection import Row, Store
from store.cursors import read_cursor
from store.errors import StoreInvariantError
from store.transaction import transaction


class InboxState(StrEnum):
    """Where a received envelope stands."""

    RECEIVED = "received"
    MERGED = "merged"
    CONFLICTED = "conflicted"
    QUARANTINED = "quarantined"


# A quarantined envelope may be taken up again, a conflict may be settled; merged is the end.
_MAY_BECOME: Final[Mapping[InboxState, frozenset[InboxState]]] = {
    InboxState.RECEIVED: frozenset({InboxState.MERGED, InboxState.CONFLICTED, InboxState.QUARANTINED}),
    InboxState.QUARANTINED: frozenset({InboxState.MERGED, InboxState.CONFLICTED}),
    InboxState.CONFLICTED: frozenset({InboxState.MERGED}),
    InboxState.MERGED: frozenset(),
}


@dataclass(frozen=True, slots=True)
class ReceivedEnvelope:
    """One envelope as the server handed it out; nothing in it is trusted yet."""

    position: int
    id: str
    body: bytes
    received_at_ms: int
    state: InboxState = InboxState.RECEIVED
    code: str | None = None


_KEEP: Final = """
    INSERT INTO inbox (id, stream, position, body, received_at_ms, state) VALUES (?, ?, ?, ?, ?, 'received')
    ON CONFLICT (id) DO NOTHING
"""
_ADVANCE: Final = "INSERT OR REPLACE INTO cursors (stream, position) VALUES (?, ?)"
_LIST: Final = """
    SELECT position, id, body, received_at_ms, state, code FROM inbox
    WHERE state = ? ORDER BY stream, position
"""
_STATE: Final = "SELECT state FROM inbox WHERE id = ?"
_HELD: Final = "SELECT id FROM inbox WHERE id IN (SELECT value FROM json_each(?))"
_SETTLE: Final = "UPDATE inbox SET state = ?, code = ? WHERE id = ?"
_DROP: Final = """
    UPDATE inbox SET state = 'quarantined', code = ?, dropped_bytes = length(body), body = x''
    WHERE id = ? AND state = 'received'
"""
_FORGET_OLDEST: Final = """
    DELETE FROM inbox WHERE dropped_bytes IS NOT NULL AND rowid NOT IN (
        SELECT rowid FROM inbox WHERE dropped_bytes IS NOT NULL ORDER BY rowid DESC LIMIT ?
    )
"""
_BYTES: Final = """
    SELECT coalesce(sum(length(body)), 0) FROM inbox
    WHERE state = ? AND (? IS NULL OR code IN (SELECT value FROM json_each(?)))
"""
_DROPPED: Final = """
    SELECT id, dropped_bytes, code FROM inbox WHERE dropped_bytes IS NOT NULL ORDER BY rowid
"""
MOST_DROPPED: Final = 1_000  # rows; what was invented before says nothing more


def keep_received(store: Store, envelopes: Sequence[ReceivedEnvelope], *, stream: str, cursor: int) -> None:
    """Keep what the server handed out and move the cursor over it; a repeated envelope is kept once.

    Raises:
        StoreInvariantError: the cursor would pass a position that is not held.

    """
    with transaction(store):
        held = max((envelope.position for envelope in envelopes), default=0)
        current = read_cursor(store, stream)
        if cursor > max(held, current):
            raise StoreInvariantError(reason="cursor-passes-what-we-hold", stream=stream)
        for envelope in envelopes:
            row = (envelope.id, stream, envelope.position, envelope.body, envelope.received_at_ms)
            store.execute(_KEEP, row)
        store.execute(_ADVANCE, (stream, max(cursor, current)))


def pending_received(store: Store) -> tuple[ReceivedEnvelope, ...]:
    """Give the envelopes that wait to be opened, in the order the server numbered them."""
    return list_received(store, InboxState.RECEIVED)


def list_received(store: Store, state: InboxState) -> tuple[ReceivedEnvelope, ...]:
    return tuple(_envelope(row) for row in store.rows(_LIST, (state,)))


def held_envelopes(store: Store, ids: Collection[str]) -> frozenset[str]:
    """Name those of the envelopes that ever came, without reading what is in them."""
    return frozenset(row[0] for row in store.rows(_HELD, (json.dumps(list(ids)),)))


def settle_received(store: Store, envelope_id: str, state: InboxState, *, code: str | None = None) -> None:
    """Say how an envelope ended; saying the same again is harmless.

    Raises:
        StoreInvariantError: the envelope is unknown, or has ended in a way that cannot be taken back.

    """
    with transaction(store):
        row = store.row(_STATE, (envelope_id,))
        if row is None:
            raise StoreInvariantError(reason="envelope-unknown", id=envelope_id)
        current = InboxState(row[0])
        if state is current is not InboxState.RECEIVED:
            return
        if state not in _MAY_BECOME[current]:
            raise StoreInvariantError(reason="already-settled", id=envelope_id)
        store.execute(_SETTLE, (state, code, envelope_id))


def drop_received(store: Store, envelope_id: str, *, code: str) -> None:
    """Quarantine an envelope without its body; of such only the newest `MOST_DROPPED` are remembered."""
    with transaction(store):
        store.execute(_DROP, (code, envelope_id))
        store.execute(_FORGET_OLDEST, (MOST_DROPPED,))


def list_dropped(store: Store) -> tuple[tuple[str, int, str], ...]:
    """Give (id, bytes, code) of what was quarantined without its body, in the order it came."""
    return tuple((row_id, length, code) for row_id, length, code in store.rows(_DROPPED))


def count_bytes(store: Store, state: InboxState, *, codes: Collection[str] | None = None) -> int:
    """Count the bytes of all bodies in a state, with any code or with one of these."""
    among = None if codes is None else json.dumps(sorted(codes))
    [(number,)] = store.rows(_BYTES, (state, among, among))
    return int(number)


def _envelope(row: Row) -> ReceivedEnvelope:
    position, envelope_id, body, received_at_ms, state, code = row
    return ReceivedEnvelope(position, envelope_id, body, received_at_ms, InboxState(state), code)
