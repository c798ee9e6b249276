"""Differences that wait for an officer, as the city keeps them: both values for ever, and how each ended.

A conflict is named by the edit that does not stand, so every order of arrival names the same
ones. A later edit may change what stands beside it; an edit made in knowledge of both ends it.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, and_, insert, or_, select, update

from server_stub.platform.city_tables import conflicts, records
from server_stub.platform.records import CityRecord
from sync.change import Change, ConflictNotice, FieldValue
from sync.merge.conflict import Conflict, conflict_id
from sync.merge.policy import LIFE

_Rows = Mapping[str, Row[Any]]


def keep_conflicts(
    connection: Connection, record: CityRecord, found: Sequence[Conflict], *, item_id: str, now_ms: int
) -> list[ConflictNotice]:
    """Keep what has to be decided; give what is news about it."""
    by_id = {_id_of(record, one): one for one in found}
    known = _rows(connection, list(by_id))
    news: list[ConflictNotice] = []
    for name, one in by_id.items():
        stands = {"city_value": _text(one.kept), "kept_revision": one.kept_revision}
        if name not in known:
            connection.execute(insert(conflicts).values(**_new(record, one, item_id, now_ms), **stands))
        elif known[name].kept_revision != one.kept_revision or known[name].ended_by is not None:
            reopened = {**stands, "chosen_value": None, "ended_by": None, "ended_at_ms": 0}
            connection.execute(update(conflicts).where(conflicts.c.conflict_id == name).values(**reopened))
        else:
            continue
        news.append(_notice(_rows(connection, [name])[name]))
    return news


def end_conflicts(
    connection: Connection, record: CityRecord, ended: Sequence[Conflict], *, change: Change, now_ms: int
) -> list[ConflictNotice]:
    """Note what stands after an edit that nothing stands beside any more; both values stay."""
    names = [_id_of(record, one) for one in ended]
    for name, one in zip(names, ended, strict=True):
        stands = record.is_deleted if one.field == LIFE else record.fields.get(one.field)
        connection.execute(
            update(conflicts)
            .where(conflicts.c.conflict_id == name)
            .values(chosen_value=_text(stands), ended_by=change.operator, ended_at_ms=now_ms)
        )
    return [_notice(row) for row in _rows(connection, names).values()]


def open_conflicts_in(connection: Connection, places: Sequence[str]) -> Iterator[ConflictNotice]:
    """Walk through what waits for an officer in these places (prefixes of village codes)."""
    in_place = or_(False, *(records.c.village.like(f"{place}%") for place in places))
    of_record = and_(records.c.kind == conflicts.c.kind, records.c.id == conflicts.c.id)
    query = select(conflicts).join(records, of_record).where(in_place, conflicts.c.ended_by.is_(None))
    for row in connection.execute(query.order_by(conflicts.c.conflict_id)):
        yield _notice(row)


def is_decision(connection: Connection, record: CityRecord, change: Change) -> bool:
    """Say whether a change only chooses among values that ever stood against each other in this record.

    That is all a device may change without a form; a choice between life and deletion has no edits.
    """
    query = select(conflicts).where(conflicts.c.kind == record.kind, conflicts.c.id == record.id)
    rows = connection.execute(query).all()
    choices = {(row.field, value) for row in rows for value in (row.city_value, row.device_value)}
    if not change.edits:
        return record.is_deleted or any(row.field == LIFE for row in rows)
    return all((name, _text(value)) in choices for name, value in change.edits.items())


def _new(record: CityRecord, one: Conflict, item_id: str, now_ms: int) -> dict[str, object]:
    return {
        "conflict_id": _id_of(record, one),
        "kind": record.kind,
        "id": record.id,
        "field": one.field,
        "base_value": _text(one.base),
        "device_value": _text(one.lost),
        "lost_revision": one.lost_revision,
        "item_id": item_id,
        "found_at_ms": now_ms,
        "ended_at_ms": 0,
    }


def _rows(connection: Connection, names: Sequence[str]) -> _Rows:
    if not names:
        return {}
    query = select(conflicts).where(conflicts.c.conflict_id.in_(names)).order_by(conflicts.c.conflict_id)
    return {row.conflict_id: row for row in connection.execute(query)}


def _notice(row: Row[Any]) -> ConflictNotice:
    return ConflictNotice(
        record_kind=row.kind,
        record_id=row.id,
        field=row.field,
        base=json.loads(row.base_value),
        kept=json.loads(row.city_value),
        lost=json.loads(row.device_value),
        kept_revision=row.kept_revision,
        lost_revision=row.lost_revision,
        found_at_ms=row.found_at_ms,
        chosen=None if row.chosen_value is None else json.loads(row.chosen_value),
        ended_by=row.ended_by,
        ended_at_ms=row.ended_at_ms,
    )


def _id_of(record: CityRecord, one: Conflict) -> str:
    return conflict_id(record.kind, record.id, one.field, lost_revision=one.lost_revision)


def _text(value: FieldValue) -> str:
    return json.dumps(value, ensure_ascii=False)
