"""Keeps the index of persons in step with their records, in the same commit (P1).

A person is found by the household too, so a household that changes its address takes its
members along. The index holds nothing of its own: dropped, or made by an older table of
readings, it is made again from the records before it is used.
"""

import json
from collections.abc import Container, Iterable, Mapping
from typing import Final

from store.connection import Store
from store.fields import decode_fields
from store.search_terms import Fields, sought_of, terms_of
from store.transaction import transaction

# Raised whenever the same record would give other terms.
VERSION: Final = 1
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
_STATE: Final = "SELECT version FROM search_state"
_NOTE: Final = "INSERT OR REPLACE INTO search_state (name, version) VALUES ('terms', ?)"


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


def members_of(store: Store, household_ids: Iterable[str], *, beside: Container[str]) -> Mapping[str, Fields]:
    """Give the living members of these households, beside those at hand: when one moves, they do."""
    found = store.rows(_MEMBERS, (json.dumps(list(household_ids)),))
    wanted = [person_id for (person_id,) in found if person_id not in beside]
    rows = store.rows(_PERSONS, (json.dumps(wanted),)) if wanted else []
    return {person_id: decode_fields(fields) for person_id, fields in rows}


def require_search(store: Store) -> None:
    """Make the index again if it is missing or was made by an older program."""
    if store.row(_STATE) != (VERSION,):
        rebuild_search(store)


def drop_search(store: Store) -> None:
    """Empty the index; the next search or write makes it again."""
    with transaction(store):
        store.execute("INSERT INTO search_terms (search_terms) VALUES ('delete-all')")
        store.execute("DELETE FROM searchable")
        store.execute("DELETE FROM search_state")


def rebuild_search(store: Store) -> None:
    """Make the index again from the records, in one commit."""
    with transaction(store):
        drop_search(store)
        index_persons(store, {person_id: decode_fields(fields) for person_id, fields in store.rows(_ALL)})
        store.execute(_NOTE, (VERSION,))


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
