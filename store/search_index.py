"""Writes persons into the index that finds them, as their records say.

A person is found by the household too, so a household that changes its address takes its
members along. The index holds nothing of its own and can be made again from the records. When
a record is indexed, in its own commit or later, is for `store.search_pace` to say.
"""

import json
from collections.abc import Container, Iterable, Mapping, Sequence
from typing import Final

from store.connection import Store
from store.fields import decode_fields
from store.search_terms import Fields, sought_of, terms_of

# What `sought_of` reads of a person and of the household: when none of them changed, no term did.
PERSON_FIELDS: Final = ("person_name", "id_no", "phone", "household_id")
HOUSE_FIELDS: Final = ("address", "household_no")

_HOUSES: Final = """
    SELECT id, fields FROM records
    WHERE kind = 'household' AND NOT is_deleted AND id IN (SELECT value FROM json_each(?))
"""
_MEMBERS: Final = """
    SELECT person.id FROM json_each(?) AS house CROSS JOIN records AS person
    ON person.kind = 'person' AND json_extract(person.fields, '$.household_id') = house.value
    WHERE NOT EXISTS (
        SELECT 1 FROM record_history AS line
        WHERE line.kind = 'person' AND line.id = person.id AND line.position > ?)
"""
_PERSONS: Final = """
    SELECT id, fields FROM records
    WHERE kind = 'person' AND NOT is_deleted AND id IN (SELECT value FROM json_each(?))
"""
_ALL: Final = "SELECT id, fields FROM records WHERE kind = 'person' AND NOT is_deleted ORDER BY id"
_NUMBERED: Final = "SELECT id, position FROM searchable WHERE id IN (SELECT value FROM json_each(?))"
_LAST: Final = "SELECT coalesce(max(position), 0) FROM searchable"
_NUMBER: Final = "INSERT INTO searchable (position, id) VALUES (?, ?)"
# One row a statement: a statement of several makes FTS5 write out its buffer for each (60 times slower).
_KEEP: Final = "INSERT INTO search_terms (rowid, terms) VALUES (?, ?)"
_FORGET_TERMS: Final = "DELETE FROM search_terms WHERE rowid = ?"
_FORGET: Final = "DELETE FROM searchable WHERE position = ?"


def index_persons(store: Store, persons: Mapping[str, Fields | None]) -> None:
    """Bring these persons up to date, by id; None takes one out of the index."""
    numbers = _numbers(store, persons)
    gone = [(numbers[person_id],) for person_id in persons if person_id in numbers]
    if gone:
        store.execute_many(_FORGET_TERMS, gone)
    left = [(numbers[name],) for name, fields in persons.items() if fields is None and name in numbers]
    if left:
        store.execute_many(_FORGET, left)
    living = {person_id: fields for person_id, fields in persons.items() if fields is not None}
    _number_new(store, living, numbers)
    houses = _houses(store, living.values())
    rows = [
        (numbers[name], terms_of(sought_of(fields, houses.get(str(fields.get("household_id"))))))
        for name, fields in living.items()
    ]
    if rows:
        store.execute_many(_KEEP, rows)


def members_of(
    store: Store, household_ids: Sequence[str], *, beside: Container[str], up_to: int
) -> Mapping[str, Fields]:
    """Give the living members of these households: when one moves, they do.

    Left out are those at hand, and those the history names again after this line: their turn comes.
    """
    found = store.rows(_MEMBERS, (json.dumps(household_ids), up_to))
    return read_persons(store, [person_id for (person_id,) in found if person_id not in beside])


def read_persons(store: Store, person_ids: Sequence[str]) -> Mapping[str, Fields]:
    """Give those of the persons that live, by id."""
    rows = store.rows(_PERSONS, (json.dumps(person_ids),)) if person_ids else []
    return {person_id: decode_fields(fields) for person_id, fields in rows}


def empty_index(store: Store) -> None:
    """Take everybody out, in the caller's commit."""
    store.execute("INSERT INTO search_terms (search_terms) VALUES ('delete-all')")
    store.execute("DELETE FROM searchable")


def index_everybody(store: Store) -> None:
    """Index every living person, in the caller's commit."""
    index_persons(store, {person_id: decode_fields(fields) for person_id, fields in store.rows(_ALL)})


def _numbers(store: Store, person_ids: Iterable[str]) -> dict[str, int]:
    return dict(store.rows(_NUMBERED, (json.dumps(list(person_ids)),)))


def _number_new(store: Store, person_ids: Iterable[str], numbers: dict[str, int]) -> None:
    [(last,)] = store.rows(_LAST)
    new = [person_id for person_id in person_ids if person_id not in numbers]
    numbers.update((person_id, last + place) for place, person_id in enumerate(new, start=1))
    if new:
        store.execute_many(_NUMBER, [(numbers[person_id], person_id) for person_id in new])


def _houses(store: Store, persons: Iterable[Fields]) -> Mapping[str, Fields]:
    wanted = {str(person.get("household_id")) for person in persons}
    rows = store.rows(_HOUSES, (json.dumps(sorted(wanted)),)) if wanted else []
    return {house_id: decode_fields(fields) for house_id, fields in rows}
