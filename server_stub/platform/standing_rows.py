"""How the edits that stand beside each other are kept with a record: one line of JSON, small while all agree.

Almost every record has one head a unit, whose values are the record's own; only their names
are kept then. Values are kept where two edits differ, until somebody has seen both.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from server_stub.platform.records import CityRecord
from sync.change import FieldValue
from sync.merge.join import Write, same_fields
from sync.merge.policy import KindPolicy
from sync.merge.standing import Head, Standing, values_of
from sync.merge.three_way import restrict

_HEADS, _NEWEST = "heads", "newest"


def standing_of(record: CityRecord, policy: KindPolicy) -> Standing:
    """Give the record with its heads."""
    kept = record.edited
    standing = Standing(record.revision, record.fields, is_deleted=record.is_deleted)
    heads: dict[str, tuple[Head, ...]] = {}
    now = values_of(standing)
    for row in kept.get(_HEADS, ()):
        for unit, fields in _by_unit(_fields(row[-1], now), policy):
            heads[unit] = (*heads.get(unit, ()), _head(row, fields))
    newest = newest_of(record)
    return Standing(record.revision, record.fields, record.is_deleted, heads, newest)


def newest_of(record: CityRecord) -> Mapping[str, tuple[str, str]]:
    """Give the newest edit of each device: the city's revision that has it, and its own."""
    return {node: (merged, revision) for node, merged, revision in record.edited.get(_NEWEST, ())}


def edited_of(standing: Standing) -> Mapping[str, Any]:
    """Give the heads as they are kept, the heads of one edit in one row."""
    now = values_of(standing)
    rows: dict[tuple[str, ...], dict[str, FieldValue]] = {}
    for heads in standing.heads.values():
        for head in heads:
            name = (head.write.revision, head.write.rank, head.node, head.merged)
            rows.setdefault(name, {}).update(head.write.fields)
    return {
        _HEADS: [[*name, _kept(fields, now)] for name, fields in sorted(rows.items())],
        _NEWEST: [[node, *newest] for node, newest in sorted(standing.newest.items())],
    }


def edited_to_text(edited: Mapping[str, Any]) -> str:
    return json.dumps(dict(edited), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _by_unit(
    fields: Mapping[str, FieldValue], policy: KindPolicy
) -> Iterable[tuple[str, Mapping[str, FieldValue]]]:
    units: dict[str, dict[str, FieldValue]] = {}
    for name in sorted(fields):
        units.setdefault(policy.unit_of(name), {})[name] = fields[name]
    return sorted(units.items())


def _kept(
    fields: Mapping[str, FieldValue], now: Mapping[str, FieldValue]
) -> Sequence[str] | Mapping[str, FieldValue]:
    is_now = same_fields(fields, restrict(now, frozenset(fields)))
    return sorted(fields) if is_now else dict(fields)


def _fields(kept: Any, now: Mapping[str, FieldValue]) -> Mapping[str, FieldValue]:
    return kept if isinstance(kept, dict) else {name: now[name] for name in kept if name in now}


def _head(row: Sequence[Any], fields: Mapping[str, FieldValue]) -> Head:
    revision, rank, node, merged, _ = row
    return Head(Write(revision, fields, rank), node, merged)
