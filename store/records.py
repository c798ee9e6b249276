"""The current revision of each record, what to merge it against, and every value it ever had.

A record and its line in the history are one commit. Deleted records stay as
tombstones: `read_record` finds them, the lists leave them out.
"""

import json
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from store.connection import Parameter, Row, Store
from store.errors import StoreInvariantError
from store.fields import FieldValue, decode_fields, encode_fields
from store.transaction import transaction

Source = Literal["device", "platform"]

_FIELD_NAME: Final = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class StoredRecord:
    """A record as this device holds it, and the platform's revision it was last merged with."""

    kind: str
    id: str
    revision: str
    fields: Mapping[str, FieldValue]
    base_revision: str | None
    base_fields: Mapping[str, FieldValue] | None
    changed_at_ms: int
    is_deleted: bool = False


@dataclass(frozen=True, slots=True)
class Origin:
    """Whose word a revision is, and by which form or message it came."""

    source: Source
    operator: str | None = None
    submission_id: str | None = None
    item_id: str | None = None


@dataclass(frozen=True, slots=True)
class RecordVersion:
    """One line of a record's history."""

    revision: str
    fields: Mapping[str, FieldValue]
    changed_at_ms: int
    is_deleted: bool
    origin: Origin


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
    INSERT OR REPLACE INTO records
        (kind, id, revision, fields, base_revision, base_fields, changed_at_ms, is_deleted)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?)
"""
_APPEND: Final = """
    INSERT INTO record_history
        (kind, id, revision, fields, changed_at_ms, is_deleted, source, operator, submission_id, item_id)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_HISTORY: Final = """
    SELECT revision, fields, changed_at_ms, is_deleted, source, operator, submission_id, item_id
    FROM record_history WHERE kind = ? AND id = ? ORDER BY position
"""


def write_record(store: Store, record: StoredRecord, *, origin: Origin) -> None:
    """Make this the current revision, and keep it in the history for ever."""
    fields = encode_fields(record.fields)
    base = _encode_base(record)
    identity = (record.kind, record.id, record.revision, fields)
    time_and_state = (record.changed_at_ms, int(record.is_deleted))
    with transaction(store):
        store.execute(_WRITE, (*identity, record.base_revision, base, *time_and_state))
        source = (origin.source, origin.operator, origin.submission_id, origin.item_id)
        store.execute(_APPEND, (*identity, *time_and_state, *source))


def write_records(store: Store, records: Sequence[StoredRecord], *, origin: Origin) -> None:
    """Do what `write_record` does for each, in two statements: the first fill writes thousands."""
    source = (origin.source, origin.operator, origin.submission_id, origin.item_id)
    current: list[tuple[Parameter, ...]] = []
    history: list[tuple[Parameter, ...]] = []
    for record in records:
        fields = encode_fields(record.fields)
        base = fields if record.base_fields is record.fields else _encode_base(record)
        identity = (record.kind, record.id, record.revision, fields)
        time_and_state = (record.changed_at_ms, int(record.is_deleted))
        current.append((*identity, record.base_revision, base, *time_and_state))
        history.append((*identity, *time_and_state, *source))
    with transaction(store):
        store.execute_many(_WRITE, current)
        store.execute_many(_APPEND, history)


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


def record_history(store: Store, kind: str, record_id: str) -> tuple[RecordVersion, ...]:
    """Give every revision this device ever held, oldest first."""
    return tuple(_version(row) for row in store.rows(_HISTORY, (kind, record_id)))


def _encode_base(record: StoredRecord) -> str | None:
    return None if record.base_fields is None else encode_fields(record.base_fields)


def _field_name(name: str) -> str:
    # The path must stand in the statement for its index to be used, so nothing but a plain name may.
    if _FIELD_NAME.fullmatch(name) is None:
        raise StoreInvariantError(reason="field-name")
    return name


def _record(row: Row) -> StoredRecord:
    kind, record_id, revision, fields, base_revision, base_fields, changed_at_ms, is_deleted = row
    return StoredRecord(
        kind=kind,
        id=record_id,
        revision=revision,
        fields=decode_fields(fields),
        base_revision=base_revision,
        base_fields=None if base_fields is None else decode_fields(base_fields),
        changed_at_ms=changed_at_ms,
        is_deleted=bool(is_deleted),
    )


def _version(row: Row) -> RecordVersion:
    revision, fields, changed_at_ms, is_deleted, *origin = row
    return RecordVersion(revision, decode_fields(fields), changed_at_ms, bool(is_deleted), Origin(*origin))
