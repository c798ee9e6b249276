"""Joining two records of one person, and parting them again; each is one commit and ordinary changes.

What the city is told, in this order: what the record that stays says from now on, that the other
points at it, that the other is deleted. A draft or task about the one that went leads to the one
that stays, because whoever asks for a subject follows the pointer (`subjects.standing_id`).
"""

from collections.abc import Collection

from desktop.operations.edits import Act, Author, RecordEdit, apply_edit, shipped_policy
from desktop.operations.subjects import pointer_of
from employment.same_person import (
    ABSORBED,
    MERGED_INTO,
    NOT_CHOSEN,
    absorbed_ids,
    may_merge,
    merging_edits,
    parting_edits,
)
from store import FieldValue, RecordVersion, Store, StoredRecord, read_record, record_history, transaction
from store.errors import StoreInvariantError
from sync.change import Change
from sync.ports import Clock, Entropy

_PERSON = "person"


def differing_fields(survivor: StoredRecord, duplicate: StoredRecord) -> tuple[tuple[str, ...], ...]:
    """Give the groups of fields in which two records differ; fields that move together are one choice."""
    policy = shipped_policy().of(_PERSON)
    units: dict[str, set[str]] = {}
    for name in {*survivor.fields, *duplicate.fields} - NOT_CHOSEN:
        units.setdefault(policy.unit_of(name), set()).add(name)
    differing = (
        tuple(sorted(names))
        for names in units.values()
        if any(survivor.fields.get(name) != duplicate.fields.get(name) for name in names)
    )
    return tuple(sorted(differing))


def merge_persons(
    store: Store,
    survivor_id: str,
    duplicate_id: str,
    *,
    taken: Collection[str],
    author: Author,
    clock: Clock,
    entropy: Entropy,
) -> tuple[Change, ...]:
    """Let one record stand for both; of the fields `taken` the values of the other stand from now on.

    Raises:
        StoreInvariantError: one of them is not here, or they are one already.

    """
    act = Act(author, clock.now_ms(), None)
    with transaction(store):
        survivor, duplicate = _living(store, survivor_id), _living(store, duplicate_id)
        if not may_merge(duplicate_id, survivor_id, lambda name: pointer_of(store, name)):
            raise StoreInvariantError(reason="one-person-already", id=duplicate_id)
        edits = merging_edits(survivor.fields, duplicate.fields, duplicate_id=duplicate_id, taken=taken)
        steps = (
            RecordEdit(_PERSON, survivor_id, edits, sees_everything=True),
            RecordEdit(_PERSON, duplicate_id, {MERGED_INTO: survivor_id}, sees_everything=True),
            RecordEdit(_PERSON, duplicate_id, {}, is_deletion=True, sees_everything=True),
        )
        return tuple(apply_edit(store, step, act, change_id=entropy.uuid()) for step in steps)


def part_persons(
    store: Store,
    survivor_id: str,
    duplicate_id: str,
    *,
    author: Author,
    clock: Clock,
    entropy: Entropy,
) -> tuple[Change, ...]:
    """Undo a merge: the other record lives again, and what was taken over from it goes back.

    Raises:
        StoreInvariantError: the one has not taken in the other.

    """
    act = Act(author, clock.now_ms(), None)
    with transaction(store):
        survivor = _living(store, survivor_id)
        if duplicate_id not in absorbed_ids(survivor.fields):
            raise StoreInvariantError(reason="not-merged", id=duplicate_id)
        before, merged = _around_merge(store, survivor_id, duplicate_id)
        edits = parting_edits(before, merged, survivor.fields, duplicate_id=duplicate_id)
        steps = (
            RecordEdit(_PERSON, duplicate_id, {MERGED_INTO: None}, sees_everything=True),
            RecordEdit(_PERSON, survivor_id, edits, sees_everything=True),
        )
        return tuple(apply_edit(store, step, act, change_id=entropy.uuid()) for step in steps)


def _living(store: Store, person_id: str) -> StoredRecord:
    record = read_record(store, _PERSON, person_id)
    if record is None or record.is_deleted:
        raise StoreInvariantError(reason="record-unknown", id=person_id)
    return record


def _around_merge(
    store: Store, survivor_id: str, duplicate_id: str
) -> tuple[dict[str, FieldValue], dict[str, FieldValue]]:
    """Give the record that stayed before the merge and just after it, as far as that is known here."""
    before: RecordVersion | None = None
    for version in record_history(store, _PERSON, survivor_id):
        if duplicate_id in str(version.fields.get(ABSORBED) or "").split():
            return dict(before.fields if before is not None else version.fields), dict(version.fields)
        before = version
    return {}, {}
