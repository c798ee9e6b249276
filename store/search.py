"""Finding one person among a hundred thousand by what the officer has: letters, digits, a place.

Questions are asked from the strictest to the widest until the page is full, so the best
matches come first and a single letter costs no more than one page. Hits leave masked;
who must see more reads the record.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from store.connection import Row, Store
from store.fields import decode_fields
from store.masking import masked
from store.search_pace import require_search
from store.search_terms import Sought, is_found, question_parts, questions, sought_of

# The index leads and stops early: FTS5 hands out rows in order of their numbers without sorting.
_ASK: Final = """
    SELECT searchable.id, person.fields, house.fields
    FROM search_terms
    CROSS JOIN searchable ON searchable.position = search_terms.rowid
    CROSS JOIN records AS person ON person.kind = 'person' AND person.id = searchable.id
    LEFT JOIN records AS house
      ON house.kind = 'household' AND house.id = json_extract(person.fields, '$.household_id')
      AND NOT house.is_deleted
    WHERE search_terms MATCH ? AND NOT person.is_deleted
    ORDER BY search_terms.rowid
"""


@dataclass(frozen=True, slots=True)
class PersonHit:
    """One person found; name, identity number and telephone are masked."""

    id: str
    name: str
    id_no: str
    phone: str
    address: str
    household_no: str


def search_persons(store: Store, query: str, *, limit: int, offset: int = 0) -> tuple[PersonHit, ...]:
    """Find living persons that have every part of what was typed, the best matches first.

    A part is a name or what it may be typed as (pinyin, initials), the last digits of an identity
    number, any three or more digits of a telephone, a household's code, or a piece of the address.

    Args:
        store: the replica; what the index does not hold yet is indexed first.
        query: parts between spaces; nothing typed finds nobody.
        limit: how many hits at most.
        offset: how many hits the pages before have shown.

    """
    require_search(store)
    parts = question_parts(query)
    return tuple(islice(_hits(store, parts), offset, offset + limit))


def _hits(store: Store, parts: tuple[str, ...]) -> Iterator[PersonHit]:
    seen: set[str] = set()
    for question in questions(parts):
        for row in store.each(_ASK, (question,)):
            if row[0] not in seen:
                seen.add(row[0])
                yield from _hit(row, parts)


def _hit(row: Row, parts: tuple[str, ...]) -> Iterator[PersonHit]:
    person_id, fields, house_fields = row
    person, house = decode_fields(fields), decode_fields(house_fields or "{}")
    sought: Sought = sought_of(person, house)
    if all(is_found(part, sought) for part in parts):
        yield PersonHit(
            id=person_id,
            name=masked(person, "person_name"),
            id_no=masked(person, "id_no"),
            phone=masked(person, "phone"),
            address=masked(house, "address"),
            household_no=masked(house, "household_no"),
        )
