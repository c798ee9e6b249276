"""What an officer decides about two values of one field, or about a record one side deleted.

A decision is an edit like any other, made in knowledge of both values, so it prevails
wherever it arrives. Two officers may decide the same thing differently before they hear
of each other: that is a new difference, between their decisions, and nothing is lost.
"""

from enum import StrEnum

from desktop.operations.edits import Act, Author, RecordEdit, apply_edit, shipped_policy
from store.conflicts import ConflictDecision, RecordConflict, conflicts_of_record, read_conflict
from store.conflicts import decide_conflict as note_decision
from store.connection import Store
from store.errors import StoreInvariantError
from store.records import read_record
from store.transaction import transaction
from sync.change import Change, FieldValue
from sync.merge.policy import LIFE
from sync.ports import Clock, Entropy


class Choice(StrEnum):
    """Which of the two values an officer takes."""

    STANDING = "standing"  # what the record shows
    OTHER = "other"  # the value beside it


def decide_conflict(
    store: Store, conflict_id: str, choice: Choice, *, author: Author, clock: Clock, entropy: Entropy
) -> Change:
    """Take one side: the record shows it, the outbox owes it, and the difference waits no more; one commit.

    Fields that move together are decided together: the whole of the chosen side counts.

    Raises:
        StoreInvariantError: there is no such difference waiting, or no such record.

    """
    with transaction(store):
        conflict = read_conflict(store, conflict_id)
        if conflict is None or conflict.decision is not None:
            raise StoreInvariantError(reason="conflict-not-open", id=conflict_id)
        held = read_record(store, conflict.record_kind, conflict.record_id)
        if held is None:
            raise StoreInvariantError(reason="record-unknown", id=conflict.record_id)
        beside = _of_unit(store, conflict)
        sides = [one for one in beside if one.remote_revision == conflict.remote_revision]
        edit = _edit(conflict, {one.field: _taken(one, choice) for one in sides})
        act = Act(author, clock.now_ms(), None)
        change = apply_edit(store, edit, act, change_id=entropy.uuid())
        for one in beside:
            chosen = held.fields.get(one.field) if one not in sides else _taken(one, choice)
            decision = ConflictDecision(chosen, author.operator, change.made_at.wall_ms)
            note_decision(store, one.id, decision)
    return change


def ask_deletion(
    store: Store, record_kind: str, record_id: str, *, author: Author, clock: Clock, entropy: Entropy
) -> Change:
    """Ask the platform to delete a record that was made in error; here it is out of sight at once.

    Raises:
        StoreInvariantError: there is no such record.

    """
    with transaction(store):
        if read_record(store, record_kind, record_id) is None:
            raise StoreInvariantError(reason="record-unknown", id=record_id)
        edit = RecordEdit(record_kind, record_id, {}, is_deletion=True, sees_everything=True)
        return apply_edit(store, edit, Act(author, clock.now_ms(), None), change_id=entropy.uuid())


def _of_unit(store: Store, conflict: RecordConflict) -> list[RecordConflict]:
    """Give all that waits in the fields that move together with this one."""
    policy = shipped_policy().of(conflict.record_kind)
    unit = policy.unit_of(conflict.field)
    rows = conflicts_of_record(store, conflict.record_kind, conflict.record_id)
    return [one for one in rows if one.decision is None and policy.unit_of(one.field) == unit]


def _edit(conflict: RecordConflict, taken: dict[str, FieldValue]) -> RecordEdit:
    kind, record_id = conflict.record_kind, conflict.record_id
    if conflict.field == LIFE:
        is_deletion = taken[LIFE] is True
        return RecordEdit(kind, record_id, {}, is_deletion=is_deletion, sees_everything=True)
    return RecordEdit(kind, record_id, taken, sees_everything=True)


def _taken(conflict: RecordConflict, choice: Choice) -> FieldValue:
    return conflict.local if choice is Choice.STANDING else conflict.remote
