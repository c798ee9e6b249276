"""A database that fails under a group of requests: each hears that it was not kept, and may come again."""

import sqlite3
from collections.abc import Iterator
from concurrent.futures import Future
from threading import Event

import pytest
from sqlalchemy import Column, Connection, Integer, MetaData, Table, insert, select
from sqlalchemy.exc import OperationalError

from server_stub.database import Database, open_database
from server_stub.relay.writer import GroupWriter
from server_stub.storage_errors import StorageFullError, StorageUnreachableError
from tests.scenario.postgresql import PostgresqlServer

TABLES = MetaData()
NOTES = Table("notes", TABLES, Column("number", Integer, primary_key=True))


@pytest.fixture
def database(database_address: str) -> Iterator[Database]:
    opened = open_database(database_address, tables=TABLES, room="notes")
    yield opened
    opened.close()


@pytest.fixture
def line(postgresql: PostgresqlServer) -> Iterator[Database]:
    """Give a database at the other end of a line that can be cut."""
    opened = open_database(postgresql.new_place(), tables=TABLES, room="notes")
    yield opened
    opened.close()


def first(connection: Connection) -> int:
    connection.execute(insert(NOTES).values(number=1))
    return 1


def last(connection: Connection) -> int:
    connection.execute(insert(NOTES).values(number=3))
    return 3


def lose_the_line(connection: Connection) -> None:
    connection.exec_driver_sql("SELECT pg_terminate_backend(pg_backend_pid())")


def find_the_disk_full(_connection: Connection) -> None:
    full = sqlite3.OperationalError("database or disk is full")
    full.sqlite_errorname = "SQLITE_FULL"
    raise OperationalError("INSERT", None, full)


def numbers(database: Database) -> list[int]:
    with database.read() as connection:
        return list(connection.execute(select(NOTES.c.number).order_by(NOTES.c.number)).scalars())


def in_one_group(writer: GroupWriter, *operations: object) -> list["Future[object]"]:
    """Let a group gather while another one is held up."""
    started, go = Event(), Event()

    def hold(_connection: Connection) -> None:
        started.set()
        go.wait(60)

    writer.submit(hold)
    started.wait(60)
    answers: list[Future[object]] = [writer.submit(one) for one in operations]  # type: ignore[arg-type]
    go.set()
    return answers


def refusal(answer: "Future[object]") -> type[BaseException | None]:
    return type(answer.exception(timeout=60))


def test_a_line_cut_in_the_middle_of_a_group_is_the_operators_turn_for_all_in_it(line: Database) -> None:
    writer = GroupWriter(line)

    answers = in_one_group(writer, first, lose_the_line, last)

    assert [refusal(answer) for answer in answers] == [StorageUnreachableError] * 3
    assert numbers(line) == []
    assert writer.submit(last).result(timeout=60) == 3


def test_one_request_the_database_could_not_take_hears_so_and_no_other(database: Database) -> None:
    writer = GroupWriter(database)

    answers = in_one_group(writer, first, find_the_disk_full, last)

    assert refusal(answers[1]) is StorageFullError
    assert [answers[0].result(60), answers[2].result(60)] == [1, 3]
    assert numbers(database) == [1, 3]
