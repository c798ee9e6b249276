"""What one server process announces with a commit, the others hear; nobody hears what was taken back."""

from collections.abc import Iterator
from pathlib import Path
from queue import Queue

import pytest

from server_stub.announcements import announce
from server_stub.database import Database, open_database, sqlite_url
from server_stub.relay.tables import RELAY_TABLES, RELAY_VERSION
from tests.scenario.postgresql import PostgresqlServer

PATIENCE_SECONDS = 90
MISSED = "(missed)"


class Process:
    """A server process, as far as words go."""

    def __init__(self, address: str) -> None:
        self.database: Database = open_database(
            address, tables=RELAY_TABLES, room="relay", version=RELAY_VERSION
        )
        self.heard: Queue[str] = Queue()
        self.database.hear_others(self.heard.put, missed=lambda: self.heard.put(MISSED))

    def say(self, word: str) -> None:
        with self.database.write() as connection:
            announce(connection, word)

    def next_word(self) -> str:
        return self.heard.get(timeout=PATIENCE_SECONDS)


@pytest.fixture
def processes(postgresql: PostgresqlServer) -> Iterator[tuple[Process, Process]]:
    address = postgresql.new_place()
    one, other = Process(address), Process(address)
    # Each listens once it has said that it may have missed something.
    assert (one.next_word(), other.next_word()) == (MISSED, MISSED)
    yield one, other
    one.database.close()
    other.database.close()


def test_a_word_reaches_the_other_process_with_its_commit(processes: tuple[Process, Process]) -> None:
    one, other = processes

    one.say("p-anxi")

    assert other.next_word() == "p-anxi"


def test_a_process_does_not_hear_itself(processes: tuple[Process, Process]) -> None:
    one, other = processes

    one.say("mine")
    other.say("yours")

    assert one.next_word() == "yours"
    assert other.next_word() == "mine"


def test_what_was_taken_back_is_heard_by_nobody(processes: tuple[Process, Process]) -> None:
    one, other = processes

    def fail() -> None:
        with one.database.write() as connection:
            announce(connection, "never")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    one.say("kept")

    assert other.next_word() == "kept"


def test_a_word_said_often_in_one_commit_is_heard_once(processes: tuple[Process, Process]) -> None:
    one, other = processes

    with one.database.write() as connection:
        announce(connection, "p-anxi")
        announce(connection, "p-anxi")
    one.say("later")

    assert [other.next_word(), other.next_word()] == ["p-anxi", "later"]


@pytest.mark.timeout(300)
def test_a_cut_connection_is_made_anew_and_says_that_words_may_be_lost(
    processes: tuple[Process, Process], postgresql: PostgresqlServer
) -> None:
    one, other = processes

    postgresql.cut_listeners()

    assert other.next_word() == MISSED
    one.say("after")
    assert other.next_word() == "after"


def test_on_sqlite_there_is_nobody_to_hear(tmp_path: Path) -> None:
    alone = Process(sqlite_url(tmp_path / "relay.sqlite"))

    alone.say("p-anxi")
    alone.database.close()

    assert alone.heard.empty()
