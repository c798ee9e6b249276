"""A full disk, a missing right and a damaged file are three different mornings: each has its own word."""

import errno
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import MetaData, create_engine
from sqlalchemy.exc import IntegrityError
from sqlalchemy.pool import QueuePool

from resources.words import Words
from server_stub.database import Database, open_database, sqlite_url
from server_stub.errors import StorageUnavailableError
from server_stub.problems import problem_response
from server_stub.storage_errors import (
    StorageBusyError,
    StorageDamagedError,
    StorageForbiddenError,
    StorageFullError,
    StorageUnreachableError,
    storage_errors_as_ours,
    system_error_as_ours,
)
from tests.scenario.postgresql import PostgresqlServer

REASONS = (
    StorageForbiddenError,
    StorageDamagedError,
    StorageFullError,
    StorageBusyError,
    StorageUnreachableError,
)


def opened(address: str) -> Database:
    return open_database(address, tables=MetaData(), room="notes")


def run(database: Database, *statements: str) -> None:
    with database.write() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)


def test_a_file_that_is_no_database_is_damaged_and_stays_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "city.sqlite"
    path.write_bytes(b"not a database at all" * 100)

    with pytest.raises(StorageDamagedError) as refused:
        opened(sqlite_url(path))

    assert refused.value.parameters == {"reason": "SQLITE_NOTADB"}
    assert path.read_bytes().startswith(b"not a database")


def test_a_file_nobody_may_open_is_forbidden(tmp_path: Path) -> None:
    (tmp_path / "city.sqlite").mkdir()

    with pytest.raises(StorageForbiddenError):
        opened(sqlite_url(tmp_path / "city.sqlite"))


def test_a_file_that_may_not_be_written_is_forbidden(tmp_path: Path) -> None:
    database = opened(sqlite_url(tmp_path / "city.sqlite"))

    with pytest.raises(StorageForbiddenError):
        run(database, "PRAGMA query_only=ON", "CREATE TABLE more (number INTEGER)")

    database.close()


def test_a_database_without_room_is_full_and_keeps_what_it_has(tmp_path: Path) -> None:
    database = opened(sqlite_url(tmp_path / "city.sqlite"))

    with pytest.raises(StorageFullError):
        run(
            database,
            "CREATE TABLE more (body BLOB)",
            "PRAGMA max_page_count=1",
            "INSERT INTO more VALUES (zeroblob(1000000))",
        )

    with database.read() as connection:
        assert connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE name = 'more'").all() == []
    database.close()


def test_a_database_somebody_else_holds_is_busy(tmp_path: Path) -> None:
    path = tmp_path / "city.sqlite"
    engine = create_engine(sqlite_url(path), connect_args={"timeout": 0})
    with sqlite3.connect(path, isolation_level=None) as holder:
        holder.execute("BEGIN EXCLUSIVE")

        with pytest.raises(StorageBusyError), storage_errors_as_ours(), engine.connect() as connection:
            connection.exec_driver_sql("SELECT * FROM sqlite_master")

        holder.execute("ROLLBACK")
    engine.dispose()


def test_no_free_connection_is_busy(tmp_path: Path) -> None:
    engine = create_engine(
        sqlite_url(tmp_path / "city.sqlite"), poolclass=QueuePool, pool_size=1, max_overflow=0, pool_timeout=0
    )

    with engine.connect(), pytest.raises(StorageBusyError), storage_errors_as_ours():
        engine.connect()

    engine.dispose()


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        ("53100", StorageFullError),
        ("XX001", StorageDamagedError),
        ("58030", StorageDamagedError),
        ("42501", StorageForbiddenError),
        ("25006", StorageForbiddenError),
        ("55P03", StorageBusyError),
        ("40P01", StorageBusyError),
        ("57P01", StorageUnreachableError),
        ("58P01", StorageUnavailableError),
    ],
)
def test_what_postgresql_says_is_told_apart(
    state: str, kind: type[StorageUnavailableError], postgresql: PostgresqlServer
) -> None:
    database = opened(postgresql.new_place())
    saying = f"DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '{state}'; END $$"

    with pytest.raises(StorageUnavailableError) as refused, database.write() as connection:
        connection.exec_driver_sql(saying)

    database.close()
    assert type(refused.value) is kind


def test_a_server_that_is_not_there_is_unreachable(tmp_path: Path) -> None:
    with pytest.raises(StorageUnreachableError):
        opened(f"postgresql://quancai@/nowhere?host={tmp_path}")


def test_a_mistake_of_ours_stays_one(database_address: str) -> None:
    database = opened(database_address)

    with pytest.raises(IntegrityError):
        run(database, "CREATE TABLE notes (number INTEGER PRIMARY KEY)", "INSERT INTO notes VALUES (1), (1)")

    database.close()


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (errno.EACCES, StorageForbiddenError),
        (errno.EROFS, StorageForbiddenError),
        (errno.ENOSPC, StorageFullError),
        (errno.EIO, StorageDamagedError),
        (errno.ENOTDIR, StorageUnavailableError),
    ],
)
def test_what_the_system_says_is_told_apart(number: int, kind: type[StorageUnavailableError]) -> None:
    assert type(system_error_as_ours(OSError(number, "x"))) is kind


@pytest.mark.parametrize("kind", REASONS)
@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_each_has_words_of_its_own(kind: type[StorageUnavailableError], language: str) -> None:
    said = Words(language).error(kind.code, {"reason": "SQLITE_X"})

    assert said.title != Words(language).error(StorageUnavailableError.code, {"reason": "x"}).title
    assert "SQLITE_X" in said.explanation


@pytest.mark.expects_warning
@pytest.mark.parametrize("kind", REASONS)
def test_a_sender_hears_one_word_for_all_and_the_log_keeps_which(
    kind: type[StorageUnavailableError], caplog: pytest.LogCaptureFixture
) -> None:
    answer = problem_response(kind(reason="SQLITE_X"))

    assert answer.status_code == 503
    assert StorageUnavailableError.code.encode() in bytes(answer.body)
    assert b"SQLITE_X" not in bytes(answer.body)
    assert kind.code in caplog.text
