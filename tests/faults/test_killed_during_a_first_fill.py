"""kill -9 while a first fill merges envelope after envelope without waiting for the disk, again and again."""

import fcntl
import os
import random
import signal
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from store import (
    Draft,
    InboxState,
    ReceivedEnvelope,
    Store,
    keep_enrolment,
    keep_received,
    keep_registry,
    list_drafts,
    list_received,
    list_records,
    open_store,
    read_head,
    save_draft,
    search_pace,
    search_persons,
)
from sync.change import RecordState
from sync.keys.enrolment import Enrolment, encode_enrolment
from sync.replica import read_member
from sync.settle import settle_all
from tests.fakes.clock import STORY_STARTS_MS, FakeClock
from tests.fakes.relay import MemoryRelay
from tests.store.story import KEY
from tests.sync.city_desk import CityDesk
from tests.sync.conftest import DirectReplica
from tests.sync.story import CITY, REALM, REGISTRY, RELAY, SIGNED_REGISTRY, TOWN, TRUST, XIANGSHAN, state

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="a pipe of one page is a Linux affair")

ENVELOPES, PEOPLE = 12, 40
LINE_BYTES = 1024  # and a pipe of four such lines: the one who fills is never far ahead of the one who reads
PIPE_BYTES = 4096
MOST_KILLS = 40


def people(envelope: int) -> list[RecordState]:
    """Twenty of them come in the next envelope again, with a later word."""
    first = envelope * PEOPLE // 2
    return [
        replace(state(envelope + 1, phone=f"164{number:08d}"), record_id=f"p-{number:04d}")
        for number in range(first, first + PEOPLE)
    ]


def receive_everything(place: Path) -> None:
    """Leave a replica whose inbox holds a first fill nobody has looked into."""
    city = CityDesk(MemoryRelay(REGISTRY, SIGNED_REGISTRY, RELAY))
    sealed = [city.seal(*people(number)) for number in range(ENVELOPES)]
    rows = [
        ReceivedEnvelope(position, one.id, one.body, STORY_STARTS_MS)
        for position, one in enumerate(sealed, start=1)
    ]
    store = open_store(place, KEY)
    enrolment = Enrolment(XIANGSHAN, "http://127.0.0.1:8000", REALM, TRUST, (TOWN,), "林秀梅")
    keep_enrolment(store, encode_enrolment(enrolment))
    keep_registry(store, REGISTRY.version, SIGNED_REGISTRY)
    keep_received(store, rows, stream="mailbox", cursor=ENVELOPES)
    store.close()


def fill(place: Path, told: Callable[[str], None]) -> None:
    """Merge what waits; after each envelope the officer saves a draft, and is told that it is kept."""
    store = open_store(place, KEY)
    replica = DirectReplica(store)

    def type_something(_done: int, _total: int) -> None:
        draft = f"draft-{len(list_drafts(store)):03d}"
        save_draft(store, Draft(draft, "brief", "1", None, b"typed between two envelopes", 1))
        told(draft)

    settle_all(replica, replica.run(read_member), clock=FakeClock(), settled=type_something)
    store.close()


def fill_and_be_killed(place: Path, chance: random.Random) -> set[str]:
    """Fill in a process of its own that is killed at a random moment; give the drafts it spoke of."""
    reading, writing = os.pipe()
    fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, PIPE_BYTES)
    child = os.fork()
    if child == 0:
        status = 1
        try:
            os.close(reading)
            fill(place, lambda draft: say(writing, draft))
            status = 0
        finally:
            os._exit(status)
    os.close(writing)
    with os.fdopen(reading, "rb") as pipe:
        heard = pipe.read(LINE_BYTES * chance.randrange(1, 4))
        time.sleep(chance.random() * 0.02)
        os.kill(child, signal.SIGKILL)
        heard += pipe.read()
    _, status = os.waitpid(child, 0)
    assert status in (0, signal.SIGKILL)
    return set(heard.decode().split())


