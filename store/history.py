"""Every value a record ever had here, and whose word each was: who, when, by which form, on which device.

A line of the history keeps what its revision displaced, not the record again, so the cost
grows with the work (P6). Earlier states are read backwards from the current record. What
the platform says of a field while an edit of ours stands above it is kept with the line too:
no value is lost because another one was shown.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final, Literal

from store.connection import Parameter, Row, Store
from store.fields import FieldValue, decode_fields, encode_fields

if TYPE_CHECKING:  # records keep their history, so at run time the import goes the other way
    from store.records import StoredRecord

Source = Literal["device", "platform"]


@dataclass(frozen=True, slots=True)
class Origin:
    """Whose word a revision is, and by which form or message it came."""

    source: Source
    operator: str | None = None
    submission_id: str | None = None
    item_id: str | None = None
    device_id: str | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """One revision about to be kept: what stood before it, and what stands after it."""

    before: "StoredRecord | None"
    after: "StoredRecord"


@dataclass(frozen=True, slots=True)
class RecordVersion:
    """One line of a record's history."""

    revision: str
    fields: Mapping[str, FieldValue] = field(repr=False)
    changed_at_ms: int
    is_deleted: bool
    origin: Origin


@dataclass(frozen=True, slots=True)
class FieldVersion:
    """One value of one field; `was_shown` is false where an edit of ours covered the platform's word."""

    value: FieldValue = field(repr=False)
    was_shown: bool
    revision: str
    changed_at_ms: int
    origin: Origin


_APPEND: Final = """
    INSERT INTO record_history (kind, id, revision, displaced, added, withheld, changed_at_ms, is_deleted,
                                source, operator, submission_id, item_id, device_id)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_NEWEST_FIRST: Final = """
    SELECT revision, displaced, added, withheld, changed_at_ms, is_deleted,
           source, operator, submission_id, item_id, device_id
    FROM record_history WHERE kind = ? AND id = ? ORDER BY position DESC
"""
_CURRENT: Final = "SELECT fields FROM records WHERE kind = ? AND id = ?"


def append_history(store: Store, revisions: Sequence[Written], *, origin: Origin) -> None:
    """Keep a line for each revision, in the commit that writes the records."""
    source = (origin.source, origin.operator, origin.submission_id, origin.item_id, origin.device_id)
    rows = [(*_line(one), one.after.changed_at_ms, int(one.after.is_deleted), *source) for one in revisions]
    store.execute_many(_APPEND, rows)


def record_history(store: Store, kind: str, record_id: str) -> tuple[RecordVersion, ...]:
    """Give every revision this device ever held, oldest first."""
    versions: list[RecordVersion] = []
    for row, fields in _backwards(store, kind, record_id):
        revision, _, _, _, changed_at_ms, is_deleted, *origin = row
        versions.append(RecordVersion(revision, fields, changed_at_ms, bool(is_deleted), Origin(*origin)))
    return tuple(reversed(versions))


def field_history(store: Store, kind: str, record_id: str, field: str) -> tuple[FieldVersion, ...]:
    """Give every value a field ever had, oldest first: shown ones, and those an edit of ours covered."""
    found: list[FieldVersion] = []
    for row, fields in _backwards(store, kind, record_id):
        withheld = decode_fields(row[3] or "{}")
        if field in withheld:
            found.append(_field_version(row, withheld[field], was_shown=False))
        if field in _touched(row, fields):
            found.append(_field_version(row, fields.get(field), was_shown=True))
    return tuple(reversed(found))


def field_origins(store: Store, kind: str, record_id: str) -> Mapping[str, FieldVersion]:
    """Say of each field that stands now who wrote it, when, by which form and on which device."""
    found: dict[str, FieldVersion] = {}
    current: Mapping[str, FieldValue] | None = None
    for row, fields in _backwards(store, kind, record_id):
        current = fields if current is None else current
        for name in _touched(row, fields) & current.keys() - found.keys():
            found[name] = _field_version(row, fields[name], was_shown=True)
    return found


def _line(one: Written) -> tuple[Parameter, ...]:
    after, displaced, added = one.after, None, None
    if one.before is not None:
        displaced, added = _displaced(one.before.fields, after.fields)
    withheld = _withheld(one)
    said = encode_fields(withheld) if withheld else None
    return (after.kind, after.id, after.revision, displaced, added, said)


def _displaced(before: Mapping[str, FieldValue], after: Mapping[str, FieldValue]) -> tuple[str, str | None]:
    """Say which values went, and name the fields that came."""
    if before is after or (before == after and _types(before) == _types(after)):
        return "{}", None
    gone = {name: value for name, value in before.items() if not _same(after, name, value)}
    new = sorted(after.keys() - before.keys())
    return encode_fields(gone), json.dumps(new, ensure_ascii=False) if new else None


def _types(fields: Mapping[str, FieldValue]) -> list[tuple[str, type]]:
    return [(name, type(value)) for name, value in fields.items()]


def _withheld(one: Written) -> Mapping[str, FieldValue]:
    fields, base = one.after.fields, one.after.base_fields
    if base is None or base is fields:
        return {}
    known = (one.before.base_fields if one.before else None) or {}
    return {
        name: value
        for name, value in base.items()
        if not _same(fields, name, value) and not _same(known, name, value)
    }


def _same(fields: Mapping[str, FieldValue], name: str, value: FieldValue) -> bool:
    # In Python 1 == True; as answers of a form they are different.
    return name in fields and fields[name] == value and type(fields[name]) is type(value)


def _backwards(store: Store, kind: str, record_id: str) -> list[tuple[Row, Mapping[str, FieldValue]]]:
    """Give each line, newest first, with the fields as it left them."""
    current = store.row(_CURRENT, (kind, record_id))
    fields = {} if current is None else dict(decode_fields(current[0]))
    found: list[tuple[Row, Mapping[str, FieldValue]]] = []
    for row in store.rows(_NEWEST_FIRST, (kind, record_id)):
        found.append((row, dict(fields)))
        for name in json.loads(row[2] or "[]"):
            fields.pop(name, None)
        fields.update(decode_fields(row[1] or "{}"))
    return found


def _touched(row: Row, fields: Mapping[str, FieldValue]) -> set[str]:
    """Name the fields a line wrote; the first line wrote all of them."""
    if row[1] is None:
        return set(fields)
    return {*decode_fields(row[1]), *json.loads(row[2] or "[]")}


def _field_version(row: Row, value: FieldValue, *, was_shown: bool) -> FieldVersion:
    revision, _, _, _, changed_at_ms, _, *origin = row
    return FieldVersion(value, was_shown, revision, changed_at_ms, Origin(*origin))
