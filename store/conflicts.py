"""Differences the merge could not settle: data that waits for an officer, never a reason to stop.

Both values stay here for ever (P6). A decision is added to the conflict; it does
not remove the value that lost.
"""

from dataclasses import dataclass
from dataclasses import field as hidden  # `field` is a name of the record here
from typing import Final

from store.connection import Row, Store
from store.errors import StoreInvariantError
from store.fields import FieldValue, decode_value, encode_value
from store.transaction import transaction


@dataclass(frozen=True, slots=True)
class ConflictDecision:
    """Which value an officer chose, and when."""

    chosen: FieldValue = hidden(repr=False)
    operator: str
    at_ms: int


@dataclass(frozen=True, slots=True)
class RecordConflict:
    """One field of one record that two sides changed differently since `base`.

    `local` is what the record shows, `remote` the value beside it; the revisions name their edits.
    """

    id: str
    record_kind: str
    record_id: str
    field: str
    base: FieldValue = hidden(repr=False)
    local: FieldValue = hidden(repr=False)
    remote: FieldValue = hidden(repr=False)
    local_revision: str
    remote_revision: str
    found_at_ms: int
    decision: ConflictDecision | None = None


_SELECT: Final = """
    SELECT id, record_kind, record_id, field, base_value, local_value, remote_value,
           local_revision, remote_revision, found_at_ms, chosen_value, resolved_by, resolved_at_ms
    FROM conflicts
"""
_KEEP: Final = """
    INSERT INTO conflicts (id, record_kind, record_id, field, base_value, local_value, remote_value,
                           local_revision, remote_revision, found_at_ms)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE
    SET local_value = excluded.local_value, local_revision = excluded.local_revision
    WHERE resolved_at_ms IS NULL
"""
_RESOLVE: Final = """
    UPDATE conflicts SET chosen_value = ?, resolved_by = ?, resolved_at_ms = ?
    WHERE id = ? AND resolved_at_ms IS NULL
"""
_END: Final = "UPDATE conflicts SET chosen_value = ?, resolved_by = ?, resolved_at_ms = ? WHERE id = ?"
_REOPEN: Final = """
    UPDATE conflicts SET chosen_value = NULL, resolved_by = NULL, resolved_at_ms = NULL WHERE id = ?
"""


def keep_conflict(store: Store, conflict: RecordConflict) -> None:
    """Keep a difference with both its values; while it waits, what stands may become another value."""
    subject = (conflict.id, conflict.record_kind, conflict.record_id, conflict.field)
    values = tuple(encode_value(value) for value in (conflict.base, conflict.local, conflict.remote))
    revisions = (conflict.local_revision, conflict.remote_revision)
    with transaction(store):
        store.execute(_KEEP, (*subject, *values, *revisions, conflict.found_at_ms))


def open_conflicts(store: Store) -> tuple[RecordConflict, ...]:
    """Give the differences that still wait, the oldest first."""
    statement = f"{_SELECT} WHERE resolved_at_ms IS NULL ORDER BY found_at_ms, id"
    return tuple(_conflict(row) for row in store.rows(statement))


def conflicts_of_record(store: Store, record_kind: str, record_id: str) -> tuple[RecordConflict, ...]:
    """Give every difference a record ever had, decided or not."""
    statement = f"{_SELECT} WHERE record_kind = ? AND record_id = ? ORDER BY found_at_ms, id"
    return tuple(_conflict(row) for row in store.rows(statement, (record_kind, record_id)))


def end_conflict(store: Store, conflict_id: str, decision: ConflictDecision) -> None:
    """Note how a difference ended, as the city says it; its word stands over what was decided here."""
    row = (encode_value(decision.chosen), decision.operator, decision.at_ms, conflict_id)
    with transaction(store):
        store.execute(_END, row)


def reopen_conflict(store: Store, conflict_id: str) -> None:
    """Let a difference wait again, because the decision about it was returned."""
    with transaction(store):
        store.execute(_REOPEN, (conflict_id,))


def read_conflict(store: Store, conflict_id: str) -> RecordConflict | None:
    row = store.row(f"{_SELECT} WHERE id = ?", (conflict_id,))
    return None if row is None else _conflict(row)


def decide_conflict(store: Store, conflict_id: str, decision: ConflictDecision) -> None:
    """Add an officer's decision.

    Raises:
        StoreInvariantError: there is no such difference waiting.

    """
    row = (encode_value(decision.chosen), decision.operator, decision.at_ms, conflict_id)
    with transaction(store):
        if store.execute(_RESOLVE, row) != 1:
            raise StoreInvariantError(reason="conflict-not-open", id=conflict_id)


def _conflict(row: Row) -> RecordConflict:
    conflict_id, kind, record_id, field, base, local, remote, *rest = row
    local_revision, remote_revision, found_at_ms, chosen, operator, at_ms = rest
    return RecordConflict(
        id=conflict_id,
        record_kind=kind,
        record_id=record_id,
        field=field,
        base=decode_value(base),
        local=decode_value(local),
        remote=decode_value(remote),
        local_revision=local_revision,
        remote_revision=remote_revision,
        found_at_ms=found_at_ms,
        decision=None if at_ms is None else ConflictDecision(decode_value(chosen), operator, at_ms),
    )
