"""Importing one list from its file to the last finding: what a command and a page both call.

The file is read row by row, judged, and taken in by batches of one commit each, so it may be
as long as a city and may be stopped at any moment: the same list again goes on where it was.
A trial run does the same and keeps nothing.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import Final

from sqlalchemy import Connection

from employment import shipped_rule_pack
from server_stub.database import Database
from server_stub.importing.closing import close_missing
from server_stub.importing.columns import (
    Header,
    ListForm,
    ListKind,
    RowRecord,
    is_example,
    read_header,
    read_row,
)
from server_stub.importing.enterprises import enterprises_form
from server_stub.importing.errors import ListUnreadableError
from server_stub.importing.findings import Finding, Report
from server_stub.importing.known_people import look_through
from server_stub.importing.residents import residents_form
from server_stub.importing.seen_keys import SeenKeys
from server_stub.importing.tabular import ListFile, NumberedRow, look_at, open_rows
from server_stub.importing.taking_in import MAX_BATCH, Outcome, Taken, TakingIn
from server_stub.importing.vacancies import vacancies_form
from server_stub.platform.dispatch import Dispatcher
from server_stub.platform.form_shelf import CITY_TIME
from server_stub.platform.ledger import Ledger
from server_stub.platform.rule_shelf import newest_rules
from sync.ports import Clock, Entropy

REPEATED: Final = "row-repeated"
DELETED: Final = "row-record-deleted"
EXAMPLE: Final = "row-example"


@dataclass(slots=True)
class Summary:
    """What became of a list; everything counted in rows."""

    digest: str
    is_trial: bool
    rows: int = 0
    bad: int = 0
    examples: int = 0  # of the template, left out
    closed: int = 0
    tasks_opened: int = 0
    tasks_ended: int = 0
    outcomes: dict[Outcome, int] = field(default_factory=lambda: dict.fromkeys(Outcome, 0))
    ignored: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Importing:
    """Takes lists into one city database; with `task_days` None the rules send nobody."""

    database: Database
    clock: Clock
    entropy: Entropy
    task_days: int | None

    def run(
        self, kind: ListKind, path: Path, *, report: Report, is_trial: bool = False, is_whole: bool = False
    ) -> Summary:
        """Import a list. `is_whole`: vacancies that are in it no longer are closed, if all rows were good.

        Raises:
            ListUnreadableError, ListTooLargeError, ListColumnsError: what was taken in before stays.
            StorageUnavailableError: the database cannot be used.

        """
        file = look_at(path)
        summary = Summary(file.digest, is_trial)
        form = self._form(kind)
        seen = SeenKeys()
        with open_rows(file) as rows:
            self._run(form, rows, file, _Desk(report, summary, seen))
        if is_whole and not summary.bad and kind is ListKind.VACANCIES:
            now_ms, digest = self.clock.now_ms(), file.digest
            summary.closed = close_missing(
                self.database, seen, digest=digest, now_ms=now_ms, keep=not is_trial
            )
        return summary

    def _run(self, form: ListForm, rows: Iterator[NumberedRow], file: ListFile, desk: "_Desk") -> None:
        header, summary = _header(form, rows), desk.summary
        summary.ignored = header.ignored
        if form.kind is ListKind.RESIDENTS:
            with self.database.write() as connection:
                look_through(connection)
        good = _good_rows(form, header, rows, desk)
        while batch := list(islice(good, MAX_BATCH)):
            taken = self._take([row for _, row in batch], file, is_trial=summary.is_trial)
            summary.tasks_opened += taken.opened
            summary.tasks_ended += taken.ended
            for (number, _), outcome in zip(batch, taken.outcomes, strict=True):
                summary.outcomes[outcome] += 1
                if outcome is Outcome.DELETED:
                    desk.report.note(Finding(number, "", DELETED))

    def _take(self, rows: Sequence[RowRecord], file: ListFile, *, is_trial: bool) -> Taken:
        opening = self.database.read() if is_trial else self.database.write()
        with opening as connection:
            ledger, now_ms = Ledger(connection), self.clock.now_ms()
            dispatcher = self._dispatcher(connection, ledger, now_ms)
            taking = TakingIn(connection, ledger, file.digest, now_ms, self.entropy, dispatcher)
            return taking.take(rows, keep=not is_trial)

    def _dispatcher(self, connection: Connection, ledger: Ledger, now_ms: int) -> Dispatcher | None:
        if self.task_days is None:
            return None
        rules = newest_rules(connection, shipped=shipped_rule_pack())
        return Dispatcher(ledger, rules, self.task_days, now_ms, self.entropy)

    def _form(self, kind: ListKind) -> ListForm:
        if kind is ListKind.ENTERPRISES:
            return enterprises_form()
        if kind is ListKind.VACANCIES:
            return vacancies_form()
        today = datetime.fromtimestamp(self.clock.now_ms() / 1000, UTC).astimezone(CITY_TIME).date()
        with self.database.read() as connection:
            return residents_form(newest_rules(connection, shipped=shipped_rule_pack()), today=today)


def _header(form: ListForm, rows: Iterator[NumberedRow]) -> Header:
    first = next(rows, None)
    if first is None:
        raise ListUnreadableError(reason="empty")
    return read_header(form, first[1])


@dataclass(frozen=True, slots=True)
class _Desk:
    """What the rows of one list are checked off against."""

    report: Report
    summary: Summary
    seen: SeenKeys


def _good_rows(
    form: ListForm, header: Header, rows: Iterator[NumberedRow], desk: _Desk
) -> Iterator[tuple[int, RowRecord]]:
    """Give the rows that may be kept, with their numbers, and tell the report of the others."""
    for number, cells in rows:
        desk.summary.rows += 1
        if is_example(cells):
            desk.summary.examples += 1
            desk.report.note(Finding(number, "", EXAMPLE))
            continue
        row = read_row(form, header, number, cells)
        if isinstance(row, RowRecord):
            if desk.seen.add(row.key):
                yield number, row
                continue
            row = [Finding(number, "", REPEATED)]
        desk.summary.bad += 1
        for finding in row:
            desk.report.note(finding)
