"""What the office publishes to its devices: plain functions on a data folder, for the command line.

They write into the city database; the platform sends it out in its next round, whether it
runs in another process now or is started later. Whether a form can be begun, and a rule
pack be run, was looked at before.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection

from server_stub.data_folder import load_settings, open_city
from server_stub.database import require_database
from server_stub.platform.documents import (
    NewDocument,
    PublishedDocument,
    keep_document,
    list_documents,
    read_content,
    withdraw_document,
)
from server_stub.platform.form_shelf import CITY_TIME
from sync.adapters.system import SystemClock
from sync.change import DocumentKind


def publish(data_folder: Path, new: Sequence[NewDocument]) -> tuple[NewDocument, ...]:
    """Publish all of them in one commit, in this order; give those that are new.

    A list without a version gets the next of today, unless the newest says the same already.

    Raises:
        DocumentVersionTakenError, DocumentTooLargeError: nothing was published.

    """
    now_ms = SystemClock().now_ms()
    with _city(data_folder) as connection:
        named = [_with_version(connection, one, now_ms=now_ms) for one in new]
        return tuple(one for one in named if one and keep_document(connection, one, now_ms=now_ms))


def withdraw(data_folder: Path, kind: DocumentKind, name: str, version: str) -> None:
    """Let nothing new be begun with a version.

    Raises:
        DocumentNotPublishedError: there is none.

    """
    with _city(data_folder) as connection:
        withdraw_document(connection, kind, name, version, now_ms=SystemClock().now_ms())


def read_documents(data_folder: Path) -> tuple[PublishedDocument, ...]:
    """Give every version that was ever published, in that order."""
    with _city(data_folder) as connection:
        return list_documents(connection)


def read_published_lists(data_folder: Path) -> Mapping[str, bytes]:
    """Give the newest version of every list that stands, by file name."""
    with _city(data_folder) as connection:
        newest = {one.name: one for one in list_documents(connection, DocumentKind.LIST) if one.is_standing}
        return {name: read_content(connection, one.number) for name, one in newest.items()}


def _with_version(connection: Connection, new: NewDocument, *, now_ms: int) -> NewDocument | None:
    if new.version:
        return new
    known = [one for one in list_documents(connection, new.kind) if one.name == new.name]
    if known and known[-1].is_standing and read_content(connection, known[-1].number) == new.content:
        return None
    today = f"{datetime.fromtimestamp(now_ms / 1000, UTC).astimezone(CITY_TIME):%Y%m%d}"
    number = 1 + sum(one.version.startswith(today) for one in known)
    return NewDocument(new.kind, new.name, f"{today}{number:02}", new.content, new.weight)


@contextmanager
def _city(data_folder: Path) -> Iterator[Connection]:
    settings = load_settings(data_folder)
    require_database(settings.city_database)
    city = open_city(settings)
    try:
        with city.write() as connection:
            yield connection
    finally:
        city.close()
