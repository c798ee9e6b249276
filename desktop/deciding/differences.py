"""What waits for an officer's decision, read from the replica: per record, per group of fields, every side.

Fields that move together are one question, as `decide_conflict` settles them together. The
side that stands comes first; each other revision is a side of its own. A field that an open doubt
is about is marked, because whoever decides it says why. Run on the store thread.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from desktop.operations.conflicts import Choice
from desktop.operations.edits import shipped_policy
from desktop.rule_shelf import newest_rules
from employment.assignment import AssignmentState
from store import (
    FieldValue,
    RecordVersion,
    Store,
    StoredRecord,
    find_records,
    open_conflicts,
    read_record,
    record_history,
)
from store.conflicts import RecordConflict
from store.submissions import read_submission
from sync.errors import MessageMalformedError
from sync.merge.revision import time_of

_UNANSWERED = (AssignmentState.DISPATCHED, AssignmentState.RETURNED)


@dataclass(frozen=True, slots=True)
class Word:
    """Whose word a value is, as far as this computer knows."""

    operator: str | None = None
    device_id: str | None = None
    at_ms: int | None = None
    form_id: str | None = None  # the form it was answered in, where that was filled on this computer


@dataclass(frozen=True, slots=True)
class Side:
    """One of the values to choose from; `conflict_id` and `choice` are what taking it means."""

    conflict_id: str
    choice: Choice
    values: Mapping[str, FieldValue] = field(repr=False)
    word: Word


@dataclass(frozen=True, slots=True)
class Doubt:
    """An open doubt about one of the fields: its rule, and why it was asked."""

    rule_id: str
    explanation: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One question: these fields of a record were changed differently since `base`."""

    fields: tuple[str, ...]
    base: Mapping[str, FieldValue] = field(repr=False)
    sides: tuple[Side, ...]
    doubt: Doubt | None = None

    @property
    def key(self) -> str:
        """Name this question for as long as it waits."""
        return next(side.conflict_id for side in self.sides if side.choice is Choice.STANDING)


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
    words = {one.revision: _word(store, one) for one in record_history(store, kind, record_id)}
    doubts = _doubts(store, record_id)
    differences = tuple(_difference(unit, words, doubts) for unit in units.values())
    return DifferentRecord(record, _address(store, record), differences)


def _doubts(store: Store, record_id: str) -> Mapping[str, Doubt]:
    """Give the open doubts about a record by every field their rules read."""
    tasks = find_records(store, "task", subject_id=record_id)
    rules = newest_rules(store).rules
    found: dict[str, Doubt] = {}
    for task in tasks:
        rule = rules.get(str(task.fields.get("rule_id") or ""))
        if rule is not None and task.fields.get("state") in _UNANSWERED:
            doubt = Doubt(rule.id, str(task.fields.get("explanation") or ""))
            found |= {name: doubt for name in rule.fields if name not in found}
    return found


def _difference(
    rows: Sequence[RecordConflict], words: Mapping[str, Word], doubts: Mapping[str, Doubt]
) -> Difference:
    first, others = rows[0], dict.fromkeys(row.remote_revision for row in rows)
    standing = Side(
        first.id,
        Choice.STANDING,
        {row.field: row.local for row in rows},
        _whose(first.local_revision, words),
    )
    sides = [_beside([row for row in rows if row.remote_revision == one], words) for one in others]
    return Difference(
        fields=tuple(dict.fromkeys(row.field for row in rows)),
        doubt=next((doubts[row.field] for row in rows if row.field in doubts), None),
        base={row.field: row.base for row in rows},
        sides=(standing, *sides),
    )


def _beside(rows: Sequence[RecordConflict], words: Mapping[str, Word]) -> Side:
    values = {row.field: row.remote for row in rows}
    return Side(rows[0].id, Choice.OTHER, values, _whose(rows[0].remote_revision, words))


def _word(store: Store, version: RecordVersion) -> Word:
    """Say what the history knows of a revision: the person, and the form it was answered in."""
    origin = version.origin
    form = read_submission(store, origin.submission_id) if origin.submission_id else None
    return Word(origin.operator, None, version.changed_at_ms, None if form is None else form.form_id)


def _whose(revision: str, words: Mapping[str, Word]) -> Word:
    """Say whose revision it is: the revision itself names device and time."""
    known = words.get(revision, Word())
    try:
        made = time_of(revision)
    except MessageMalformedError:
        return known
    return Word(known.operator, made.node, made.wall_ms, known.form_id)


def _address(store: Store, record: StoredRecord) -> str:
    household_id = record.fields.get("household_id")
    home = read_record(store, "household", household_id) if isinstance(household_id, str) else record
    address = None if home is None else home.fields.get("address")
    return address if isinstance(address, str) else ""
