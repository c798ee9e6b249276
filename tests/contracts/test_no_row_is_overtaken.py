"""Positions are given out before a commit, and commits overtake each other: no reader may lose a row to that.

The first test shows that the trap is real on PostgreSQL; the others, that nobody falls into it.
"""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import contextmanager
from threading import Event

import pytest
from sqlalchemy import Connection

from server_stub.database import Database, open_database
from server_stub.relay.mailbox import append, read_page
from server_stub.relay.tables import RELAY_TABLES, RELAY_VERSION
from sync.errors import EnvelopeForkError
from tests.fakes.clock import STORY_STARTS_MS
from tests.scenario.postgresql import PostgresqlServer
from tests.scenario.realm import REALM, Device, make_realm

# Long enough for a commit that nothing holds up, on a busy machine.
UNHINDERED_SECONDS = 0.5


def opened(address: str) -> Database:
    return open_database(address, tables=RELAY_TABLES, room="relay", version=RELAY_VERSION)


@contextmanager
def two_processes(address: str) -> Iterator[tuple[Database, Database]]:
    first, second = opened(address), opened(address)
    yield first, second
    first.close()
    second.close()


def keep(connection: Connection, device: Device, *, now_ms: int) -> None:
    append(connection, device.seal(), now_ms=now_ms, make_receipt=lambda *_: b"receipt")


@contextmanager
def write_unlocked(database: Database) -> Iterator[Connection]:
    """Write as if nobody had thought of the order of commits."""
    engine = database.engine.execution_options(quancai_writes=False)
    with engine.begin() as connection:
        yield connection


def items_after(database: Database, cursor: int) -> tuple[tuple[int, bytes], ...]:
    with database.read() as connection:
        return read_page(connection, REALM, after=cursor, limit=10, max_bytes=1 << 20).items


def test_without_the_lock_a_reader_would_pass_a_row_for_ever(postgresql: PostgresqlServer) -> None:
    realm = make_realm()
    slow, quick = realm.join(), realm.join()

    with two_processes(postgresql.new_place()) as (first, second):
        with write_unlocked(first) as one:
            keep(one, slow, now_ms=STORY_STARTS_MS)
            with write_unlocked(second) as other:
                keep(other, quick, now_ms=STORY_STARTS_MS + 1)
            seen = items_after(second, 0)
        cursor = seen[-1][0]

        assert len(seen) == 1
        assert items_after(second, cursor) == ()
        assert len(items_after(second, 0)) == 2


def test_a_reader_that_follows_its_cursor_gets_every_row(database_address: str) -> None:
    realm = make_realm()
    slow, quick = realm.join(), realm.join()
    is_written, may_commit = Event(), Event()

    def write_slowly(database: Database) -> None:
        with database.write() as connection:
            keep(connection, slow, now_ms=STORY_STARTS_MS)
            is_written.set()
            may_commit.wait(60)

    def write_quickly(database: Database) -> None:
        with database.write() as connection:
            keep(connection, quick, now_ms=STORY_STARTS_MS + 1)

    with two_processes(database_address) as (first, second), ThreadPoolExecutor(2) as threads:
        one = threads.submit(write_slowly, first)
        is_written.wait(60)
        other = threads.submit(write_quickly, second)
        overtaking, _ = wait([other], timeout=UNHINDERED_SECONDS)
        seen = items_after(second, 0)
        cursor = max([0, *(position for position, _ in seen)])
        may_commit.set()
        one.result(60)
        other.result(60)
        later = items_after(second, cursor)

    assert not overtaking
    assert len([*seen, *later]) == 2


def test_the_same_envelope_at_two_processes_at_once_is_kept_once(database_address: str) -> None:
    device = make_realm().join()
    envelope = device.seal()

    def post(database: Database) -> bytes:
        with database.write() as connection:
            return append(
                connection,
                envelope,
                now_ms=STORY_STARTS_MS,
                make_receipt=lambda *_: id(database).to_bytes(8, "big"),
            ).receipt

    with two_processes(database_address) as pair, ThreadPoolExecutor(2) as threads:
        receipts = list(threads.map(post, pair))
        kept = items_after(pair[0], 0)

    assert receipts[0] == receipts[1]
    assert [body for _, body in kept] == [envelope.body]


def test_two_words_of_one_sender_at_one_place_are_a_fork_whichever_process_hears_them(
    database_address: str,
) -> None:
    device = make_realm().join()
    header = device.header()
    one, other = device.seal_bytes(b"one", header=header), device.seal_bytes(b"other", header=header)

    with two_processes(database_address) as (first, second):
        with first.write() as connection:
            append(connection, one, now_ms=STORY_STARTS_MS, make_receipt=lambda *_: b"receipt")
        with pytest.raises(EnvelopeForkError), second.write() as connection:
            append(connection, other, now_ms=STORY_STARTS_MS, make_receipt=lambda *_: b"receipt")

        assert [body for _, body in items_after(second, 0)] == [one.body]
