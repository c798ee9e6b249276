"""Moving a person to another household by hand: for a command or a page of the office."""

from pathlib import Path
from typing import Final

from server_stub.data_folder import load_settings
from server_stub.importing.errors import RecordsElsewhereError
from server_stub.office import city_database
from server_stub.platform.moving import move_person
from sync.adapters.system import SystemClock

_BY_HAND: Final = "office"


def move_by_hand(data_folder: Path, person_id: str, *, household_id: str) -> str:
    """Move a person with the tasks about them; give the village they live in now.

    The platform tells both villages in its next round.

    Raises:
        RecordUnknownError: the city holds no such person or household.
        RecordsElsewhereError: another system keeps the records.
        StorageUnavailableError: there is no city here, or its database cannot be used.

    """
    if load_settings(data_folder).city_system_url:
        raise RecordsElsewhereError
    now_ms = SystemClock().now_ms()
    with city_database(data_folder) as connection:
        person, *_ = move_person(
            connection, person_id, household_id=household_id, operator=_BY_HAND, now_ms=now_ms
        )
    return person.village
