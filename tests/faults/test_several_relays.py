"""Two relay processes on one PostgreSQL are one relay: for who sends, who reads and who waits."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest

from sync.errors import ServerRefusedError, ServerUnreachableError
from sync.relay_client import RelayClient
from tests.scenario.postgresql import PostgresqlServer
from tests.scenario.realm import Device, Realm, make_realm
from tests.scenario.relay_processes import RelayProcess, registry_of_today, start_relay

pytestmark = pytest.mark.socket

DEVICES = 8
ENVELOPES_EACH = 5


@dataclass
class Pair:
    """Two relays that stay up for all tests of this file, and the realm they serve."""

    realm: Realm
    database: str
    one: RelayProcess
    other: RelayProcess

    def join(self, number: int = 1) -> list[Device]:
        """List devices, and let the first relay know."""
        joined = [self.realm.join(f"窗口{place}") for place in range(number)]
        self.realm.version += 1
        self.one.client(self.realm.city).post_registry(registry_of_today(self.realm))
        return joined

    def head(self) -> int:
        return self.other.client(self.realm.city).fetch_page(after=0, limit=1).head

    def bodies(self, relay: RelayProcess, *, after: int) -> list[bytes]:
        page = relay.client(self.realm.city).fetch_page(after=after)
        return [item.body for item in page.items]


@pytest.fixture(scope="module")
def pair(postgresql: PostgresqlServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    realm, database, folder = make_realm(), postgresql.new_place(), tmp_path_factory.mktemp("relays")
    one, other = (start_relay(folder / name, realm=realm, database=database) for name in ("one", "other"))
    one.wait_until_ready()
    other.wait_until_ready()
    yield Pair(realm, database, one, other)
    one.stop()
    other.stop()


@pytest.fixture
def third(pair: Pair, tmp_path: Path) -> Iterator[RelayProcess]:
    """Give a relay beside the pair, to be killed."""
    relay = start_relay(tmp_path / "third", realm=pair.realm, database=pair.database)
    relay.wait_until_ready()
    yield relay
    relay.kill()


def test_a_chain_goes_on_at_the_other_relay_and_an_envelope_is_known_at_both(pair: Pair) -> None:
    (device,), before = pair.join(), pair.head()
    first, second = device.seal(), device.seal()
    one, other = pair.one.client(device.identity), pair.other.client(device.identity)

    receipt = one.post_envelope(first.body)
    other.post_envelope(second.body)

    assert other.post_envelope(first.body) == receipt
    assert pair.bodies(pair.one, after=before) == [first.body, second.body]


def test_a_fork_is_seen_at_the_other_relay(pair: Pair) -> None:
    (device,), before = pair.join(), pair.head()
    header = device.header()
    one, copy = device.seal_bytes(b"one", header=header), device.seal_bytes(b"copy", header=header)
    pair.one.client(device.identity).post_envelope(one.body)

    with pytest.raises(ServerRefusedError) as refused:
        pair.other.client(device.identity).post_envelope(copy.body)

    assert refused.value.shown_code == "envelope-fork"
    assert pair.bodies(pair.other, after=before) == [one.body]


def test_a_device_that_waits_at_one_relay_hears_of_a_post_at_the_other(pair: Pair) -> None:
    (device,) = pair.join()
    city = Device(pair.realm.city, (device.identity.public,), pair.realm.entropy)
    letter = city.seal_bytes(b"sealed", header=city.header(audience=device.id))

    with ThreadPoolExecutor(1) as threads:
        waiting = threads.submit(wait_for_news, pair.other.client(device.identity))
        pair.one.client(pair.realm.city).post_envelope(letter.body)

        assert waiting.result(timeout=60) > 0


def test_a_reader_loses_nothing_while_both_take_in_at_once(pair: Pair) -> None:
    devices, before = pair.join(DEVICES), pair.head()
    sealed = {device.id: [device.seal() for _ in range(ENVELOPES_EACH)] for device in devices}

    def hand_in(device: Device) -> None:
        relays = (pair.one.client(device.identity), pair.other.client(device.identity))
        for place, envelope in enumerate(sealed[device.id]):
            relays[place % 2].post_envelope(envelope.body)

    with ThreadPoolExecutor(DEVICES) as threads:
        under_way = [threads.submit(hand_in, device) for device in devices]
        read = follow(pair.other.client(pair.realm.city), after=before, count=DEVICES * ENVELOPES_EACH)
        for one in under_way:
            one.result(60)

    assert sorted(read) == sorted(envelope.body for chain in sealed.values() for envelope in chain)


def test_nothing_acknowledged_is_lost_when_one_relay_is_killed(pair: Pair, third: RelayProcess) -> None:
    (device,), before = pair.join(), pair.head()
    envelopes = [device.seal() for _ in range(4)]
    at_third, at_other = third.client(device.identity), pair.other.client(device.identity)
    receipts = [at_third.post_envelope(envelope.body) for envelope in envelopes[:2]]

    third.kill()
    with pytest.raises(ServerUnreachableError):
        at_third.post_envelope(envelopes[2].body)
    again = [at_other.post_envelope(envelope.body) for envelope in envelopes]

    assert again[:2] == receipts
    assert pair.bodies(pair.other, after=before) == [one.body for one in envelopes]


def follow(city: RelayClient, *, after: int, count: int) -> Sequence[bytes]:
    """Read as the city does, always after its cursor, until so many have come."""
    cursor, read = after, list[bytes]()
    while len(read) < count:
        page = city.fetch_page(after=cursor, wait_seconds=5)
        cursor = max([cursor, *(item.position for item in page.items)])
        read += [item.body for item in page.items]
    return read


def wait_for_news(device: RelayClient) -> int:
    """Wait as a device does: whatever lets the question go without news, it asks again."""
    head = 0
    while head == 0:
        head = device.fetch_page(after=0, limit=0, wait_seconds=55).head
    return head
