"""Everybody this computer keeps: who there is, what waits where, and a few of them as lines of the list.

Run on the store thread. The whole is read as names and marks only; a line is read when it is
looked at, and leaves the replica masked. Searching is the replica's work: only it holds names in clear.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Final

from desktop.operations.subjects import standing_id
from employment.assignment import AssignmentState
from employment.errors import ResidentIdError
from employment.privacy import mask_name
from employment.resident_id import ResidentId, parse_resident_id
from store import (
    DeliveryState,
    Store,
    StoredRecord,
    list_draft_heads,
    list_records,
    open_conflicts,
    read_records,
    search_persons,
)
from store.listing import list_outlines, newest_work

# Nobody reads on; who has not found the person by now types one more letter.
MOST_FOUND: Final = 200
_OPEN: Final = frozenset({AssignmentState.DISPATCHED, AssignmentState.RETURNED})
_NO_GROUP: Final = frozenset({"", "none"})


class PersonState(StrEnum):
    """What the officer should know about a row first, the most pressing first."""

    DIFFERS = "differs"
    RETURNED = "returned"
    DRAFT = "draft"
    DOUBT = "doubt"
    UNSENT = "unsent"
    DELIVERED = "delivered"
    CHECKED = "checked"
    APPLIED = "applied"
    NONE = "none"


_OF_DELIVERY: Final[Mapping[DeliveryState, PersonState]] = {
    DeliveryState.QUEUED: PersonState.UNSENT,
    DeliveryState.SEALED: PersonState.UNSENT,
    DeliveryState.DELIVERED: PersonState.DELIVERED,
    DeliveryState.CHECKED: PersonState.CHECKED,
    DeliveryState.APPLIED: PersonState.APPLIED,
    DeliveryState.RETURNED: PersonState.RETURNED,
}


@dataclass(frozen=True, slots=True)
class Caseload:
    """All living persons by id, the village of each, who is in a key group, and who is in which state."""

    ids: tuple[str, ...] = ()
    villages: Mapping[str, frozenset[str]] = field(default_factory=dict)
    grouped: frozenset[str] = frozenset()
    marked: Mapping[PersonState, frozenset[str]] = field(default_factory=dict)

    def state_of(self, person_id: str) -> PersonState:
        """Give the most pressing state; nobody has worked on a person without one."""
        return next((state for state in PersonState if person_id in self.in_state(state)), PersonState.NONE)

    def in_state(self, state: PersonState) -> frozenset[str]:
        return self.marked.get(state, frozenset())

    def untouched(self) -> frozenset[str]:
        """Name those nobody has worked on here."""
        return frozenset(self.ids).difference(*self.marked.values())


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
    relation: str = ""


def read_caseload(store: Store) -> Caseload:
    """Read who there is, without reading anybody's record."""
    outlines = list_outlines(store, "person", fields=["key_group"])
    villages: dict[str, list[str]] = {}
    for person_id, village, _ in outlines:
        villages.setdefault(village, []).append(person_id)
    ids = tuple(row[0] for row in outlines)
    living = frozenset(ids)
    marked: dict[PersonState, set[str]] = {}
    for person_id, delivery in newest_work(store, "person"):
        marked.setdefault(_OF_DELIVERY[delivery], set()).add(person_id)
    tasks = list_records(store, "task")
    marked[PersonState.DOUBT] = {_text(task, "subject_id") for task in tasks if _text(task, "state") in _OPEN}
    marked[PersonState.DRAFT] = {draft.subject_id for draft in list_draft_heads(store) if draft.subject_id}
    marked[PersonState.DIFFERS] = {one.record_id for one in open_conflicts(store)}
    return Caseload(
        ids,
        {village: frozenset(of_it) for village, of_it in sorted(villages.items()) if village},
        frozenset(person_id for person_id, _, group in outlines if group not in _NO_GROUP),
        {state: _standing(store, some, living) for state, some in marked.items()},
    )


def _standing(store: Store, marked: set[str], living: frozenset[str]) -> frozenset[str]:
    """Let what waits about a record that was joined with another wait about the one that stands."""
    return (living & marked) | (living & {standing_id(store, name) for name in marked - living})


def read_rows(store: Store, ids: Sequence[str], *, today: date) -> tuple[PersonRow, ...]:
    """Read a few persons with where they live, in the order asked for; who has left is left out."""
    persons = read_records(store, "person", ids)
    wanted = {_text(person, "household_id") for person in persons.values()}
    houses = read_records(store, "household", wanted)
    return tuple(
        _row(persons[name], household=houses.get(_text(persons[name], "household_id")), today=today)
        for name in ids
        if name in persons and not persons[name].is_deleted
    )


def find_people(store: Store, query: str) -> tuple[str, ...]:
    """Name the persons a search finds, the best matches first."""
    return tuple(hit.id for hit in search_persons(store, query, limit=MOST_FOUND))


def _row(person: StoredRecord, *, household: StoredRecord | None, today: date) -> PersonRow:
    number = _text(person, "id_no")
    known = parse_known(number)
    return PersonRow(
        id=person.id,
        name=mask_name(_text(person, "person_name")),
        sex="" if known is None or known.sex is None else known.sex.name.lower(),
        age=None if known is None else known.age_on(today),
        id_tail=number[-4:],
        address="" if household is None else _text(household, "address"),
        household_no="" if household is None else _text(household, "household_no"),
        emp_status=_text(person, "emp_status"),
        changed_at_ms=person.changed_at_ms,
        relation=_text(person, "relation"),
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
