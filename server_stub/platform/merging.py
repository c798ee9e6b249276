"""Joining a device's change with what the city holds, with the merge both ends share.

The change is laid on the revision it was made on. That state is kept too, because
the same device's next change names it; the result is a new revision of the city,
later than both, and every value that lost is kept as a conflict. Which edit is the
newer one is asked field by field, because fields are edited at different times.
"""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from sqlalchemy import Connection, insert

from server_stub.platform.city_tables import conflicts
from server_stub.platform.records import (
    CityRecord,
    Provenance,
    Source,
    keep_revision,
    revision_fields,
    write_record,
)
from sync.change import Change, FieldValue, HybridTime
from sync.errors import MessageMalformedError
from sync.merge.conflict import Conflict
from sync.merge.revision import clamp, observe, revision_of, time_of
from sync.merge.three_way import Merged, Version, merge

CITY_NODE: Final = "city"


def first_revision(now_ms: int) -> str:
    """Name the revision of a record that comes from a list and not from an edit."""
    return revision_of(HybridTime(now_ms, 0, CITY_NODE))


def next_revision(current: CityRecord, *, now_ms: int, seen: HybridTime | None = None) -> str:
    """Name a revision later than the record's own and than an edit that was just seen."""
    last = _time_or_none(current.revision)
    newest = last if seen is None else observe(last, seen, wall_ms=now_ms, node=CITY_NODE)
    if newest is None or newest.wall_ms < now_ms:
        return first_revision(now_ms)
    return revision_of(HybridTime(newest.wall_ms, newest.counter + 1, CITY_NODE))


def merge_change(connection: Connection, current: CityRecord, *, change: Change, now_ms: int) -> CityRecord:
    """Apply a change to the record and give the record as it is now."""
    base = revision_fields(connection, current.kind, current.id, revision=change.base_revision or "") or {}
    made = replace(current, revision=change.revision, fields={**base, **change.edits})
    keep_revision(connection, made, provenance=_provenance(change, Source.DEVICE, now_ms=now_ms))
    following = current
    # A clock that runs ahead must not win for weeks: its edits count for ten minutes more than ours.
    made_at = revision_of(clamp(change.made_at, wall_ms=now_ms))
    for name in sorted(change.edits):
        edited_at = current.edited.get(name, "")
        merged = merge(
            _only(name, base),
            Version(_only(name, current.fields), edited_at),
            Version(_only(name, made.fields), made_at),
        )
        following = _with_field(following, name, merged, made=made, made_at=made_at)
        for conflict in merged.conflicts:
            _keep_conflict(connection, current, conflict, change=change, now_ms=now_ms)
    following = replace(following, revision=next_revision(current, now_ms=now_ms, seen=change.made_at))
    write_record(connection, following, provenance=_provenance(change, Source.MERGE, now_ms=now_ms))
    return following


def _with_field(
    record: CityRecord, name: str, merged: Merged, *, made: CityRecord, made_at: str
) -> CityRecord:
    fields = {**record.fields, **merged.fields}
    if merged.fields.get(name) != made.fields.get(name):
        return replace(record, fields=fields)
    return replace(record, fields=fields, edited={**record.edited, name: made_at})


def _only(name: str, fields: Mapping[str, FieldValue]) -> Mapping[str, FieldValue]:
    return {name: fields[name]} if name in fields else {}


def _keep_conflict(
    connection: Connection, current: CityRecord, conflict: Conflict, *, change: Change, now_ms: int
) -> None:
    row = {
        "base_value": conflict.base,
        "city_value": current.fields.get(conflict.field),
        "device_value": change.edits[conflict.field],
        "chosen_value": conflict.kept,
    }
    connection.execute(
        insert(conflicts).values(
            kind=current.kind,
            id=current.id,
            field=conflict.field,
            item_id=change.id,
            found_at_ms=now_ms,
            **{name: json.dumps(value, ensure_ascii=False) for name, value in row.items()},
        )
    )


def _provenance(change: Change, source: Source, *, now_ms: int) -> Provenance:
    return Provenance(source, operator=change.operator, item_id=change.id, at_ms=now_ms)


def _time_or_none(revision: str) -> HybridTime | None:
    try:
        return time_of(revision)
    except MessageMalformedError:
        return None
