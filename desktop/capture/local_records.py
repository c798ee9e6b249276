"""The few questions scanning asks of this computer's records, and the replica's answers.

Scanning runs on the window's thread, so the answers come from a read-only connection
and each is one indexed look-up.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final, Protocol

from desktop.operations.subjects import standing_id
from employment.assignment import AssignmentState
from store import Store, StoredRecord, find_records, list_draft_heads, read_record, record_history

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
    def households_at_plate(self, code: str) -> tuple[StoredRecord, ...]: ...
    def enterprise(self, credit_code: str) -> StoredRecord | None: ...
    def task(self, task_id: str) -> StoredRecord | None: ...
    def standing(self, person_id: str) -> Standing: ...


def _always() -> bool:
    return True


class ReplicaRecords:
    """The replica, read through one connection.

    While records are closed no household is known, and of a person only the record's id: somebody
    whose card or number is at hand can still be asked, and nothing kept here is shown.
    """

    def __init__(self, store: Store, *, is_open: Callable[[], bool] = _always) -> None:
        self._store, self._is_open = store, is_open

    def household(self, household_id: str) -> StoredRecord | None:
        return self._living("household", household_id) if self._is_open() else None

    def households_numbered(self, number: str) -> tuple[StoredRecord, ...]:
        return find_records(self._store, "household", household_no=number) if self._is_open() else ()

    def households_at_plate(self, code: str) -> tuple[StoredRecord, ...]:
        return find_records(self._store, "household", door_plate=code) if self._is_open() else ()

    def enterprise(self, credit_code: str) -> StoredRecord | None:
        return self._living("enterprise", f"e-{credit_code}") if self._is_open() else None

    def task(self, task_id: str) -> StoredRecord | None:
        return self._living("task", task_id) if self._is_open() else None

    def members(self, household_id: str) -> tuple[StoredRecord, ...]:
        return find_records(self._store, "person", household_id=household_id) if self._is_open() else ()

    def person(self, person_id: str) -> StoredRecord | None:
        """Give who stands for a person: an old card names a record that was joined with another."""
        record = self._living("person", standing_id(self._store, person_id))
        return None if record is None else self._shown(record)

    def persons_with_id_number(self, number: str) -> tuple[StoredRecord, ...]:
        return tuple(self._shown(one) for one in find_records(self._store, "person", id_no=number))

    def persons_with_phone(self, phone: str) -> tuple[StoredRecord, ...]:
        return tuple(self._shown(one) for one in find_records(self._store, "person", phone=phone))

    def standing(self, person_id: str) -> Standing:
        if not self._is_open():
            return Standing(has_open_doubt=False, has_draft=False, collected_at_ms=None)
        tasks = find_records(self._store, "task", subject_id=person_id)
        history = record_history(self._store, "person", person_id)
        filled = [version for version in history if version.origin.submission_id is not None]
        return Standing(
            has_open_doubt=any(task.fields.get("state") in _WAITS_FOR_US for task in tasks),
            has_draft=any(draft.subject_id == person_id for draft in list_draft_heads(self._store)),
            collected_at_ms=filled[-1].changed_at_ms if filled else None,
        )

    def _shown(self, record: StoredRecord) -> StoredRecord:
        return record if self._is_open() else replace(record, fields={})

    def _living(self, kind: str, record_id: str) -> StoredRecord | None:
        record = read_record(self._store, kind, record_id)
        return None if record is None or record.is_deleted else record
