"""Differences that wait for an officer, as the city keeps them: both values for ever, and how each ended.

A conflict is named by the edit that does not stand, so every order of arrival names the same
ones. A later edit may change what stands beside it; an edit made in knowledge of both ends it.
"""

import json
from collections.abc import Iterator, Sequence
from typing import Final

from sqlalchemy import Connection, and_, or_, select

from server_stub.platform.city_tables import conflicts, records
from server_stub.platform.ledger import Ledger, Row
from server_stub.platform.records import CityRecord
from sync.change import Change, ConflictNotice, FieldValue
from sync.merge.conflict import Conflict, conflict_id
from sync.merge.policy import LIFE

_NOTE: Final = "note"
# An open difference says nothing of its end.
_OPEN: Final[Row] = {"chosen_value": None, "ended_by": None, "ended_at_ms": 0}


def keep_conflicts(
    ledger: Ledger, record: CityRecord, found: Sequence[Conflict], *, item_id: str, now_ms: int
) -> list[ConflictNotice]:
    """Keep what has to be decided; give what is news about it."""
    news: list[ConflictNotice] = []
    for name, one in {_id_of(record, one): one for one in found}.items():
        stands = {"city_value": _text(one.kept), "kept_revision": one.kept_revision, **_OPEN}
        known = ledger.differences(record.kind, record.id).get(name)
        if known is None:
            row: Row = {**_new(record, one, item_id, now_ms), **stands}
        elif known["kept_revision"] != one.kept_revision or known["ended_by"] is not None:
            row = {**known, **stands}
        else:
            continue
        ledger.judge(row)
        news.append(_notice(row))
    return news


def end_conflicts(
    ledger: Ledger, record: CityRecord, ended: Sequence[Conflict], *, change: Change, now_ms: int
) -> list[ConflictNotice]:
    """Note what stands after an edit that nothing stands beside any more; both values stay."""
    news: dict[str, ConflictNotice] = {}
    for name, one in sorted({_id_of(record, one): one for one in ended}.items()):
        known = ledger.differences(record.kind, record.id).get(name)
        if known is not None:
            stands = record.is_deleted if one.field == LIFE else record.fields.get(one.field)
            end = {"chosen_value": _text(stands), "ended_by": change.operator, "ended_at_ms": now_ms}
            ledger.judge({**known, **end})
            news[name] = _notice({**known, **end})
    return list(news.values())


def open_conflicts_in(connection: Connection, places: Sequence[str]) -> Iterator[ConflictNotice]:
    """Walk through what waits for an officer in these places (prefixes of village codes)."""
    in_place = or_(False, *(records.c.village.like(f"{place}%") for place in places))
    of_record = and_(records.c.kind == conflicts.c.kind, records.c.id == conflicts.c.id)
    query = select(conflicts).join(records, of_record).where(in_place, conflicts.c.ended_by.is_(None))
    for row in connection.execute(query.order_by(conflicts.c.conflict_id)):
        yield _notice(row._asdict())


def is_decision(ledger: Ledger, record: CityRecord, change: Change) -> bool:
    """Say whether a change only chooses among values that ever stood against each other in this record.

    That is all a device may change without a form; a choice between life and deletion has no edits.
    Why it was decided so may come along, as more lines of the note; none that is there may go.
    """
    rows = ledger.differences(record.kind, record.id).values()
    choices = {(row["field"], value) for row in rows for value in (row["city_value"], row["device_value"])}
    if not change.edits:
        return record.is_deleted or any(row["field"] == LIFE for row in rows)
    others = {name: value for name, value in change.edits.items() if (name, _text(value)) not in choices}
    if set(others) == {_NOTE} and len(change.edits) > 1:
        return _only_adds(record.fields.get(_NOTE), others[_NOTE])
    return not others


def _only_adds(stands: FieldValue, said: FieldValue) -> bool:
    lines = stands.split("\n") if isinstance(stands, str) and stands else []
    return isinstance(said, str) and set(lines) <= set(said.split("\n"))


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
    }


def _notice(row: Row) -> ConflictNotice:
    chosen = row["chosen_value"]
    return ConflictNotice(
        record_kind=row["kind"],
        record_id=row["id"],
        field=row["field"],
        base=json.loads(row["base_value"]),
        kept=json.loads(row["city_value"]),
        lost=json.loads(row["device_value"]),
        kept_revision=row["kept_revision"],
        lost_revision=row["lost_revision"],
        found_at_ms=row["found_at_ms"],
        chosen=None if chosen is None else json.loads(chosen),
        ended_by=row["ended_by"],
        ended_at_ms=row["ended_at_ms"],
    )


def _id_of(record: CityRecord, one: Conflict) -> str:
    return conflict_id(record.kind, record.id, one.field, lost_revision=one.lost_revision)


def _text(value: FieldValue) -> str:
    return json.dumps(value, ensure_ascii=False)
