"""What this device owes the platform, and how far each piece has come.

本机 (queued, sealed) → 已送达 delivered → 已校验 checked → 已应用 applied, or 退回
returned. An item never moves backwards, whatever order answers arrive in, and
the first time it reached each state is kept.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final, Literal

from store.connection import Row, Store
from store.errors import StoreInvariantError, database_errors_translated
from store.transaction import transaction


class DeliveryState(StrEnum):
    """The stations of an item, in the order it passes them; the last two both end the journey."""

    QUEUED = "queued"
    SEALED = "sealed"
    DELIVERED = "delivered"
    CHECKED = "checked"
    APPLIED = "applied"
    RETURNED = "returned"


ItemKind = Literal["submission", "change"]

_STATION: Final[Mapping[DeliveryState, int]] = {
    DeliveryState.QUEUED: 0,
    DeliveryState.SEALED: 1,
    DeliveryState.DELIVERED: 2,
    DeliveryState.CHECKED: 3,
    DeliveryState.APPLIED: 4,
    DeliveryState.RETURNED: 4,
}


@dataclass(frozen=True, slots=True)
class OutboxItem:
    """One finished form or one change of a record; `payload` is in clear inside the protected replica."""

    id: str
    kind: ItemKind
    submission_id: str | None
    record_kind: str | None
    record_id: str | None
    payload: bytes = field(repr=False)
    state: DeliveryState = DeliveryState.QUEUED
    envelope_id: str | None = None
    state_times: Mapping[DeliveryState, int] = field(default_factory=dict)
    code: str | None = None


_SELECT: Final = """
    SELECT id, kind, submission_id, record_kind, record_id, payload, state, envelope_id, code,
           (SELECT json_group_object(state, at_ms) FROM outbox_state_times WHERE item_id = outbox.id)
    FROM outbox
"""
_ENQUEUE: Final = """
    INSERT INTO outbox (id, kind, submission_id, record_kind, record_id, payload, state)
    VALUES (?, ?, ?, ?, ?, ?, 'queued')
"""
_STAMP: Final = "INSERT OR IGNORE INTO outbox_state_times (item_id, state, at_ms) VALUES (?, ?, ?)"
_STATE: Final = "SELECT state FROM outbox WHERE id = ?"
_MOVE: Final = "UPDATE outbox SET state = ?, code = ? WHERE id = ?"
_STAMP_ENVELOPE: Final = """
    INSERT OR IGNORE INTO outbox_state_times (item_id, state, at_ms)
    SELECT id, ?, ? FROM outbox WHERE envelope_id = ?
"""
_MOVE_ENVELOPE: Final = "UPDATE outbox SET state = ?, code = NULL WHERE envelope_id = ?"
_QUEUED_PAYLOADS: Final = "SELECT id, payload FROM outbox WHERE state = 'queued' ORDER BY position LIMIT ?"
_OF_RECORDS: Final = """
    SELECT record_id, payload FROM outbox
    WHERE record_kind = ? AND record_id IN (SELECT value FROM json_each(?)) ORDER BY position
"""
_RECORDS_OF_ITEMS: Final = """
    SELECT DISTINCT record_kind, record_id FROM outbox
    WHERE record_id IS NOT NULL AND id IN (SELECT value FROM json_each(?))
"""
_AT_WORK: Final = """
    SELECT DISTINCT record_id FROM outbox
    WHERE record_kind = ? AND state IN ('queued', 'sealed', 'delivered', 'checked')
"""
_NEWEST_QUEUED: Final = """
    SELECT max(at_ms) FROM outbox_state_times WHERE state = 'queued' AND item_id IN (
        SELECT id FROM outbox WHERE id IN (SELECT value FROM json_each(?))
        UNION SELECT id FROM outbox WHERE envelope_id IN (SELECT value FROM json_each(?))
    )
"""
_RETURNED_FORMS: Final = "SELECT submission_id FROM outbox WHERE state = 'returned' AND kind = 'submission'"
_COUNT_UNSENT: Final = "SELECT count(*) FROM outbox WHERE state IN ('queued', 'sealed')"
_UNSENT_WORK: Final = """
    SELECT count(DISTINCT coalesce(submission_id, id)), min(at_ms)
    FROM outbox LEFT JOIN outbox_state_times AS time ON time.item_id = outbox.id AND time.state = 'queued'
    WHERE outbox.state IN ('queued', 'sealed')
