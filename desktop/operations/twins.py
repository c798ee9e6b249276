"""Who is here already that may be the person at hand: asked while somebody types, answered from indexes.

Run on the store thread. Numbers and telephones are looked up as they are, names by the search; what
counts as the same person is `employment.same_person`'s to say.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from employment.same_person import ABSORBED, Evidence, absorbed_ids, evidence
from store import FieldValue, Store, StoredRecord, find_records, read_records, search_persons

_MOST: Final = 5
_NAMESAKES: Final = 40
_ORDER: Final = tuple(Evidence)


@dataclass(frozen=True, slots=True)
class Twin:
    """A record that may be of the same person, and why."""

    record: StoredRecord
    evidence: Evidence


def find_twins(store: Store, asked: Mapping[str, FieldValue], *, beside: str = "") -> tuple[Twin, ...]:
    """Give the likeliest few, the strongest reason first; `beside` is the record one asks about."""
    found: dict[str, Twin] = {}
    for record in _candidates(store, asked):
        reason = None if record.id == beside or record.is_deleted else evidence(asked, record.fields)
        if reason is not None:
            found[record.id] = Twin(record, reason)
    return tuple(sorted(found.values(), key=lambda twin: (_ORDER.index(twin.evidence), twin.record.id)))[
        :_MOST
    ]


def absorbed_records(store: Store, person: StoredRecord) -> tuple[StoredRecord, ...]:
    """Give the records a person's has taken in and that can be parted from it again."""
    held = read_records(store, "person", absorbed_ids(person.fields)) if person.fields.get(ABSORBED) else {}
    return tuple(held[name] for name in sorted(held) if held[name].is_deleted)


def _candidates(store: Store, asked: Mapping[str, FieldValue]) -> Iterator[StoredRecord]:
    for name in ("id_no", "phone"):
        if asked.get(name):
            yield from find_records(store, "person", **{name: asked[name]})
    called = asked.get("person_name")
    if isinstance(called, str) and len(called) > 1:
        hits = search_persons(store, called, limit=_NAMESAKES)
        yield from read_records(store, "person", [hit.id for hit in hits]).values()
