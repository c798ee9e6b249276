"""What an officer decides about two values of one field, or about a record one side deleted.

A decision is an edit like any other, made in knowledge of both values, so it prevails
wherever it arrives. Two officers may decide the same thing differently before they hear
of each other: that is a new difference, between their decisions, and nothing is lost.
Why it was decided so becomes a line of the record's note, and stays when the choice is taken back.
"""

from enum import StrEnum
from typing import Final

from desktop.operations.edits import Act, Author, RecordEdit, apply_edit, shipped_policy
from store.conflicts import (
    ConflictDecision,
    RecordConflict,
    conflicts_of_record,
    read_conflict,
    reopen_conflict,
)
from store.conflicts import decide_conflict as note_decision
from store.connection import Store
from store.errors import StoreInvariantError
from store.records import StoredRecord, read_record
from store.transaction import transaction
from sync.change import Change, FieldValue
from sync.merge.policy import LIFE
from sync.ports import Clock, Entropy

NOTE: Final = "note"


class Choice(StrEnum):
    """Which of the two values an officer takes."""

    STANDING = "standing"  # what the record shows
    OTHER = "other"  # the value beside it


def decide_conflict(
    store: Store,
    conflict_id: str,
    choice: Choice,
    *,
    author: Author,
    clock: Clock,
    entropy: Entropy,
    reason: str = "",
) -> Change:
    """Take one side: the record shows it, the outbox owes it, and the difference waits no more; one commit.

    Fields that move together are decided together: the whole of the chosen side counts. A reason
    is one more line of the record's note; a choice about its deletion carries none.

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
        edit = _edit(conflict, {one.field: _taken(one, choice) for one in sides}, held=held, reason=reason)
        act = Act(author, clock.now_ms(), None)
        change = apply_edit(store, edit, act, change_id=entropy.uuid())
        for one in beside:
            chosen = held.fields.get(one.field) if one not in sides else _taken(one, choice)
            decision = ConflictDecision(chosen, author.operator, change.made_at.wall_ms)
            note_decision(store, one.id, decision)
    return change


def undo_decision(
    store: Store, conflict_id: str, *, author: Author, clock: Clock, entropy: Entropy
) -> Change:
    """Change the fields of a decision back to what stood before it, and let the difference wait again here.

    The city hears of both edits, in order; for others the difference is over, with what stood before.

    Raises:
        StoreInvariantError: it is not decided, or the record says something else by now.

    """
    with transaction(store):
        conflict = read_conflict(store, conflict_id)
        decision = None if conflict is None else conflict.decision
        if conflict is None or decision is None:
            raise StoreInvariantError(reason="conflict-not-decided", id=conflict_id)
        held = read_record(store, conflict.record_kind, conflict.record_id)
        beside = [one for one in _unit(store, conflict) if _is_of(one, decision)]
        if held is None or any(not _stands(held, one) for one in beside):
            raise StoreInvariantError(reason="changed-since", id=conflict_id)
        edit = _edit(conflict, {one.field: one.local for one in beside}, held=held)
        change = apply_edit(store, edit, Act(author, clock.now_ms(), None), change_id=entropy.uuid())
        for one in beside:
            reopen_conflict(store, one.id)
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
    return [one for one in _unit(store, conflict) if one.decision is None]


def _unit(store: Store, conflict: RecordConflict) -> list[RecordConflict]:
    policy = shipped_policy().of(conflict.record_kind)
    unit = policy.unit_of(conflict.field)
    rows = conflicts_of_record(store, conflict.record_kind, conflict.record_id)
    return [one for one in rows if policy.unit_of(one.field) == unit]


def _is_of(conflict: RecordConflict, decision: ConflictDecision) -> bool:
    own = conflict.decision
    return own is not None and (own.operator, own.at_ms) == (decision.operator, decision.at_ms)


def _stands(held: StoredRecord, conflict: RecordConflict) -> bool:
    stands = held.is_deleted if conflict.field == LIFE else held.fields.get(conflict.field)
    if conflict.decision is None:
        return False
    if conflict.field == LIFE:
        return stands is bool(conflict.decision.chosen)
    return stands == conflict.decision.chosen


def _edit(
    conflict: RecordConflict, taken: dict[str, FieldValue], *, held: StoredRecord, reason: str = ""
) -> RecordEdit:
    kind, record_id = conflict.record_kind, conflict.record_id
    if conflict.field == LIFE:
        is_deletion = taken[LIFE] is True
        return RecordEdit(kind, record_id, {}, is_deletion=is_deletion, sees_everything=True)
    noted = {NOTE: _with_line(held.fields.get(NOTE), reason)} if reason else {}
    return RecordEdit(kind, record_id, {**taken, **noted}, sees_everything=True)


def _with_line(note: FieldValue, line: str) -> str:
    lines = [*(note.split("\n") if isinstance(note, str) and note else ()), " ".join(line.split())]
    return "\n".join(dict.fromkeys(lines))


def _taken(conflict: RecordConflict, choice: Choice) -> FieldValue:
    return conflict.local if choice is Choice.STANDING else conflict.remote