"""


def enqueue(store: Store, item: OutboxItem) -> None:
    """Add a new item at the end of the queue.

    Raises:
        StoreInvariantError: the item is not new, or does not say when it was queued.

    """
    if item.state is not DeliveryState.QUEUED or set(item.state_times) != {DeliveryState.QUEUED}:
        raise StoreInvariantError(reason="not-a-new-item", id=item.id)
    subject = (item.submission_id, item.record_kind, item.record_id)
    with transaction(store):
        store.execute(_ENQUEUE, (item.id, item.kind, *subject, item.payload))
        store.execute(_STAMP, (item.id, DeliveryState.QUEUED, item.state_times[DeliveryState.QUEUED]))


def queued_items(store: Store, limit: int) -> tuple[OutboxItem, ...]:
    """Give the oldest items that are in no envelope yet."""
    return _items(store, f"{_SELECT} WHERE state = 'queued' ORDER BY position LIMIT ?", (limit,))


def queued_payloads(store: Store, *, max_items: int, max_bytes: int) -> tuple[tuple[str, bytes], ...]:
    """Give the oldest items that are in no envelope yet, by id, up to a size; always at least one."""
    taken: list[tuple[str, bytes]] = []
    room = max_bytes
    with database_errors_translated():
        for item_id, payload in store.database.execute(_QUEUED_PAYLOADS, (max_items,)):
            room -= len(payload)
            if room < 0 and taken:
                break
            taken.append((item_id, payload))
    return tuple(taken)


def payloads_of_records(
    store: Store, record_kind: str, record_ids: Collection[str]
) -> Mapping[str, Sequence[bytes]]:
    """Give what this device ever said about these records, oldest first, by record."""
    found: dict[str, list[bytes]] = {}
    for record_id, payload in store.rows(_OF_RECORDS, (record_kind, json.dumps(list(record_ids)))):
        found.setdefault(record_id, []).append(payload)
    return found


def records_of_items(store: Store, item_ids: Collection[str]) -> frozenset[tuple[str, str]]:
    """Name the records (kind, id) these items are about; a form alone is about none."""
    rows = store.rows(_RECORDS_OF_ITEMS, (json.dumps(list(item_ids)),))
    return frozenset((kind, record_id) for kind, record_id in rows)


def list_items(store: Store) -> tuple[OutboxItem, ...]:
    """Give every item, the oldest first."""
    return _items(store, f"{_SELECT} ORDER BY position", ())


def items_of_submission(store: Store, submission_id: str) -> tuple[OutboxItem, ...]:
    return _items(store, f"{_SELECT} WHERE submission_id = ? ORDER BY position", (submission_id,))


def items_of_record(store: Store, record_kind: str, record_id: str) -> tuple[OutboxItem, ...]:
    statement = f"{_SELECT} WHERE record_kind = ? AND record_id = ? ORDER BY position"
    return _items(store, statement, (record_kind, record_id))


def newest_queued(store: Store, item_ids: Collection[str], envelope_ids: Collection[str]) -> int | None:
    """Say when, by the clock here, the last of these items or of what is in these envelopes was queued."""
    row = store.row(_NEWEST_QUEUED, (json.dumps(list(item_ids)), json.dumps(list(envelope_ids))))
    return None if row is None or row[0] is None else int(row[0])


def records_at_work(store: Store, record_kind: str) -> frozenset[str]:
    """Name the records with changes of ours that are neither applied nor returned yet."""
    return frozenset(row[0] for row in store.rows(_AT_WORK, (record_kind,)))


def returned_submissions(store: Store) -> frozenset[str]:
    """Name the finished forms the platform gave back."""
    return frozenset(row[0] for row in store.rows(_RETURNED_FORMS))


def count_unsent(store: Store) -> int:
    """Count the items that exist on this device only."""
    [(number,)] = store.rows(_COUNT_UNSENT)
    return int(number)


def unsent_work(store: Store) -> tuple[int, int | None]:
    """Count the pieces of work that exist on this device only, and say since when the oldest waits."""
    [(pieces, since_ms)] = store.rows(_UNSENT_WORK)
    return int(pieces), since_ms


def mark_item(
    store: Store, item_id: str, state: DeliveryState, *, at_ms: int, code: str | None = None
) -> bool:
    """Note that an item reached a state, and say whether that moved it forward.

    A late word about an earlier state is kept as a time and moves nothing; a word
    about an item this device does not know (a restored disk) is ignored. What is checked
    may be told why it waits: the code stays until the item moves on.
    """
    with transaction(store):
        row = store.row(_STATE, (item_id,))
        if row is None:
            return False
        moves = _STATION[state] > _STATION[DeliveryState(row[0])]
        is_told_why = code is not None and row[0] == state == DeliveryState.CHECKED
        if moves or is_told_why:
            store.execute(_MOVE, (state, code, item_id))
        if moves or _STATION[state] < _STATION[DeliveryState.APPLIED]:
            store.execute(_STAMP, (item_id, state, at_ms))
        return moves


def mark_envelope(store: Store, envelope_id: str, state: DeliveryState, *, at_ms: int) -> int:
    """Note that every item of an envelope reached a state; say how many that moved forward.

    The same as `mark_item` for each of them, in three statements for ten thousand.
    """
    earlier = [known for known in DeliveryState if _STATION[known] < _STATION[state]]
    waiting = f" AND state IN ({', '.join('?' * len(earlier))})"
    stamped = waiting if _STATION[state] == _STATION[DeliveryState.APPLIED] else ""
    with transaction(store):
        parameters = (state, at_ms, envelope_id, *(earlier if stamped else ()))
        store.execute(_STAMP_ENVELOPE + stamped, parameters)
        return store.execute(_MOVE_ENVELOPE + waiting, (state, envelope_id, *earlier))


def _items(store: Store, statement: str, parameters: Sequence[str | int]) -> tuple[OutboxItem, ...]:
    return tuple(_item(row) for row in store.rows(statement, parameters))


def _item(row: Row) -> OutboxItem:
    item_id, kind, submission_id, record_kind, record_id, payload, state, envelope_id, code, times = row
    return OutboxItem(
        id=item_id,
        kind=kind,
        submission_id=submission_id,
        record_kind=record_kind,
        record_id=record_id,
        payload=payload,
        state=DeliveryState(state),
        envelope_id=envelope_id,
        state_times={DeliveryState(name): at_ms for name, at_ms in json.loads(times).items()},
        code=code,
    )
