"""Several envelopes are taken in without waiting for the disk, and are on it when the block has ended."""

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar

import pytest

from store import Origin, Store, StoreInvariantError, open_store, read_record, write_record
from sync.filling import filling
from tests.store.story import KEY, PERSON, person

Result = TypeVar("Result")
WAITS, DOES_NOT_WAIT = [(2,)], [(1,)]
write = partial(write_record, record=person(), origin=Origin("platform"))


@dataclass
class Replica:
    store: Store

    def run(self, operation: Callable[[Store], Result]) -> Result:
        return operation(self.store)


@pytest.fixture
def replica(tmp_path: Path) -> Replica:
    return Replica(open_store(tmp_path / "replica.db", KEY))


def waiting(store: Store) -> list[tuple[int]]:
    return store.rows("PRAGMA synchronous")


def fail(store: Store) -> None:
    write(store)
    raise StoreInvariantError(reason="planted")


def test_one_envelope_waits_for_the_disk_like_every_commit(replica: Replica) -> None:
    with filling(replica, envelopes=1) as taking:
        assert taking.run(waiting) == WAITS


def test_commits_of_a_fill_do_not_wait_and_those_of_the_officer_beside_it_do(replica: Replica) -> None:
    with filling(replica, envelopes=2) as taking:
        assert taking.run(waiting) == DOES_NOT_WAIT
        assert replica.run(waiting) == WAITS
        assert taking.run(waiting) == DOES_NOT_WAIT

    assert replica.run(waiting) == WAITS


def test_a_fill_ends_with_a_commit_that_waits_for_the_disk(replica: Replica, tmp_path: Path) -> None:
    log = Path(f"{replica.store.path}-wal")
    with filling(replica, envelopes=2) as taking:
        taking.run(write)
        before = log.stat().st_size

    assert log.stat().st_size > before
    alone = tmp_path / "alone" / "replica.db"
    alone.parent.mkdir()
    shutil.copy(replica.store.path, alone)
    shutil.copy(log, f"{alone}-wal")
    copy = open_store(alone, KEY)
    assert read_record(copy, "person", PERSON) == person()
    copy.close()


def test_an_operation_that_fails_leaves_the_next_commit_waiting_for_the_disk(replica: Replica) -> None:
    with pytest.raises(StoreInvariantError), filling(replica, envelopes=2) as taking:
        taking.run(fail)

    assert replica.run(waiting) == WAITS