def say(pipe: int, draft: str) -> None:
    os.write(pipe, draft.ljust(LINE_BYTES).encode())


def fill_among_kills(place: Path, *, seed: int) -> tuple[set[str], list[int]]:
    """Fill until nothing waits; give every draft the officer was told of, and what waited after each kill."""
    chance, told, waiting = random.Random(seed), set[str](), [ENVELOPES]
    while waiting[-1] and len(waiting) < MOST_KILLS:
        told |= fill_and_be_killed(place, chance)
        store = open_store(place, KEY)
        waiting.append(len(list_received(store, InboxState.RECEIVED)))
        store.close()
    return told, waiting


def held(store: Store) -> list[object]:
    [people_searched] = store.rows("SELECT count(*) FROM searchable")
    [lines] = store.rows("SELECT count(*), count(DISTINCT kind || id || revision) FROM record_history")
    head = read_head(store, f"{CITY.device_id}>{XIANGSHAN.device_id}")
    return [list_records(store, "person"), people_searched, lines, head]


@pytest.mark.parametrize("seed", range(4))
def test_nothing_is_lost_or_merged_twice_and_every_act_of_the_officer_is_there(
    tmp_path: Path, seed: int
) -> None:
    at_once, among_kills = tmp_path / "at-once.db", tmp_path / "among-kills.db"
    receive_everything(at_once)
    among_kills.write_bytes(at_once.read_bytes())
    fill(at_once, lambda _draft: None)

    told, waiting = fill_among_kills(among_kills, seed=seed)

    whole, store = open_store(at_once, KEY), open_store(among_kills, KEY)
    assert waiting == sorted(waiting, reverse=True)
    assert any(0 < one < ENVELOPES for one in waiting)
    assert waiting[-1] == 0
    assert held(store) == held(whole)
    assert len(list_received(store, InboxState.MERGED)) == ENVELOPES
    assert told <= {draft.id for draft in list_drafts(store)}
    assert told
    assert store.rows("PRAGMA integrity_check") == [("ok",)]
    store.close()
    whole.close()


def test_whoever_came_among_kills_is_found_though_nobody_was_indexed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_pace, "MOST_AT_ONCE", PEOPLE // 4)
    receive_everything(tmp_path / "replica.db")

    fill_among_kills(tmp_path / "replica.db", seed=7)

    store = open_store(tmp_path / "replica.db", KEY)
    assert store.rows("SELECT count(*) FROM searchable") == [(0,)]
    hits = {hit.id for hit in search_persons(store, "164", limit=ENVELOPES * PEOPLE)}
    assert hits == {record.id for record in list_records(store, "person")}
    assert len(hits) == (ENVELOPES + 1) * PEOPLE // 2
    store.close()


def test_an_act_of_the_officer_during_a_fill_waits_for_the_disk_and_the_fill_does_not(tmp_path: Path) -> None:
    receive_everything(tmp_path / "replica.db")
    store = open_store(tmp_path / "replica.db", KEY)
    replica = DirectReplica(store)
    said: list[str] = []

    store.database.conn.set_trace_callback(said.append)
    settle_all(
        replica,
        replica.run(read_member),
        clock=FakeClock(),
        settled=lambda done, _total: save_draft(store, Draft(f"{done}", "brief", "1", None, b"typed", 1)),
    )
    store.database.conn.set_trace_callback(None)

    assert waited_for_disk(said, "INSERT INTO drafts") == [True] * ENVELOPES
    assert waited_for_disk(said, "UPDATE inbox SET state") == [False] * ENVELOPES
    assert waited_for_disk(said, "PRAGMA user_version = ") == [True]
    store.close()


def waited_for_disk(said: list[str], statement: str) -> list[bool]:
    """Say for each time this was written whether its commit waited."""
    levels = [(place, one.endswith("FULL")) for place, one in enumerate(said) if "PRAGMA synchronous=" in one]
    written = [place for place, one in enumerate(said) if one.lstrip().startswith(statement)]
    return [next((full for at, full in reversed(levels) if at < place), True) for place in written]
