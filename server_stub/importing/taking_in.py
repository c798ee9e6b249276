"""Good rows become records: new ones, or edits of the city merged with what officers did meanwhile.

A list is compared with the list before it. What it says differently is an edit made in
knowledge of that list and of nothing later, laid beside the officers' edits by the shared
merge - so an officer's word is never overwritten silently, and the same list again says nothing.
Whoever is new or different is looked at by the rules as after a visit: doubts become tasks, tasks whose
doubt is gone end. Everything of a batch is one commit: records, history, what the list said, and the news.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Connection, Row, select

from server_stub.importing.columns import RowRecord, Values
from server_stub.importing.known_people import people_with
from server_stub.importing.residents import household_record
from server_stub.importing.tables import imported
from server_stub.keeping import keep_last
from server_stub.platform.city_tables import revisions
from server_stub.platform.dispatch import TASK, Dispatcher, is_ended
from server_stub.platform.ledger import Ledger
from server_stub.platform.merging import first_revision, merge_change, next_revision
from server_stub.platform.port import PlacedState
from server_stub.platform.records import (
    CityRecord,
    Provenance,
    Source,
    fields_from_text,
    fields_to_text,
    state_of,
)
from server_stub.platform.untold import note_untold
from sync.change import Change, FieldValue
from sync.merge.revision import revision_of, tick
from sync.ports import Entropy

MAX_BATCH: Final = 500
_NODE: Final = "import"  # whose edits they are; no device has this name, theirs are hexadecimal
_PERSON: Final = "person"
_HOUSEHOLD: Final = "household"


class Outcome(StrEnum):
    """What became of a good row."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    DELETED = "deleted"  # the record was deleted here; a list does not bring it back


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a batch: of each of its rows, and of the tasks about its people."""

    outcomes: Sequence[Outcome]
    opened: int
    ended: int


@dataclass(frozen=True, slots=True)
class TakingIn:
    """Takes batches of one list in, one transaction an instance; without a dispatcher no task moves."""

    connection: Connection
    ledger: Ledger
    digest: str
    now_ms: int
    entropy: Entropy
    dispatcher: Dispatcher | None

    def take(self, rows: Sequence[RowRecord], *, keep: bool) -> Taken:
        """Give what becomes of each row, and keep it if that is wished; at most `MAX_BATCH`, no key twice."""
        held = self._said_before(rows)
        ids = self._ids(rows, held)
        self._look_ahead(rows, ids)
        news: list[PlacedState] = []
        outcomes: list[Outcome] = []
        notes: list[dict[str, object]] = []
        tasks: list[CityRecord] = []
        for row in rows:
            outcome, record = self._take_row(row, ids[row.key], held.get(row.key), news)
            outcomes.append(outcome)
            if record is not None:
                notes.append(self._note(row, record))
            if record is not None and outcome in (Outcome.NEW, Outcome.CHANGED):
                tasks.extend(self._review(record))
        news.extend(PlacedState(state_of(task)) for task in tasks)
        if keep:
            self.ledger.write_down()
            keep_last(self.connection, imported, notes)
            note_untold(self.connection, news, now_ms=self.now_ms)
        ended = sum(is_ended(task) for task in tasks)
        return Taken(outcomes, len(tasks) - ended, ended)

    def _take_row(
        self, row: RowRecord, record_id: str, said: Row[Any] | None, news: list[PlacedState]
    ) -> tuple[Outcome, CityRecord | None]:
        if row.kind == _PERSON:
            self._make_household(row, news)
        current = self.ledger.read(row.kind, record_id)
        if current is None:
            return Outcome.NEW, self._begin(row, record_id, news)
        if current.is_deleted:
            return Outcome.DELETED, None
        edits = _edits(row, current, None if said is None else fields_from_text(said.said))
        place, owner = _home(row, current, said)
        if not edits and (place, owner) == (current.village, current.belongs_to):
            return Outcome.UNCHANGED, current if said is None else None
        moved = replace(current, village=place, belongs_to=owner)
        change = self._change(row, current, edits, said)
        merged = merge_change(self.ledger, moved, change=change, sender=_NODE, now_ms=self.now_ms)
        news.append(PlacedState(state_of(merged.record), state_of(current)))
        if place != current.village:
            news.extend(self._move_tasks(merged.record))
        return Outcome.CHANGED, merged.record

    def _review(self, record: CityRecord) -> Iterator[CityRecord]:
        """Ask the rules about a person; give the tasks that are new or have ended."""
        if self.dispatcher is not None and record.kind == _PERSON:
            yield from self.dispatcher.review(record, item_id=list_item(self.digest))

    def _begin(self, row: RowRecord, record_id: str, news: list[PlacedState]) -> CityRecord:
        record = CityRecord(
            row.kind, record_id, first_revision(self.now_ms), row.fields, row.place, row.belongs_to
        )
        self.ledger.write(record, provenance=self._provenance)
        news.append(PlacedState(state_of(record)))
        return record

    def _make_household(self, row: RowRecord, news: list[PlacedState]) -> None:
        if self.ledger.read(_HOUSEHOLD, row.belongs_to) is None:
            home = household_record(row.home_fields, row.place, row.belongs_to)
            self._begin(home, row.belongs_to, news)

    def _move_tasks(self, person: CityRecord) -> Iterator[PlacedState]:
        for task in self.ledger.owned(TASK, person.id):
            revision = next_revision(task, now_ms=self.now_ms)
            after = replace(task, village=person.village, revision=revision)
            self.ledger.write(after, provenance=self._provenance)
            yield PlacedState(state_of(after), state_of(task))

    def _change(self, row: RowRecord, current: CityRecord, edits: Values, said: Row[Any] | None) -> Change:
        made_at = tick(None, wall_ms=self.now_ms, node=_NODE)
        base = said.revision if said is not None else self._first_list(current)
        return Change(
            id=self.entropy.uuid(),
            record_kind=row.kind,
            record_id=current.id,
            base_revision=base,
            revision=revision_of(made_at),
            edits=edits,
            made_at=made_at,
            operator=self._provenance.operator,
            submission_id=self._provenance.item_id,
        )

    def _first_list(self, current: CityRecord) -> str:
        """Name the state a list of another kind began the record with: no officer's edit is in it."""
        is_it = (revisions.c.kind == current.kind) & (revisions.c.id == current.id)
        query = select(revisions.c.revision).where(is_it, revisions.c.source == Source.IMPORT)
        found = self.connection.execute(query.order_by(revisions.c.revision).limit(1)).scalar_one_or_none()
        return found or current.revision

    def _said_before(self, rows: Sequence[RowRecord]) -> Mapping[str, Row[Any]]:
        if not rows:
            return {}
        is_one = (imported.c.kind == rows[0].kind) & imported.c.key.in_([row.key for row in rows])
        return {row.key: row for row in self.connection.execute(select(imported).where(is_one))}

    def _ids(self, rows: Sequence[RowRecord], held: Mapping[str, Row[Any]]) -> Mapping[str, str]:
        """Say which record each key means: as in the list before, by its number, or a new one."""
        unknown = [row.key for row in rows if row.key not in held and not row.record_id]
        people = people_with(self.connection, unknown) if unknown else {}
        self.ledger.look_ahead(_PERSON, people.values())
        ids: dict[str, str] = {}
        for row in rows:
            known = held[row.key].id if row.key in held else self._of_number(people.get(row.key), row.key)
            ids[row.key] = known or row.record_id or f"p-{self.entropy.uuid()}"
        return ids

    def _of_number(self, person_id: str | None, number: str) -> str | None:
        # A number once typed wrongly belongs to somebody else than the record it was corrected in.
        person = self.ledger.read(_PERSON, person_id) if person_id else None
        return person_id if person is not None and person.fields.get("id_no") == number else None

    def _look_ahead(self, rows: Sequence[RowRecord], ids: Mapping[str, str]) -> None:
        if rows:
            self.ledger.look_ahead(rows[0].kind, ids.values())
            self.ledger.look_ahead(_HOUSEHOLD, {one.belongs_to for one in rows if one.kind == _PERSON})
        if rows and rows[0].kind == _PERSON:
            self.ledger.look_ahead_owned(TASK, ids.values())

    def _note(self, row: RowRecord, record: CityRecord) -> dict[str, object]:
        return {
            "kind": row.kind,
            "key": row.key,
            "id": record.id,
            "said": fields_to_text(row.fields),
            "place": row.place,
            "belongs_to": row.belongs_to,
            "revision": record.revision,
        }

    @property
    def _provenance(self) -> Provenance:
        return list_provenance(self.digest, self.now_ms)


def list_provenance(digest: str, now_ms: int) -> Provenance:
    """Say that a list made a revision; its digest names the file."""
    return Provenance(Source.IMPORT, f"import {digest[:16]}", list_item(digest), now_ms)


def list_item(digest: str) -> str:
    """Name a list where a form or change would have its id."""
    return f"import-{digest[:32]}"


def _edits(row: RowRecord, current: CityRecord, said: Mapping[str, FieldValue] | None) -> Values:
    """Give what the list says differently from the one before; a blank cell says nothing."""
    before = current.fields if said is None else said
    return {name: value for name, value in row.fields.items() if before.get(name) != value}


def _home(row: RowRecord, current: CityRecord, said: Row[Any] | None) -> tuple[str, str]:
    """Say where the record lies now: a list moves it only if it says another home than the list before."""
    if said is not None and (said.place, said.belongs_to) == (row.place, row.belongs_to):
        return current.village, current.belongs_to
    return row.place, row.belongs_to
