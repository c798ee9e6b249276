"""The one writer: a failing request takes only itself back, a failing commit fails for all in it."""

from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from threading import Event

import pytest
from sqlalchemy import Column, Connection, Integer, MetaData, Table, event, insert

from server_stub.database import Database, open_database
from server_stub.errors import RegistryConflictError, StorageUnavailableError
from server_stub.relay.writer import MAX_GROUP, GroupWriter

TABLES = MetaData()
NOTES = Table("notes", TABLES, Column("number", Integer, primary_key=True))


@pytest.fixture
def database(database_address: str) -> Iterator[Database]:
    opened = open_database(database_address, tables=TABLES, room="notes")
    yield opened
    opened.close()


def numbers(database: Database) -> list[int]:
    with database.read() as connection:
        return [row[0] for row in connection.exec_driver_sql("SELECT number FROM notes ORDER BY number")]


def note(number: int) -> "NoteOperation":
    return NoteOperation(number)


class NoteOperation:
    def __init__(self, number: int) -> None:
        self._number = number

    def __call__(self, connection: Connection) -> int:
        connection.execute(insert(NOTES).values(number=self._number))
        return self._number


def test_a_request_is_answered_after_its_row_is_there(database: Database) -> None:
    writer = GroupWriter(database)

    answer = writer.submit(note(1)).result(timeout=60)

    assert (answer, numbers(database)) == (1, [1])


def test_a_request_that_fails_takes_only_itself_back(database: Database) -> None:
    writer = GroupWriter(database)
    started, go = Event(), Event()

    def hold(_connection: Connection) -> None:
        started.set()
        go.wait(60)

    def refuse(connection: Connection) -> None:
        note(2)(connection)
        raise RegistryConflictError(version=2)

    writer.submit(hold)
    started.wait(60)
    together: list[Future[object]] = [writer.submit(one) for one in (note(1), refuse, note(3))]
    go.set()

    assert isinstance(together[1].exception(timeout=60), RegistryConflictError)
    assert together[2].result(timeout=60) == 3
    assert numbers(database) == [1, 3]


def test_waiting_requests_share_one_commit(database: Database) -> None:
    writer = GroupWriter(database)
    started, go = Event(), Event()
    commits: list[object] = []
    event.listen(database.engine, "commit", commits.append)

    def hold(_connection: Connection) -> None:
        started.set()
        go.wait(60)

    writer.submit(hold)
    started.wait(60)
    together = [writer.submit(note(number)) for number in range(10)]
    go.set()
    writer.close()

    assert [answer.result(timeout=60) for answer in together] == list(range(10))
    assert len(commits) == 2


def test_a_commit_that_fails_fails_for_everybody_in_it(database: Database) -> None:
    writer = GroupWriter(database)

    def fail(_connection: Connection) -> None:
        raise StorageUnavailableError(reason="disk")

    event.listen(database.engine, "commit", fail, once=True)

    assert isinstance(writer.submit(note(1)).exception(timeout=60), StorageUnavailableError)
    assert numbers(database) == []
    assert writer.submit(note(2)).result(timeout=60) == 2


def test_closing_finishes_what_waits(database: Database) -> None:
    writer = GroupWriter(database)
    answers = [writer.submit(note(number)) for number in range(5)]

    writer.close()

    assert all(answer.done() for answer in answers)
    assert numbers(database) == [0, 1, 2, 3, 4]


def test_what_waits_for_the_same_work_is_worked_on_at_once(database: Database) -> None:
    writer = GroupWriter(database)
    started, go = Event(), Event()
    calls: list[Sequence[int]] = []

    def hold(_connection: Connection) -> None:
        started.set()
        go.wait(60)

    def note_all(connection: Connection, items: Sequence[int]) -> list[int | Exception]:
        calls.append(items)
        connection.execute(insert(NOTES), [{"number": item} for item in items])
        return list(items)

    writer.submit(hold)
    started.wait(60)
    together = [writer.submit_together(note_all, number) for number in (1, 2, 3)]
    go.set()

    assert [answer.result(timeout=60) for answer in together] == [1, 2, 3]
    assert calls == [[1, 2, 3]]
    assert numbers(database) == [1, 2, 3]


def test_heavy_items_fill_a_group_and_none_is_split(database: Database) -> None:
    writer = GroupWriter(database)
    started, go = Event(), Event()
    calls: list[Sequence[int]] = []

    def hold(_connection: Connection) -> None:
        started.set()
        go.wait(60)

    def note_all(_connection: Connection, items: Sequence[int]) -> list[int | Exception]:
        calls.append(items)
        return list(items)

    writer.submit(hold)
    started.wait(60)
    weights = ((1, MAX_GROUP - 1), (2, 1), (3, 2), (4, 2 * MAX_GROUP), (5, 1))
    together = [writer.submit_together(note_all, number, weight=weight) for number, weight in weights]
    go.set()

    assert [answer.result(timeout=60) for answer in together] == [1, 2, 3, 4, 5]
    assert calls == [[1, 2], [3], [4], [5]]


def test_work_that_fails_for_all_is_done_for_each_alone(database: Database) -> None:
    writer = GroupWriter(database)
    started, go = Event(), Event()

    def hold(_connection: Connection) -> None:
        started.set()
        go.wait(60)

    def note_all(connection: Connection, items: Sequence[int]) -> list[int | Exception]:
        connection.execute(insert(NOTES), [{"number": item} for item in items])
        if 2 in items:
            raise RegistryConflictError(version=2)
        return list(items)

    writer.submit(hold)
    started.wait(60)
    together = [writer.submit_together(note_all, number) for number in (1, 2, 3)]
    go.set()

    assert isinstance(together[1].exception(timeout=60), RegistryConflictError)
    assert [together[0].result(timeout=60), together[2].result(timeout=60)] == [1, 3]
    assert numbers(database) == [1, 3]
