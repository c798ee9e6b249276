"""Records of a place as a list for people: masked by default, in full only with a reason that is kept.

The reason is written down before the file is: a list that left without a word would be worse than
a word about a list that never came to be. Both are told of one state of the database.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, insert, select

from resources.words import Words
from server_stub.data_folder import load_settings, open_city
from server_stub.database import require_database
from server_stub.errors import FileNotWrittenError, ServerError
from server_stub.export_cells import OPEN_FIELDS
from server_stub.export_columns import ExportWords
from server_stub.list_formats import ListFormat, format_of, write_rows
from server_stub.platform.records import CityRecord, records_in
from server_stub.platform.scope import covers, place_prefix
from server_stub.platform.trust_tables import disclosures
from sync.adapters.private_file import flush_folder, open_private_draft

KINDS: Final = tuple(OPEN_FIELDS)
_SHORTEST_REASON: Final = 6
_LONGEST_REASON: Final = 512
_PERSON, _HOUSEHOLD, _HOUSEHOLD_NUMBER = "person", "household", "household_no"


class ReasonMissingError(ServerError):
    """A list that shows people in full needs a reason somebody can read years later."""

    code = "export-reason-missing"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which records, and for whom."""

    kind: str  # one of `KINDS`
    scope: tuple[str, ...]  # division codes
    account: str  # who asks, as this computer knows them
    reason: str | None = None  # given: everything in full
    words: Words | None = None  # titles and choices as people say them; none: names and codes, for programs


@dataclass(frozen=True, slots=True)
class Exported:
    path: Path
    rows: int
    is_full: bool


@dataclass(frozen=True, slots=True)
class Disclosure:
    """One list that left: what, for whom, why (empty: masked), and when (ms since 1970, UTC)."""

    kind: str
    scope: str
    is_full: bool
    reason: str
    account: str
    disclosed_at_ms: int


def export_records(data_folder: Path, path: Path, wanted: Wanted, *, now_ms: int) -> Exported:
    """Write the records of a kind in some places; the ending of `path` says in which format.

    Raises:
        ReasonMissingError: everything in full was asked for, without a reason; nothing was written.
        ScopeInvalidError: a place is not a division code.
        ListFormatUnknownError: the file's name ends neither in .csv nor in .xlsx.
        FileNotWrittenError: no room or no right.

    """
    form = format_of(path)
    places = tuple(place_prefix(place) for place in wanted.scope)
    if wanted.reason is not None and len(wanted.reason.strip()) < _SHORTEST_REASON:
        raise ReasonMissingError(shortest=_SHORTEST_REASON)
    settings = load_settings(data_folder)
    require_database(settings.city_database)
    city = open_city(settings)
    try:
        with city.write() as connection:
            _note(connection, wanted, places, now_ms=now_ms)
        with city.read() as connection:
            rows = _write(connection, path, form, wanted, places)
    finally:
        city.close()
    return Exported(path, rows, wanted.reason is not None)


def list_disclosures(data_folder: Path) -> tuple[Disclosure, ...]:
    """Give every list that ever left, oldest first."""
    settings = load_settings(data_folder)
    require_database(settings.city_database)
    city = open_city(settings)
    try:
        with city.read() as connection:
            columns = [column for column in disclosures.c if column.name != "number"]
            rows = connection.execute(select(*columns).order_by(disclosures.c.number))
            return tuple(Disclosure(*row) for row in rows)
    finally:
        city.close()


def _note(connection: Connection, wanted: Wanted, places: Sequence[str], *, now_ms: int) -> None:
    row = {"kind": wanted.kind, "scope": ",".join(places)[:512], "account": wanted.account[:128]}
    said = {"is_full": wanted.reason is not None, "reason": (wanted.reason or "").strip()[:_LONGEST_REASON]}
    connection.execute(insert(disclosures).values(disclosed_at_ms=now_ms, **row, **said))


def _write(
    connection: Connection, path: Path, form: ListFormat, wanted: Wanted, places: Sequence[str]
) -> int:
    """Walk twice through one state of the database: for the columns, and for the rows."""
    said = ExportWords(wanted.kind, wanted.reason is not None, wanted.words)
    numbers = _household_numbers(connection, wanted.kind, places)
    names = {name for record in _records(connection, wanted.kind, places) for name in record.fields}
    columns = said.columns(names | ({_HOUSEHOLD_NUMBER} if numbers else set()))
    counter = _Counted(
        said.cells(record, columns, _of_household(record, numbers))
        for record in _records(connection, wanted.kind, places)
    )
    draft = path.with_name(f"{path.name}.new")
    try:
        with open_private_draft(draft) as file:
            write_rows(file, chain([said.titles(columns)], counter), form)
        draft.replace(path)
        flush_folder(path.parent)
    except OSError as error:
        raise FileNotWrittenError(name=path.name) from error
    finally:
        draft.unlink(missing_ok=True)
    return counter.number


def _records(connection: Connection, kind: str, places: Sequence[str]) -> Iterator[CityRecord]:
    for record in records_in(connection, places):
        if record.kind == kind and not record.is_deleted and covers(places, record.village):
            yield record


def _household_numbers(connection: Connection, kind: str, places: Sequence[str]) -> Mapping[str, str]:
    """Give the number of each household: a list of residents names theirs, and a record only its id."""
    homes = _records(connection, _HOUSEHOLD, places) if kind == _PERSON else ()
    return {home.id: str(home.fields.get(_HOUSEHOLD_NUMBER) or "") for home in homes}


def _of_household(record: CityRecord, numbers: Mapping[str, str]) -> Mapping[str, str]:
    number = numbers.get(record.belongs_to)
    return {} if number is None else {_HOUSEHOLD_NUMBER: number}


class _Counted:
    """Rows that are counted as they pass."""

    def __init__(self, rows: Iterator[list[str]]) -> None:
        self._rows = rows
        self.number = 0

    def __iter__(self) -> Iterator[list[str]]:
        for row in self._rows:
            self.number += 1
            yield row
