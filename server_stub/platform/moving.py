"""A person moves to another household: the record goes to whoever looks after it from now on.

The devices of the old place learn that it left and erase it, those of the new place get
it whole; the tasks about the person move along.
"""

from collections.abc import Sequence
from dataclasses import replace

from sqlalchemy import Connection

from server_stub.platform.dispatch import TASK
from server_stub.platform.merging import next_revision
from server_stub.platform.port import PlacedState
from server_stub.platform.records import (
    CityRecord,
    Provenance,
    Source,
    owned_records,
    read_record,
    state_of,
    write_record,
)
from server_stub.platform.returned import RecordUnknownError
from server_stub.platform.untold import note_untold

_PERSON = "person"
_HOUSEHOLD = "household"


def move_person(
    connection: Connection, person_id: str, *, household_id: str, operator: str, now_ms: int
) -> Sequence[PlacedState]:
    """Move a person and the tasks about them; give every record that is different now.

    The next round of the platform tells the devices of both places.

    Raises:
        RecordUnknownError: the city holds no such person or household.

    """
    person = _require(connection, _PERSON, person_id)
    household = _require(connection, _HOUSEHOLD, household_id)
    fields = {**person.fields, "household_id": household_id}
    moved = replace(person, fields=fields, belongs_to=household_id)
    tasks = owned_records(connection, TASK, person_id)
    provenance = Provenance(Source.PLATFORM, operator, None, now_ms)
    changed = [
        _move(connection, after, before=before, village=household.village, provenance=provenance)
        for before, after in ((person, moved), *((task, task) for task in tasks))
    ]
    note_untold(connection, changed, now_ms=now_ms)
    return changed


def _move(
    connection: Connection, record: CityRecord, *, before: CityRecord, village: str, provenance: Provenance
) -> PlacedState:
    revision = next_revision(before, now_ms=provenance.at_ms)
    after = replace(record, village=village, revision=revision)
    write_record(connection, after, provenance=provenance)
    return PlacedState(state_of(after), before=state_of(before))


def _require(connection: Connection, kind: str, record_id: str) -> CityRecord:
    record = read_record(connection, kind, record_id)
    if record is None:
        raise RecordUnknownError(kind=kind, record=record_id)
    return record
