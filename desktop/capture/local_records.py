"""The few questions scanning asks of this computer's records, and the replica's answers.

Scanning runs on the window's thread, so the answers come from a read-only connection
and each is one indexed look-up.
"""

from dataclasses import dataclass
from typing import Final, Protocol

from employment.assignment import AssignmentState
from store import Store, StoredRecord, find_records, list_drafts, read_record, record_history

_WAITS_FOR_US: Final = frozenset({AssignmentState.DISPATCHED, AssignmentState.RETURNED})


@dataclass(frozen=True, slots=True)
class Standing:
    """How far our work on one person has come."""

    has_open_doubt: bool
    has_draft: bool
    collected_at_ms: int | None


class LocalRecords(Protocol):
    """What scanning must be able to ask."""

    def household(self, household_id: str) -> StoredRecord | None: ...
    def households_numbered(self, number: str) -> tuple[StoredRecord, ...]: ...
    def members(self, household_id: str) -> tuple[StoredRecord, ...]: ...
    def person(self, person_id: str) -> StoredRecord | None: ...
    def persons_with_id_number(self, number: str) -> tuple[StoredRecord, ...]: ...
    def persons_with_phone(self, phone: str) -> tuple[StoredRecord, ...]: ...
    def standing(self, person_id: str) -> Standing: ...


class ReplicaRecords:
    """The replica, read through one connection."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def household(self, household_id: str) -> StoredRecord | None:
        return self._living("household", household_id)

    def households_numbered(self, number: str) -> tuple[StoredRecord, ...]:
        return find_records(self._store, "household", household_no=number)

    def members(self, household_id: str) -> tuple[StoredRecord, ...]:
        return find_records(self._store, "person", household_id=household_id)

    def person(self, person_id: str) -> StoredRecord | None:
        return self._living("person", person_id)

    def persons_with_id_number(self, number: str) -> tuple[StoredRecord, ...]:
        return find_records(self._store, "person", id_no=number)

    def persons_with_phone(self, phone: str) -> tuple[StoredRecord, ...]:
        return find_records(self._store, "person", phone=phone)

    def standing(self, person_id: str) -> Standing:
        tasks = find_records(self._store, "task", subject_id=person_id)
        history = record_history(self._store, "person", person_id)
        filled = [version for version in history if version.origin.submission_id is not None]
        return Standing(
            has_open_doubt=any(task.fields.get("state") in _WAITS_FOR_US for task in tasks),
            has_draft=any(draft.subject_id == person_id for draft in list_drafts(self._store)),
            collected_at_ms=filled[-1].changed_at_ms if filled else None,
        )

    def _living(self, kind: str, record_id: str) -> StoredRecord | None:
        record = read_record(self._store, kind, record_id)
        return None if record is None or record.is_deleted else record
