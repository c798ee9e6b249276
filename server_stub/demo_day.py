"""A lively day for the demonstration: vacancies of employers nearby, and doubts to be asked about.

The lists are those of `resources/demo`, with distances in days instead of dates. Nothing is made up beside
the platform's own ways: vacancies are imported like an office's list, and tasks are opened by the rules, as
they would have been when the record came in.
"""

import csv
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

from employment import shipped_rule_pack
from employment.table import Row, parse_table
from resources import read_text
from server_stub.data_folder import load_settings, open_city
from server_stub.database import Database
from server_stub.importing.columns import ListKind
from server_stub.importing.findings import SilentReport
from server_stub.importing.running import Importing
from server_stub.platform.dispatch import Dispatcher
from server_stub.platform.form_shelf import CITY_TIME
from server_stub.platform.ledger import Ledger
from server_stub.platform.merging import next_revision
from server_stub.platform.port import PlacedState
from server_stub.platform.records import CityRecord, Provenance, Source, count_records, state_of
from server_stub.platform.untold import note_untold
from sync.change import FieldValue
from sync.ports import Clock, Entropy

_DAY_MS: Final = 86_400_000
_LOADER: Final = "demo"
_CLEARED: Final = "-"
_LIST: Final = "vacancies.csv"


@dataclass(frozen=True, slots=True)
class DemoDay:
    """Lays out a day in the city of a data folder that holds the demonstration township."""

    data_folder: Path
    clock: Clock
    entropy: Entropy

    def lay_out(self) -> None:
        """Do it once; a city that has vacancies goes on as it is.

        Raises:
            StorageUnavailableError: the city's database cannot be used.

        """
        settings = load_settings(self.data_folder)
        city = open_city(settings)
        try:
            with city.write() as connection:
                if count_records(connection, "vacancy"):
                    return
            self._offer_work(city)
            for row in _rows("day"):
                self._open_doubt(city, row, task_days=settings.task_days)
        finally:
            city.close()

    def _offer_work(self, city: Database) -> None:
        """Import the vacancies from a list, which stays in the folder to be looked at."""
        rows = [self._dated(row) for row in _rows("vacancies")]
        path = self.data_folder / _LIST
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, fieldnames=list(rows[0]))
            writer.writeheader()
            writer.writerows(rows)
        importing = Importing(city, self.clock, self.entropy, task_days=None)
        importing.run(ListKind.VACANCIES, path, report=SilentReport())

    def _dated(self, row: Row) -> Mapping[str, str]:
        until = self._today() + timedelta(days=int(row["valid_days"]))
        kept = {name: text for name, text in row.items() if name != "valid_days"}
        return {**kept, "valid_until": until.isoformat()}

    def _open_doubt(self, city: Database, row: Row, *, task_days: int) -> None:
        """Let a record come in as it was reported some days ago, and the rules send somebody."""
        then_ms = self.clock.now_ms() - (task_days - int(row["due_in_days"])) * _DAY_MS
        with city.write() as connection:
            ledger = Ledger(connection)
            person = ledger.read("person", row["person_id"])
            if person is None:
                return
            changed = self._changed(person, row)
            ledger.write(changed, provenance=Provenance(Source.IMPORT, _LOADER, None, then_ms))
            dispatcher = Dispatcher(ledger, shipped_rule_pack(), task_days, then_ms, self.entropy)
            tasks = tuple(dispatcher.review(changed, item_id=_LOADER))
            ledger.write_down()
            told = [PlacedState(state_of(changed), state_of(person))]
            told += [PlacedState(state_of(task)) for task in tasks]
            note_untold(connection, told, now_ms=self.clock.now_ms())

    def _changed(self, person: CityRecord, row: Row) -> CityRecord:
        fields: dict[str, FieldValue] = dict(person.fields)
        for name, text in row.items():
            if text and name in _FIELDS:
                fields[name] = None if text == _CLEARED else text
        if row["verified_days_ago"]:
            verified = self._today() - timedelta(days=int(row["verified_days_ago"]))
            fields["last_verified_on"] = verified.isoformat()
        return replace(person, fields=fields, revision=next_revision(person, now_ms=self.clock.now_ms()))

    def _today(self) -> date:
        return datetime.fromtimestamp(self.clock.now_ms() / 1000, UTC).astimezone(CITY_TIME).date()


_FIELDS: Final = frozenset(
    {"emp_status", "unemp_registered", "unemp_reason", "emp_form", "employer_name", "key_group"}
)


def _rows(name: str) -> tuple[Row, ...]:
    return parse_table(read_text(f"demo/{name}.tsv"), columns=())
