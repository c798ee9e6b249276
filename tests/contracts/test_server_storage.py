"""What the server's database promises, on SQLite and on PostgreSQL alike."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from threading import Event

import pytest
from sqlalchemy import Column, Connection, Integer, LargeBinary, MetaData, Table, delete, insert, select
from sqlalchemy.exc import IntegrityError

from server_stub.database import (
    COUNTING_NUMBER,
    Database,
    count_on,
    open_database,
    plain_string,
    require_database,
)
from server_stub.errors import StorageNewerError, StorageUnavailableError
from tests.scenario.postgresql import PostgresqlServer

TABLES = MetaData()
NOTES = Table(
    "notes",
    TABLES,
    Column("number", COUNTING_NUMBER, primary_key=True),
    Column("name", plain_string(64), nullable=False, unique=True),
    Column("body", LargeBinary, nullable=True),
    sqlite_autoincrement=True,
)
ROOM = "notes"


def opened(address: str, *, version: int = 1) -> Database:
    return open_database(address, tables=TABLES, room=ROOM, version=version)


@pytest.fixture
def database(database_address: str) -> Iterator[Database]:
    made = opened(database_address)
    yield made
    made.close()


def note(connection: Connection, name: str, body: bytes = b"") -> None:
    connection.execute(insert(NOTES).values(name=name, body=body))


def names(database: Database) -> list[str]:
    with database.read() as connection:
        return list(connection.execute(select(NOTES.c.name).order_by(NOTES.c.number)).scalars())


def test_what_was_committed_is_there_after_opening_again(database: Database, database_address: str) -> None:
    with database.write() as connection:
        note(connection, "林秀梅", b"\x00\xff")
    database.close()

    again = opened(database_address)

    with again.read() as connection:
        assert connection.execute(select(NOTES.c.name, NOTES.c.body)).one() == ("林秀梅", b"\x00\xff")
    again.close()


def test_a_transaction_that_fails_leaves_nothing(database: Database) -> None:
    def write_twice() -> None:
        with database.write() as connection:
            note(connection, "half")
            note(connection, "half")

    with pytest.raises(IntegrityError):
        write_twice()

    assert names(database) == []


def test_a_savepoint_takes_back_what_failed_and_nothing_else(database: Database) -> None:
    with database.write() as connection:
        note(connection, "kept")
        with pytest.raises(IntegrityError), connection.begin_nested():
            note(connection, "kept")
        note(connection, "next")

    assert names(database) == ["kept", "next"]


def test_a_reader_sees_one_state_however_long_it_reads(database: Database) -> None:
    with database.write() as connection:
        note(connection, "first")

    with database.read() as reader:
        before = reader.execute(select(NOTES.c.name)).scalars().all()
        with database.write() as connection:
            note(connection, "second")
        after = reader.execute(select(NOTES.c.name)).scalars().all()

    assert (before, after) == (["first"], ["first"])
    assert names(database) == ["first", "second"]


def test_what_a_reader_writes_is_never_kept(database: Database) -> None:
    with suppress(StorageUnavailableError), database.read() as connection:
        note(connection, "by mistake")

    assert names(database) == []


def test_nobody_else_writes_while_one_does(database: Database, database_address: str) -> None:
    elsewhere = opened(database_address)
    inside, go = Event(), Event()
    order: list[str] = []

    def first() -> None:
        with database.write() as connection:
            inside.set()
            go.wait(60)
            note(connection, "first")
            order.append("first")

    def second() -> None:
        with elsewhere.write() as connection:
            order.append("second")
            note(connection, "second")

    with ThreadPoolExecutor(2) as threads:
        slow = threads.submit(first)
        inside.wait(60)
        quick = threads.submit(second)
        go.set()
        slow.result(60)
        quick.result(60)

    elsewhere.close()
    assert order == ["first", "second"]
    assert names(database) == ["first", "second"]


def test_a_writer_that_waited_sees_what_was_committed_meanwhile(postgresql: PostgresqlServer) -> None:
    # An operator's own default must not have a writer look at the database as it was before its turn.
    address = f"{postgresql.new_place()}%20-cdefault_transaction_isolation%3Dserializable"
    database, elsewhere = opened(address), opened(address)
    inside, go = Event(), Event()

    def first() -> None:
        with database.write() as connection:
            inside.set()
            go.wait(60)
            note(connection, "first")

    def second() -> list[str]:
        with elsewhere.write() as connection:
            return list(connection.execute(select(NOTES.c.name)).scalars())

    with ThreadPoolExecutor(2) as threads:
        slow = threads.submit(first)
        inside.wait(60)
        quick = threads.submit(second)
        postgresql.wait_for_a_waiting_writer()
        go.set()
        slow.result(60)
        seen = quick.result(60)

    database.close()
    elsewhere.close()
    assert seen == ["first"]


def test_a_number_is_never_given_twice(database: Database) -> None:
    with database.write() as connection:
        note(connection, "gone")
        connection.execute(delete(NOTES))
    with database.write() as connection:
        note(connection, "later")

    with database.read() as connection:
        assert connection.execute(select(NOTES.c.number)).scalar_one() == 2


def test_counting_goes_on_after_rows_that_brought_their_numbers(database: Database) -> None:
    with database.write() as connection:
        connection.execute(insert(NOTES).values(number=7, name="brought"))
        count_on(connection, NOTES.c.number)
        note(connection, "counted")

    with database.read() as connection:
        assert connection.execute(select(NOTES.c.number).order_by(NOTES.c.number)).scalars().all() == [7, 8]


def test_texts_are_in_the_order_of_their_bytes(database: Database) -> None:
    with database.write() as connection:
        for name in ("b", "a-1", "B", "a1", "é", "a_1"):
            note(connection, name)

    with database.read() as connection:
        found = connection.execute(select(NOTES.c.name).order_by(NOTES.c.name)).scalars().all()
    assert found == sorted(found)


def test_a_later_version_is_refused_and_left_alone(database: Database, database_address: str) -> None:
    with database.write() as connection:
        note(connection, "kept")
    opened(database_address, version=1).close()
    opened_later = open_database(
        database_address, tables=TABLES, room=ROOM, version=2, upgrade=lambda _connection, _found: None
    )
    opened_later.close()

    with pytest.raises(StorageNewerError) as refused:
        opened(database_address, version=1)

    assert refused.value.parameters == {"found": "2", "known": "1"}
    assert names(database) == ["kept"]


def test_an_upgrade_that_fails_changes_nothing(database: Database, database_address: str) -> None:
    def break_off(connection: Connection, _found: int) -> None:
        connection.execute(delete(NOTES))
        connection.exec_driver_sql("ALTER TABLE notes ADD COLUMN half INTEGER")
        raise ZeroDivisionError

    with database.write() as connection:
        note(connection, "kept")

    with pytest.raises(ZeroDivisionError):
        open_database(database_address, tables=TABLES, room=ROOM, version=2, upgrade=break_off)

    with opened(database_address).read() as connection:
        assert connection.exec_driver_sql("SELECT * FROM notes").keys() == ["number", "name", "body"]
    assert names(database) == ["kept"]


def test_looking_where_nothing_was_ever_kept_makes_nothing(database_address: str) -> None:
    with pytest.raises(StorageUnavailableError) as refused:
        require_database(database_address)
    assert refused.value.code == "server-nothing-begun"

    opened(database_address).close()

    require_database(database_address)


def test_an_address_where_nothing_is_says_so() -> None:
    with pytest.raises(StorageUnavailableError):
        opened("postgresql://quancai@/nowhere?host=/nonexistent")


def test_a_server_that_flushes_nothing_is_refused(postgresql: PostgresqlServer) -> None:
    with postgresql.without_flushing(), pytest.raises(StorageUnavailableError) as refused:
        opened(postgresql.new_place())

    assert refused.value.parameters == {"reason": "fsync-off"}


def test_a_database_that_cannot_hold_every_character_is_refused(postgresql: PostgresqlServer) -> None:
    with pytest.raises(StorageUnavailableError) as refused:
        opened(postgresql.new_database(encoding="LATIN1"))

    assert refused.value.parameters == {"reason": "encoding-not-utf8"}


def test_processes_that_open_an_empty_database_together_agree(database_address: str) -> None:
    others = MetaData()
    Table("other_notes", others, Column("number", Integer, primary_key=True))

    with ThreadPoolExecutor(4) as threads:
        rooms = [
            threads.submit(open_database, database_address, tables=tables, room=room)
            for tables, room in ((TABLES, "notes"), (others, "others"), (TABLES, "notes"), (others, "others"))
        ]
        databases = [one.result(60) for one in rooms]

    with databases[0].read() as connection:
        query = "SELECT room FROM schema_versions ORDER BY room"
        assert connection.exec_driver_sql(query).scalars().all() == ["notes", "others"]
    for one in databases:
        one.close()
