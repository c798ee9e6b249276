"""Records of the city: what is true now, and every revision that ever was.

Writing appends to the history in the same transaction, so no state is overwritten
without being kept. A record's village decides which devices may hold it; it is
worked out once, when the record is written.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, bindparam, func, or_, select

from server_stub.keeping import keep_first, keep_last
from server_stub.platform.city_tables import records, revisions
from sync.change import FieldValue, RecordState
from sync.places import OFFERED_KINDS, places_around, scope_prefixes, station_counties

# Built once: building a statement costs more than running it.
_READ: Final = select(records).where(
    records.c.kind == bindparam("kind"), records.c.id == bindparam("record_id")
)
_REVISION: Final = select(revisions.c.fields).where(
    revisions.c.kind == bindparam("kind"),
    revisions.c.id == bindparam("record_id"),
    revisions.c.revision == bindparam("of_revision"),
)


class Source(StrEnum):
    """Who made a revision."""

    IMPORT = "import"
    DEVICE = "device"
    MERGE = "merge"
    PLATFORM = "platform"


@dataclass(frozen=True, slots=True)
class CityRecord:
    """One record as the city holds it now.

    `edited` says for each field an officer ever changed when that edit was made, as a
    revision: the city's own revision is the time of merging and would beat every edit.
    """

    kind: str
    id: str
    revision: str
    fields: Mapping[str, FieldValue] = field(repr=False)
    village: str
    belongs_to: str = ""
    is_deleted: bool = False
    edited: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Provenance:
    """Where a revision comes from; kept with it for ever."""

    source: Source
    operator: str
    item_id: str | None
    at_ms: int


def state_of(record: CityRecord) -> RecordState:
    """Give a record as devices are told of it."""
    return RecordState(
        record.kind, record.id, record.revision, record.fields, record.is_deleted, record.village
    )


def read_record(connection: Connection, kind: str, record_id: str) -> CityRecord | None:
    row = connection.execute(_READ, {"kind": kind, "record_id": record_id}).one_or_none()
    return None if row is None else record_of(row)


def owned_records(connection: Connection, kind: str, owner: str) -> tuple[CityRecord, ...]:
    """List the people of a household, or the tasks about a subject."""
    query = select(records).where(records.c.kind == kind, records.c.belongs_to == owner)
    return tuple(record_of(row) for row in connection.execute(query.order_by(records.c.id)))


def records_in(
    connection: Connection, places: Sequence[str], *, stations: Sequence[str] = ()
) -> Iterator[CityRecord]:
    """Walk through what lies in these places (prefixes of village codes) or is offered there, in order.

    `stations` are counties in which only what is offered is asked for.
    """
    query = (
        select(records)
        .where(_lies_in(places, stations))
        .order_by(records.c.village, records.c.kind, records.c.id)
    )
    for row in connection.execute(query):
        yield record_of(row)


def records_before(
    connection: Connection, scope: Sequence[str], *, revision: str, limit: int
) -> tuple[CityRecord, ...]:
    """Give some records a device of this scope may hold whose revision is an earlier one."""
    query = (
        select(records)
        .where(_lies_in(scope_prefixes(scope), station_counties(scope)), records.c.revision < revision)
        .limit(limit)
    )
    return tuple(record_of(row) for row in connection.execute(query))


def records_of(connection: Connection, kind: str) -> tuple[CityRecord, ...]:
    query = select(records).where(records.c.kind == kind).order_by(records.c.id)
    return tuple(record_of(row) for row in connection.execute(query))


def count_records(connection: Connection, kind: str) -> int:
    return connection.execute(select(func.count()).where(records.c.kind == kind)).scalar_one()


class FieldTexts:
    """The text of fields, made once where several rows have the same."""

    def __init__(self) -> None:
        self._made: dict[int, tuple[Mapping[str, FieldValue], str]] = {}

    def of(self, fields: Mapping[str, FieldValue]) -> str:
        """Give the text; the fields are held, so that no others come to lie where they lay."""
        found = self._made.get(id(fields))
        if found is None:
            found = self._made[id(fields)] = (fields, fields_to_text(fields))
        return found[1]


def write_record(connection: Connection, record: CityRecord, *, provenance: Provenance) -> None:
    """Make this the current state and keep it in the history."""
    texts = FieldTexts()
    keep_first(connection, revisions, [revision_row(record, provenance, texts=texts)])
    keep_last(connection, records, [record_row(record, at_ms=provenance.at_ms, texts=texts)])


def revision_row(record: CityRecord, provenance: Provenance, *, texts: FieldTexts) -> dict[str, object]:
    """Give a state as the history keeps it."""
    return {
        "kind": record.kind,
        "id": record.id,
        "revision": record.revision,
        "fields": texts.of(record.fields),
        "is_deleted": record.is_deleted,
        "source": provenance.source,
        "operator": provenance.operator,
        "item_id": provenance.item_id,
        "kept_at_ms": provenance.at_ms,
    }


def record_row(record: CityRecord, *, at_ms: int, texts: FieldTexts) -> dict[str, object]:
    """Give a record as it is kept while it is true."""
    return {
        "kind": record.kind,
        "id": record.id,
        "revision": record.revision,
        "fields": texts.of(record.fields),
        "edited": json.dumps(dict(record.edited), sort_keys=True),
        "is_deleted": record.is_deleted,
        "village": record.village,
        "belongs_to": record.belongs_to,
        "changed_at_ms": at_ms,
    }


def revision_fields(
    connection: Connection, kind: str, record_id: str, *, revision: str
) -> Mapping[str, FieldValue] | None:
    """Give the fields a record had in a revision, or None when the city never saw that revision."""
    which = {"kind": kind, "record_id": record_id, "of_revision": revision}
    text = connection.execute(_REVISION, which).scalar_one_or_none()
    return None if text is None else fields_from_text(text)


def fields_to_text(fields: Mapping[str, FieldValue]) -> str:
    return json.dumps(dict(fields), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def fields_from_text(text: str) -> Mapping[str, FieldValue]:
    fields: dict[str, FieldValue] = json.loads(text)
    return fields


def _lies_in(places: Sequence[str], stations: Sequence[str]) -> ColumnElement[bool]:
    # Prefixes are digits only, checked where a scope is parsed, so LIKE needs no escaping.
    around = sorted({wider for place in (*places, *stations) for wider in places_around(place)})
    in_counties = (records.c.village.like(f"{county}%") for county in stations)
    is_offered = records.c.kind.in_(OFFERED_KINDS) & or_(records.c.village.in_(around), *in_counties)
    return or_(is_offered, *(records.c.village.like(f"{place}%") for place in places))


def record_of(row: Row[Any]) -> CityRecord:
    """Read a row of the records."""
    return CityRecord(
        kind=row.kind,
        id=row.id,
        revision=row.revision,
        fields=fields_from_text(row.fields),
        village=row.village,
        belongs_to=row.belongs_to,
        is_deleted=row.is_deleted,
        edited=json.loads(row.edited),
    )
