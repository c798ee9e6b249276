"""Looking into the city database from outside the service: one record, the tasks.

Nothing is changed, and no city is begun where there is none. Safe while the platform
runs: each look sees the last commit.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection

from server_stub.data_folder import load_settings, open_city
from server_stub.database import require_database
from server_stub.platform.dispatch import TASK
from server_stub.platform.records import CityRecord, read_record, records_of


def read_city_record(data_folder: Path, kind: str, record_id: str) -> dict[str, object] | None:
    """Give a record as the city holds it now, or None.

    Raises:
        StorageUnavailableError: the database cannot be read.

    """
    with _city(data_folder) as connection:
        record = read_record(connection, kind, record_id)
    return None if record is None else _plain(record)


def list_tasks(data_folder: Path) -> list[dict[str, object]]:
    """Give every task, open and ended, by id.

    Raises:
        StorageUnavailableError: the database cannot be read.

    """
    with _city(data_folder) as connection:
        return [_plain(record) for record in records_of(connection, TASK)]


@contextmanager
def _city(data_folder: Path) -> Iterator[Connection]:
    settings = load_settings(data_folder)
    require_database(settings.city_database)
    database = open_city(settings)
    try:
        with database.read() as connection:
            yield connection
    finally:
        database.close()


def _plain(record: CityRecord) -> dict[str, object]:
    return {
        "kind": record.kind,
        "id": record.id,
        "revision": record.revision,
        "village": record.village,
        "is_deleted": record.is_deleted,
        "fields": dict(record.fields),
    }
