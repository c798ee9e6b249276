"""The current revision of each record, and what to merge it against.

A record and its line in the history are one commit; its place in the search goes by that line
(`store.search_pace`). Deleted records stay as tombstones: `read_record` finds them, the lists
leave them out. Fields leave this package in clear only inside a record, which never prints them.
"""

import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from store.connection import Parameter, Row, Store
from store.errors import StoreInvariantError
from store.fields import FieldValue, decode_fields, encode_fields
from store.history import Origin, Written, append_history
from store.search_pace import is_in_step, keep_in_step
from store.transaction import transaction

_FIELD_NAME: Final = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class StoredRecord:
    """A record as this device holds it, and the platform's revision it was last merged with."""

    kind: str
    id: str
    revision: str
    fields: Mapping[str, FieldValue] = field(repr=False)
    base_revision: str | None
    base_fields: Mapping[str, FieldValue] | None = field(repr=False)
    changed_at_ms: int
    is_deleted: bool = False


_READ: Final = """
    SELECT kind, id, revision, fields, base_revision, base_fields, changed_at_ms, is_deleted
    FROM records WHERE kind = ? AND id = ?
"""
_READ_SOME: Final = """
    SELECT kind, id, revision, fields, base_revision, base_fields, changed_at_ms, is_deleted
    FROM records WHERE kind = ? AND id IN (SELECT value FROM json_each(?))
"""
_FIND: Final = """
    SELECT kind, id, revision, fields, base_revision, base_fields, changed_at_ms, is_deleted
    FROM records WHERE kind = ? AND NOT is_deleted
"""
_COUNT: Final = "SELECT count(*) FROM records WHERE kind = ? AND NOT is_deleted"
_WRITE: Final = """
    INSERT INTO records (kind, id, revision, fields, base_revision, base_fields, changed_at_ms, is_deleted)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (kind, id) DO UPDATE SET
        revision = excluded.revision, fields = excluded.fields, base_revision = excluded.base_revision,
        base_fields = excluded.base_fields, changed_at_ms = excluded.changed_at_ms,
        is_deleted = excluded.is_deleted
"""
# The merge base of a record that stands as the platform said it; see 0004.
_BASE_IS_THE_RECORD: Final = "null"


def write_record(store: Store, record: StoredRecord, *, origin: Origin) -> None:
    """Make this the current revision, and keep what it displaces in the history for ever."""
    write_records(store, [record], origin=origin)


def write_records(
    store: Store,
    records: Sequence[StoredRecord],
    *,
    origin: Origin,
    held: Mapping[str, StoredRecord] | None = None,
) -> None:
    """Do what `write_record` does for each, in a few statements: the first fill writes thousands.

    Args:
        store: the replica.
        records: what stands from now on; the same record may come twice.
        origin: whose word all of them are.
        held: what `read_records` gave for them in this very transaction, if it was asked; all of one kind.

    """
    with transaction(store):
        was_in_step = is_in_step(store)
        known = _held(store, records) if held is None else {(one.kind, one.id): one for one in held.values()}
        revisions = _following(known, records)
        store.execute_many(_WRITE, [_row(record) for record in records])
        append_history(store, revisions, origin=origin)
        if was_in_step:
            keep_in_step(store, revisions)


def read_records(store: Store, kind: str, record_ids: Collection[str]) -> Mapping[str, StoredRecord]:
    """Find those of the records that are held, tombstones included, by id."""
    rows = store.rows(_READ_SOME, (kind, json.dumps(list(record_ids))))
    return {record.id: record for record in map(_record, rows)}


def read_record(store: Store, kind: str, record_id: str) -> StoredRecord | None:
    """Find one record, tombstones included."""
    row = store.row(_READ, (kind, record_id))
    return None if row is None else _record(row)


def list_records(store: Store, kind: str) -> tuple[StoredRecord, ...]:
    return find_records(store, kind)


def find_records(store: Store, kind: str, /, **fields: FieldValue) -> tuple[StoredRecord, ...]:
    """List the living records whose fields have exactly these values, by id."""
    conditions = "".join(f" AND json_extract(fields, '$.{_field_name(name)}') IS ?" for name in fields)
    rows = store.rows(f"{_FIND}{conditions} ORDER BY id", (kind, *fields.values()))
    return tuple(_record(row) for row in rows)


def count_records(store: Store, kind: str) -> int:
    [(number,)] = store.rows(_COUNT, (kind,))
    return int(number)


def count_filled(store: Store, kind: str, names: Sequence[str]) -> int:
    """Count the living records that say something in each of these fields."""
    said = "".join(f" AND json_extract(fields, '$.{_field_name(name)}') NOT IN ('', 0)" for name in names)
    [(number,)] = store.rows(f"{_COUNT}{said}", (kind,))
    return int(number)


def _held(store: Store, records: Sequence[StoredRecord]) -> dict[tuple[str, str], StoredRecord]:
    ids: dict[str, list[str]] = {}
    for record in records:
        ids.setdefault(record.kind, []).append(record.id)
    found = (record for kind, group in ids.items() for record in read_records(store, kind, group).values())
    return {(record.kind, record.id): record for record in found}


def _following(held: dict[tuple[str, str], StoredRecord], records: Sequence[StoredRecord]) -> list[Written]:
    """Say of each record what it follows; the same record may come twice in one batch."""
    revisions = []
    for record in records:
        revisions.append(Written(held.get((record.kind, record.id)), record))
        held[(record.kind, record.id)] = record
    return revisions


def _row(record: StoredRecord) -> tuple[Parameter, ...]:
    fields = encode_fields(record.fields)
    base = _encode_base(record, fields)
    identity = (record.kind, record.id, record.revision, fields)
    return (*identity, record.base_revision, base, record.changed_at_ms, int(record.is_deleted))


def _encode_base(record: StoredRecord, fields: str) -> str | None:
    if record.base_fields is None:
        return None
    if record.base_fields is record.fields:
        return _BASE_IS_THE_RECORD
    base = encode_fields(record.base_fields)
    return _BASE_IS_THE_RECORD if base == fields else base


def _field_name(name: str) -> str:
    # The path must stand in the statement for its index to be used, so nothing but a plain name may.
    if _FIELD_NAME.fullmatch(name) is None:
        raise StoreInvariantError(reason="field-name")
    return name


def _record(row: Row) -> StoredRecord:
    kind, record_id, revision, fields, base_revision, base_fields, changed_at_ms, is_deleted = row
    current = decode_fields(fields)
    base: Mapping[str, FieldValue] | None = None
    if base_fields is not None:
        base = current if base_fields == _BASE_IS_THE_RECORD else decode_fields(base_fields)
    # By position: a list of a hundred thousand records is built here.
    return StoredRecord(
        kind, record_id, revision, current, base_revision, base, changed_at_ms, bool(is_deleted)
    )
