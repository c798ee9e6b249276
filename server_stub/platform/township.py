"""Loading the demonstration township: real villages, invented residents, their insurance months.

The lists are those of `resources/demo`; months in them are distances from the month
of loading, so the story is the same whenever it is told.
"""

import csv
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime

from sqlalchemy import Connection

from employment import InsuranceKind, InsuranceMonth, month_of
from resources import read_text
from server_stub.errors import DemoDataMissingError
from server_stub.platform.form_shelf import CITY_TIME
from server_stub.platform.insurance import keep_insurance
from server_stub.platform.merging import first_revision
from server_stub.platform.records import CityRecord, Provenance, Source, count_records, write_record
from sync.change import FieldValue

_FOLDER = "demo"
_LOADER = "demo"


def load_township(connection: Connection, *, now_ms: int) -> int:
    """Load the township into an empty city; give the number of households that are new.

    Raises:
        DemoDataMissingError: the lists are not shipped, or not as expected.

    """
    if count_records(connection, "household"):
        return 0
    provenance = Provenance(Source.IMPORT, _LOADER, None, now_ms)
    revision = first_revision(now_ms)
    villages: dict[str, str] = {}
    for row in _rows("households"):
        villages[row["id"]] = row["village"]
        household = CityRecord("household", row["id"], revision, _fields(row), row["village"])
        write_record(connection, household, provenance=provenance)
    for row in _rows("persons"):
        owner = row["household_id"]
        person = CityRecord("person", row["id"], revision, _fields(row), villages[owner], belongs_to=owner)
        write_record(connection, person, provenance=provenance)
    today = datetime.fromtimestamp(now_ms / 1000, UTC).astimezone(CITY_TIME).date()
    keep_insurance(connection, _months(today))
    return len(villages)


def _months(today: date) -> Iterator[InsuranceMonth]:
    for row in _rows("insurance"):
        yield InsuranceMonth(
            person_id=row["person_id"],
            month=month_of(today, offset=int(row["month_offset"])),
            kind=InsuranceKind(row["kind"]),
            employer_name=row["employer_name"] or None,
        )


def _fields(row: Mapping[str, str]) -> dict[str, FieldValue]:
    return {name: value or None for name, value in row.items() if name != "id"}


def _rows(name: str) -> Iterator[dict[str, str]]:
    try:
        text = read_text(f"{_FOLDER}/{name}.tsv")
    except OSError as error:
        raise DemoDataMissingError(name=name) from error
    yield from csv.DictReader(text.splitlines(), delimiter="\t")
