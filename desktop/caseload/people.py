"""Every person as one line of the list, read from the replica in one go, and masked.

Run on the store thread. Searching is the replica's work: only it holds names in clear.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from desktop.operations.exchange import slowest
from employment.assignment import AssignmentState
from employment.errors import ResidentIdError
from employment.privacy import mask_name
from employment.resident_id import ResidentId, parse_resident_id
from store import (
    DeliveryState,
    OutboxItem,
    Store,
    StoredRecord,
    list_drafts,
    list_items,
    list_records,
    open_conflicts,
    search_persons,
)

# Nobody reads on; who has not found the person by now types one more letter.
MOST_FOUND: Final = 200
_OPEN = frozenset({AssignmentState.DISPATCHED, AssignmentState.RETURNED})


class PersonState(StrEnum):
    """What the officer should know about a row first; the most pressing one is shown."""

    NONE = "none"
    DRAFT = "draft"
    DIFFERS = "differs"
    DOUBT = "doubt"
    UNSENT = "unsent"
    DELIVERED = "delivered"
    CHECKED = "checked"
    APPLIED = "applied"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class PersonRow:
    """One person of the list."""

    id: str
    name: str
    sex: str
    age: int | None
    id_tail: str
    address: str
    household_no: str
    emp_status: str
    changed_at_ms: int
    state: PersonState
    draft_id: str | None


def read_people(store: Store, *, today: date) -> tuple[PersonRow, ...]:
    """Give all living persons by household, the head first."""
    households = {record.id: record for record in list_records(store, "household")}
    doubted = {
        _text(task, "subject_id") for task in list_records(store, "task") if task.fields.get("state") in _OPEN
    }
    drafts = {draft.subject_id: draft.id for draft in list_drafts(store) if draft.subject_id}
    deliveries = _deliveries(store)
    differing = {one.record_id for one in open_conflicts(store)}
    rows = [
        _row(
            person,
            household=households.get(_text(person, "household_id")),
            state=PersonState.DIFFERS
            if person.id in differing
            else _state(person.id, doubted, drafts, deliveries),
            draft_id=drafts.get(person.id),
            today=today,
        )
        for person in list_records(store, "person")
    ]
    return tuple(sorted(rows, key=lambda row: row.id))


def find_people(store: Store, query: str) -> tuple[str, ...]:
    """Name the persons a search finds, the best matches first."""
    return tuple(hit.id for hit in search_persons(store, query, limit=MOST_FOUND))


def _deliveries(store: Store) -> Mapping[str, DeliveryState]:
    """Give how far the newest work on each person has come."""
    newest: dict[str, str] = {}
    items: dict[str, list[OutboxItem]] = {}
    for item in list_items(store):
        key = item.submission_id or item.id
        items.setdefault(key, []).append(item)
        if item.record_kind == "person" and item.record_id:
            newest[item.record_id] = key
    return {person_id: slowest(items[key]) for person_id, key in newest.items()}


def _state(
    person_id: str,
    doubted: set[str],
    drafts: Mapping[str, str],
    deliveries: Mapping[str, DeliveryState],
) -> PersonState:
    delivery = deliveries.get(person_id)
    if delivery is DeliveryState.RETURNED:
        return PersonState.RETURNED
    if person_id in drafts:
        return PersonState.DRAFT
    if person_id in doubted:
        return PersonState.DOUBT
    if delivery in (DeliveryState.QUEUED, DeliveryState.SEALED):
        return PersonState.UNSENT
    return PersonState.NONE if delivery is None else PersonState(delivery.value)


def _row(
    person: StoredRecord,
    *,
    household: StoredRecord | None,
    state: PersonState,
    draft_id: str | None,
    today: date,
) -> PersonRow:
    number = _text(person, "id_no")
    known = parse_known(number)
    address = "" if household is None else _text(household, "address")
    house_number = "" if household is None else _text(household, "household_no")
    return PersonRow(
        id=person.id,
        name=mask_name(_text(person, "person_name")),
        sex="" if known is None or known.sex is None else known.sex.name.lower(),
        age=None if known is None else known.age_on(today),
        id_tail=number[-4:],
        address=address,
        household_no=house_number,
        emp_status=_text(person, "emp_status"),
        changed_at_ms=person.changed_at_ms,
        state=state,
        draft_id=draft_id,
    )


def parse_known(number: str) -> ResidentId | None:
    """Read an identity number that may be missing or wrong."""
    try:
        return parse_resident_id(number)
    except ResidentIdError:
        return None


def _text(record: StoredRecord, name: str) -> str:
    value = record.fields.get(name)
    return value if isinstance(value, str) else ""
