"""Who waits on an event loop is answered with his group, and a writer gathers only where there is a crowd."""

import asyncio
from collections.abc import Iterator, Sequence
from threading import Event

import pytest
from sqlalchemy import Column, Connection, Integer, MetaData, Table, insert

from server_stub.database import Database, open_database
from server_stub.errors import RegistryConflictError
from server_stub.relay.writer import GroupWriter

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


def note_all(connection: Connection, items: Sequence[int]) -> list[int]:
    connection.execute(insert(NOTES), [{"number": item} for item in items])
    return list(items)


class Gate:
    """Work that holds the writer until it is opened, so that others have to wait in its queue."""

    def __init__(self) -> None:
        self.reached, self.opened = Event(), Event()

    def __call__(self, _connection: Connection) -> None:
        self.reached.set()
        self.opened.wait(60)


def test_every_one_of_a_group_is_answered_on_the_loop(database: Database) -> None:
    writer, gate = GroupWriter(database), Gate()

    async def story() -> list[int]:
        writer.submit(gate)
        waiting = [asyncio.ensure_future(writer.commit_together(note_all, number)) for number in range(9)]
        gate.opened.set()
        return await asyncio.gather(*waiting)

    assert asyncio.run(story()) == list(range(9))
    assert numbers(database) == list(range(9))


def test_whoever_hangs_up_takes_nothing_back(database: Database) -> None:
    writer, gate = GroupWriter(database), Gate()

    async def story() -> int:
        writer.submit(gate)
        gone = asyncio.ensure_future(writer.commit_together(note_all, 1))
        stays = asyncio.ensure_future(writer.commit_together(note_all, 2))
        await asyncio.sleep(0)  # a task runs to its first wait, which is behind the queue
        gone.cancel()
        gate.opened.set()
        return await stays

    assert asyncio.run(story()) == 2
    assert numbers(database) == [1, 2]


def test_what_is_refused_alone_is_tried_once(database: Database) -> None:
    writer = GroupWriter(database)
    tried: list[int] = []

    def refuse(connection: Connection) -> None:
        tried.append(1)
        note_all(connection, [1])
        raise RegistryConflictError(version=1)

    with pytest.raises(RegistryConflictError):
        asyncio.run(writer.commit(refuse))

    assert (tried, numbers(database), writer.commit_count) == ([1], [], 0)


def test_writer_outlives_a_loop_that_was_closed_before_the_answer(database: Database) -> None:
    writer, gate = GroupWriter(database), Gate()

    async def leave() -> None:
        writer.submit(gate)
        asyncio.ensure_future(writer.commit_together(note_all, 1)).cancel()
        forgotten = asyncio.get_running_loop().create_task(writer.commit_together(note_all, 2))
        await asyncio.sleep(0)  # a task runs to its first wait, which is behind the queue
        forgotten.cancel()

    asyncio.run(leave())
    gate.opened.set()

    assert writer.submit_together(note_all, 3).result(timeout=60) == 3
    assert numbers(database) == [2, 3]


def test_writer_gathers_after_a_crowd_and_never_for_one_alone(database: Database) -> None:
    gathered: list[list[int]] = []
    writer = GroupWriter(database, gather=lambda _closing: gathered.append(numbers(database)))
    gate = Gate()

    writer.submit_together(note_all, 100).result(timeout=60)
    writer.submit(gate)
    gate.reached.wait(60)
    crowd = [writer.submit_together(note_all, number) for number in range(5)]
    gate.opened.set()
    answers = [answer.result(timeout=60) for answer in crowd]
    writer.close()

    assert answers == [0, 1, 2, 3, 4]
    assert gathered == [[0, 1, 2, 3, 4, 100]]
