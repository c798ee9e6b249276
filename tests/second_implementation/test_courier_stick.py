"""A stick written by one implementation is read by the other."""

from pathlib import Path

import pytest

from sync.courier.parcel import CourierList as TheirList
from sync.courier.parcel import ListRole, Parcel
from tests.fakes.clock import STORY_STARTS_MS
from tests.fakes.entropy import SeededEntropy
from tests.second_implementation import published
from tests.second_implementation.courier import leave_list, pack, read_lists, unpack
from tests.second_implementation.statements import CourierList
from tests.sync.story import REGISTRY, XIANGSHAN, sealed_uplink


def test_a_stick_of_the_product_is_read(tmp_path: Path) -> None:
    sealed, stick = sealed_uplink(), Parcel(tmp_path)
    said = TheirList(XIANGSHAN.device_id, ListRole.PACKED, STORY_STARTS_MS, (sealed.id,))

    stick.pack("up", sealed.id, sealed.body)
    stick.put_list(said, signer=XIANGSHAN)

    assert list(unpack(tmp_path, "up")) == [sealed.body]
    [listed] = read_lists(tmp_path, published.first_registry())
    assert (listed.writer, listed.role, listed.at_ms) == (XIANGSHAN.device_id, "packed", STORY_STARTS_MS)
    assert [digest.hex() for digest in listed.envelopes] == [sealed.id]


def test_a_stick_of_the_second_implementation_is_read(tmp_path: Path) -> None:
    writer, body = published.identity("xiangshan"), sealed_uplink().body

    digests = pack(tmp_path, "up", [body], suite=1)
    listed = CourierList(writer.device, "taken", STORY_STARTS_MS, tuple(digests))
    leave_list(tmp_path, listed, writer=writer, take=SeededEntropy("stick").take)

    stick = Parcel(tmp_path)
    names = (digests[0].hex(),)
    assert stick.names("up") == (names[0],)
    assert stick.read("up", names[0]) == body
    assert tuple(stick.lists(REGISTRY)) == (TheirList(writer.device, ListRole.TAKEN, STORY_STARTS_MS, names),)


@pytest.mark.parametrize("suite", [1, 2, 3])
def test_an_envelope_of_any_suite_is_whole_under_its_own_digest(suite: int, tmp_path: Path) -> None:
    body = published.octets(*ENVELOPES[suite])

    [digest] = pack(tmp_path, "up", [body], suite=suite)

    assert Parcel(tmp_path).read("up", digest.hex()) == body
    assert list(unpack(tmp_path, "up")) == [body]


ENVELOPES = {
    1: ("envelope", "uplink-1.cbor"),
    2: ("suites/2", "uplink-1.cbor"),
    3: ("suites/3", "uplink-1.cbor"),
}
