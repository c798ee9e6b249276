"""What waits for an officer's decision, read from the replica: per record, per group of fields, every side.

Fields that move together are one question, as `decide_conflict` settles them together. The
side that stands comes first; each other revision is a side of its own. Run on the store thread.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from desktop.operations.conflicts import Choice
from desktop.operations.edits import shipped_policy
from store import FieldValue, RecordVersion, Store, StoredRecord, open_conflicts, read_record, record_history
from store.conflicts import RecordConflict
from sync.errors import MessageMalformedError
from sync.merge.revision import time_of


@dataclass(frozen=True, slots=True)
class Word:
    """Whose word a value is, as far as this computer knows."""

    operator: str | None = None
    device_id: str | None = None
    at_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Side:
    """One of the values to choose from; `conflict_id` and `choice` are what taking it means."""

    conflict_id: str
    choice: Choice
    values: Mapping[str, FieldValue] = field(repr=False)
    word: Word


@dataclass(frozen=True, slots=True)
class Difference:
    """One question: these fields of a record were changed differently since `base`."""

    fields: tuple[str, ...]
    base: Mapping[str, FieldValue] = field(repr=False)
    sides: tuple[Side, ...]

    @property
    def key(self) -> str:
        """Name this question for as long as it waits."""
        return self.sides[0].conflict_id


@dataclass(frozen=True, slots=True)
class DifferentRecord:
    """A record with the questions about it, and where it is at home."""

    record: StoredRecord
    address: str
    differences: tuple[Difference, ...]


def read_differences(store: Store, record_id: str | None = None) -> tuple[DifferentRecord, ...]:
    """Read all that waits, or what waits about one record; the oldest first."""
    waiting: dict[tuple[str, str], list[RecordConflict]] = {}
    for one in open_conflicts(store):
        if record_id in (None, one.record_id):
            waiting.setdefault((one.record_kind, one.record_id), []).append(one)
    found = (_of_record(store, kind, name, rows) for (kind, name), rows in waiting.items())
    return tuple(one for one in found if one is not None)


def _of_record(
    store: Store, kind: str, record_id: str, rows: Sequence[RecordConflict]
) -> DifferentRecord | None:
    record = read_record(store, kind, record_id)
    if record is None:
        return None
    policy = shipped_policy().of(kind)
    units: dict[str, list[RecordConflict]] = {}
    for row in rows:
        units.setdefault(policy.unit_of(row.field), []).append(row)
    history = {one.revision: one for one in record_history(store, kind, record_id)}
    differences = tuple(_difference(unit, history) for unit in units.values())
    return DifferentRecord(record, _address(store, record), differences)


def _difference(rows: Sequence[RecordConflict], history: Mapping[str, RecordVersion]) -> Difference:
    first, others = rows[0], dict.fromkeys(row.remote_revision for row in rows)
    standing = Side(
        first.id,
        Choice.STANDING,
        {row.field: row.local for row in rows},
        _word(first.local_revision, history),
    )
    sides = [_beside([row for row in rows if row.remote_revision == one], history) for one in others]
    return Difference(
        fields=tuple(dict.fromkeys(row.field for row in rows)),
        base={row.field: row.base for row in rows},
        sides=(standing, *sides),
    )


def _beside(rows: Sequence[RecordConflict], history: Mapping[str, RecordVersion]) -> Side:
    values = {row.field: row.remote for row in rows}
    return Side(rows[0].id, Choice.OTHER, values, _word(rows[0].remote_revision, history))


def _word(revision: str, history: Mapping[str, RecordVersion]) -> Word:
    """Say whose revision it is: the revision names device and time, the history may know the person."""
    known = history.get(revision)
    operator = None if known is None else known.origin.operator
    try:
        made = time_of(revision)
    except MessageMalformedError:
        return Word(operator, None, None if known is None else known.changed_at_ms)
    return Word(operator, made.node, made.wall_ms)


def _address(store: Store, record: StoredRecord) -> str:
    household_id = record.fields.get("household_id")
    home = read_record(store, "household", household_id) if isinstance(household_id, str) else record
    address = None if home is None else home.fields.get("address")
    return address if isinstance(address, str) else ""
