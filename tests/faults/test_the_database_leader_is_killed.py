"""Three PostgreSQL nodes, kill -9 of the one that leads: nothing acknowledged is lost, and devices go on."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Semaphore

import pytest

from server_stub.database import Database, open_database
from server_stub.errors import StorageUnavailableError
from server_stub.relay.mailbox import append, read_page
from server_stub.relay.tables import RELAY_TABLES, RELAY_VERSION
from server_stub.relay.writer import GroupWriter
from sync.envelope.header import SealedEnvelope
from tests.fakes.clock import STORY_STARTS_MS
from tests.scenario.postgresql_trio import Trio, three_nodes
from tests.scenario.realm import REALM, make_realm

DEVICES = 6
ENVELOPES_EACH = 20
# The leader falls when so many are acknowledged: in the middle of the work.
ACKNOWLEDGED_BEFORE = DEVICES * ENVELOPES_EACH // 3
_RETRY_SECONDS = 0.05


@pytest.fixture
def trio() -> Iterator[Trio]:
    with three_nodes() as nodes:
        yield nodes


class HandingIn:
    """Devices that post their envelopes in order, and each one again until it is acknowledged."""

    def __init__(self, database: Database) -> None:
        self.acknowledged: list[bytes] = []
        self.refusals: list[str] = []
        self.progress = Semaphore(0)
        self._writer = GroupWriter(database)
        self._pause = Event()

    def post_all(self, chain: list[SealedEnvelope]) -> None:
        for envelope in chain:
            while not self._is_taken(envelope):
                self._pause.wait(_RETRY_SECONDS)
            self.acknowledged.append(envelope.body)
            self.progress.release()

    def close(self) -> None:
        self._writer.close()

    def _is_taken(self, envelope: SealedEnvelope) -> bool:
        answer = self._writer.submit(
            lambda connection: append(
                connection, envelope, now_ms=STORY_STARTS_MS, make_receipt=lambda *_: b"receipt"
            )
        )
        try:
            answer.result(timeout=60)
        except StorageUnavailableError as error:
            self.refusals.append(error.parameters["reason"])
            return False
        return True

    def wait_until_acknowledged(self, number: int) -> None:
        for _ in range(number):
            assert self.progress.acquire(timeout=60)


def kept_bodies(database: Database) -> list[bytes]:
    with database.read() as connection:
        page = read_page(connection, REALM, after=0, limit=10_000, max_bytes=1 << 30)
    return [body for _, body in page.items]


def test_kill_of_the_leader_loses_nothing_that_was_acknowledged(trio: Trio) -> None:
    realm = make_realm()
    chains = [
        [device.seal() for _ in range(ENVELOPES_EACH)] for device in map(realm.join, map(str, range(DEVICES)))
    ]
    database = open_database(trio.address, tables=RELAY_TABLES, room="relay", version=RELAY_VERSION)
    work = HandingIn(database)

    with ThreadPoolExecutor(DEVICES) as threads:
        devices = [threads.submit(work.post_all, chain) for chain in chains]
        work.wait_until_acknowledged(ACKNOWLEDGED_BEFORE)
        promised_by_the_dead = trio.lose_the_leader(promises=work.acknowledged)
        kept_by_the_survivor = kept_bodies(database)
        for device in devices:
            device.result(90)
    everything = kept_bodies(database)
    work.close()
    database.close()

    assert work.refusals != []
    assert set(promised_by_the_dead) <= set(kept_by_the_survivor)
    assert sorted(everything) == sorted(envelope.body for chain in chains for envelope in chain)
