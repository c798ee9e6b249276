"""Joining a device's change with what the city holds, with the merge both ends share.

The change is laid on the revision it was made on. That state is kept too, because
the same device's next change names it; the result is a new revision of the city,
later than both, and every value that lost is kept as a conflict.
"""

import json
from dataclasses import replace

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

CITY_NODE = "city"


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
    # A clock that runs ahead must not win for weeks: its edits count for ten minutes more than ours.
    made_at = revision_of(clamp(change.made_at, wall_ms=now_ms))
    merged = merge(base, Version(current.fields, current.revision), Version(made.fields, made_at))
    _keep_conflicts(connection, current, merged, change=change, now_ms=now_ms)
    revision = next_revision(current, now_ms=now_ms, seen=change.made_at)
    following = replace(current, revision=revision, fields=merged.fields)
    write_record(connection, following, provenance=_provenance(change, Source.MERGE, now_ms=now_ms))
    return following


def _keep_conflicts(
    connection: Connection, current: CityRecord, merged: Merged, *, change: Change, now_ms: int
) -> None:
    for conflict in merged.conflicts:
        city_value, device_value = _sides(conflict, current)
        row = {
            "kind": current.kind,
            "id": current.id,
            "field": conflict.field,
            "base_value": json.dumps(conflict.base, ensure_ascii=False),
            "city_value": json.dumps(city_value, ensure_ascii=False),
            "device_value": json.dumps(device_value, ensure_ascii=False),
            "chosen_value": json.dumps(conflict.kept, ensure_ascii=False),
            "item_id": change.id,
            "found_at_ms": now_ms,
        }
        connection.execute(insert(conflicts).values(**row))


def _sides(conflict: Conflict, current: CityRecord) -> tuple[FieldValue, FieldValue]:
    is_city_kept = conflict.kept_revision == current.revision
    return (conflict.kept, conflict.lost) if is_city_kept else (conflict.lost, conflict.kept)


def _provenance(change: Change, source: Source, *, now_ms: int) -> Provenance:
    return Provenance(source, operator=change.operator, item_id=change.id, at_ms=now_ms)


def _time_or_none(revision: str) -> HybridTime | None:
    try:
        return time_of(revision)
    except MessageMalformedError:
        return None
