"""The records one envelope is about: read together, changed in memory, written together.

A change reads its record, lays itself over it and keeps two states; a statement for each would be
most of the work on an envelope of thousands. Here every change sees those before it, as it would
in the database, and `write_down` puts the outcome there with one statement a table. Until then
nothing is written, so an item that is returned half-way leaves nothing (`attempt`).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Final, TypeAlias, TypeVar

from sqlalchemy import ColumnElement, Connection, Table, insert, select
from sqlalchemy import Row as SqlRow

from server_stub.keeping import keep_first, keep_last
from server_stub.platform.alarms import raise_alarm
from server_stub.platform.attempts import Attempts
from server_stub.platform.city_tables import conflicts, records, revisions, submissions
from server_stub.platform.records import (
    CityRecord,
    FieldTexts,
    Provenance,
    fields_from_text,
    record_of,
    record_row,
    revision_fields,
    revision_row,
)
from sync.change import FieldValue

Fields: TypeAlias = Mapping[str, FieldValue]
Name: TypeAlias = tuple[str, str]  # kind and id
StateName: TypeAlias = tuple[str, str, str]  # and revision
Row: TypeAlias = Mapping[str, Any]

# Every database takes this many bound values in one statement.
_MAX_PARAMETERS: Final = 500

_Name = TypeVar("_Name")


class Ledger:
    """What one transaction knows and changes of the records; made anew for each."""

    def __init__(self, connection: Connection) -> None:
        self.connection = connection
        self._attempts = Attempts()
        # What is known.
        self._records: dict[Name, CityRecord | None] = {}
        self._new: set[Name] = set()  # of which the database holds nothing
        self._states: dict[StateName, Fields | None] = {}  # as the database has them
        self._owned: dict[Name, set[str]] = {}  # by kind and owner, who ever was one of its own here
        self._owners: set[Name] = set()  # whose own were read
        self._differences: dict[Name, dict[str, Row]] = {}
        # What waits to be written.
        self._written: dict[Name, int] = {}  # when it was changed
        self._kept: dict[StateName, tuple[CityRecord, Provenance]] = {}
        self._judged: dict[str, Row] = {}
        self._submissions: dict[str, Row] = {}
        self._alarms: dict[tuple[str, str], int] = {}

    def attempt(self) -> AbstractContextManager[None]:
        """Take back whatever is put inside if anything is raised."""
        return self._attempts.attempt()

    def look_ahead(self, kind: str, ids: Iterable[str]) -> None:
        """Read records of one kind and their differences, where they are not known yet."""
        unknown = sorted({one for one in ids if (kind, one) not in self._records})
        for some in _batches(unknown):
            for row in self._rows(records, kind, records.c.id.in_(some)):
                self._learn(record_of(row))
            self._learn_absent(kind, some)
            held = [one for one in some if (kind, one) not in self._new]
            self._look_up_differences(kind, held)

    def look_ahead_states(self, kind: str, names: Iterable[tuple[str, str]]) -> None:
        """Read past states, by id and revision, where they are not known yet."""
        unknown = sorted(one for one in set(names) if (kind, *one) not in self._states)
        for some in _batches(unknown):
            found: dict[StateName, Fields | None] = {(kind, *one): None for one in some}
            ids, wanted = {one for one, _ in some}, [revision for _, revision in some]
            # Joined to nothing, because SQLite would search the index for every id with every revision.
            is_wanted = revisions.c.revision.concat("").in_(wanted)
            for row in self._rows(revisions, kind, revisions.c.id.in_(ids) & is_wanted):
                found[kind, row.id, row.revision] = fields_from_text(row.fields)
            self._states.update(found)  # all of them or none: one that cannot be read is not one we never had

    def look_ahead_owned(self, kind: str, owners: Iterable[str]) -> None:
        """Read the records of one kind that belong to these, where they are not known yet."""
        unknown = sorted({one for one in owners if (kind, one) not in self._owners})
        for some in _batches(unknown):
            for row in self._rows(records, kind, records.c.belongs_to.in_(some)):
                if (kind, row.id) not in self._records:
                    self._learn(record_of(row))
        self._owners.update((kind, one) for one in unknown)

    def read(self, kind: str, record_id: str) -> CityRecord | None:
        """Give a record as it is after everything before this."""
        self.look_ahead(kind, [record_id])
        return self._records[kind, record_id]

    def owned(self, kind: str, owner: str) -> tuple[CityRecord, ...]:
        """List the people of a household, or the tasks about a subject."""
        self.look_ahead_owned(kind, [owner])
        found = (self._records.get((kind, one)) for one in sorted(self._owned.get((kind, owner), ())))
        return tuple(one for one in found if one is not None and one.belongs_to == owner)

    def fields_at(self, kind: str, record_id: str, *, revision: str) -> Fields | None:
        """Give the fields a record had in a revision, or None when the city never saw that revision."""
        name = (kind, record_id, revision)
        if name not in self._states:
            is_new = (kind, record_id) in self._new
            self._states[name] = (
                None if is_new else revision_fields(self.connection, kind, record_id, revision=revision)
            )
        held, waiting = self._states[name], self._kept.get(name)
        return waiting[0].fields if held is None and waiting is not None else held

    def differences(self, kind: str, record_id: str) -> Mapping[str, Row]:
        """Give what ever stood against each other in a record, by the name of the conflict."""
        if (kind, record_id) not in self._differences:
            self._look_up_differences(kind, [record_id])
        return self._differences[kind, record_id]

    def keep(self, record: CityRecord, *, provenance: Provenance) -> None:
        """Keep a state in the history only; what the history has under this revision stays."""
        name = (record.kind, record.id, record.revision)
        if name not in self._kept:
            self._attempts.put(self._kept, name, (record, provenance))

    def write(self, record: CityRecord, *, provenance: Provenance) -> None:
        """Make this the current state and keep it in the history."""
        self.keep(record, provenance=provenance)
        self._attempts.put(self._records, (record.kind, record.id), record)
        self._attempts.put(self._written, (record.kind, record.id), provenance.at_ms)
        self._note_owner(record)

    def judge(self, difference: Row) -> None:
        """Keep what is known of a difference by now."""
        known = self._differences[difference["kind"], difference["id"]]
        self._attempts.put(known, difference["conflict_id"], difference)
        self._attempts.put(self._judged, difference["conflict_id"], difference)

    def keep_submission(self, submission: Row) -> None:
        """Keep a form as it came, for ever."""
        self._attempts.put(self._submissions, submission["id"], submission)

    def raise_alarm(self, code: str, *, subject: str, now_ms: int) -> None:
        """Raise an alarm with the rest, once."""
        self._attempts.put(self._alarms, (code, subject), now_ms)

    def write_down(self) -> None:
        """Put everything that waits into the database; what is read afterwards is read anew."""
        texts = FieldTexts()
        kept = [revision_row(state, origin, texts=texts) for state, origin in self._kept.values()]
        keep_first(self.connection, revisions, kept)
        now = ((self._records[name], at_ms) for name, at_ms in self._written.items())
        written = [record_row(one, at_ms=at_ms, texts=texts) for one, at_ms in now if one is not None]
        keep_last(self.connection, records, written)
        keep_last(self.connection, conflicts, list(self._judged.values()))
        if self._submissions:
            self.connection.execute(insert(submissions), list(self._submissions.values()))
        for (code, subject), now_ms in self._alarms.items():
            raise_alarm(self.connection, code, subject=subject, now_ms=now_ms)
        self._forget()

    def _learn(self, record: CityRecord) -> None:
        self._records[record.kind, record.id] = record
        self._states[record.kind, record.id, record.revision] = record.fields
        self._note_owner(record)

    def _learn_absent(self, kind: str, ids: Iterable[str]) -> None:
        for name in ((kind, one) for one in ids):
            if name not in self._records:
                self._records[name] = None
                self._differences[name] = {}
                self._new.add(name)

    def _note_owner(self, record: CityRecord) -> None:
        self._owned.setdefault((record.kind, record.belongs_to), set()).add(record.id)

    def _look_up_differences(self, kind: str, ids: Sequence[str]) -> None:
        self._differences.update({(kind, one): {} for one in ids})
        for row in self._rows(conflicts, kind, conflicts.c.id.in_(ids)) if ids else ():
            self._differences[kind, row.id][row.conflict_id] = row._asdict()

    def _rows(self, table: Table, kind: str, which: ColumnElement[bool]) -> Iterable[SqlRow[Any]]:
        return self.connection.execute(select(table).where(table.c.kind == kind, which))

    def _forget(self) -> None:
        self._attempts.forget()
        self._new.clear()
        self._owners.clear()
        for entries in (self._records, self._states, self._owned, self._differences):
            entries.clear()
        for waiting in (self._written, self._kept, self._judged, self._submissions, self._alarms):
            waiting.clear()


def _batches(names: Sequence[_Name]) -> Iterator[Sequence[_Name]]:
    return (names[start : start + _MAX_PARAMETERS] for start in range(0, len(names), _MAX_PARAMETERS))
