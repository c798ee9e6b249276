"""A stick between village and city: any order, any repetition, half a copy, a stranger's stick, none."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from resources import read_text
from store import DeliveryState, InboxState, list_items, list_received
from store.missing_links import list_holes
from sync.change import VerdictState
from sync.courier.city import hand_in, pack_answers
from sync.courier.field import Carried, pack_work, take_answers
from sync.courier.parcel import Parcel, missing
from sync.envelope.header import SealedEnvelope
from sync.merge.policy import MergePolicy
from sync.relay_client import RelayClient
from sync.replica import load_membership
from tests.fakes.entropy import SeededEntropy
from tests.fakes.relay import MemoryRelay
from tests.fakes.transport import FakeTransport
from tests.sync.city_desk import CityDesk
from tests.sync.conftest import DirectReplica, Laptop
from tests.sync.story import CITY, REGISTRY, XIANGSHAN, change, sealed_uplink, state, verdict

POLICY = MergePolicy.parse(read_text("merge/fields.tsv"))


@dataclass
class Stick:
    """A stick, and the two desks it is carried between."""

    place: Path
    laptop: Laptop
    relay: MemoryRelay

    @property
    def parcel(self) -> Parcel:
        return Parcel(self.place)

    def leave_village(self) -> Carried:
        replica = DirectReplica(self.laptop.store)
        member = load_membership(replica)
        return pack_work(
            replica, member, self.parcel, clock=self.laptop.clock, entropy=SeededEntropy(str(self.place))
        )

    def reach_city(self) -> Carried:
        self.laptop.clock.advance(60)
        client = RelayClient(
            FakeTransport(self.relay), signer=CITY, clock=self.laptop.clock, entropy=SeededEntropy("city")
        )
        return hand_in(self.parcel, relay=client, city=CITY, registry=REGISTRY, clock=self.laptop.clock)

    def leave_city(self, *envelopes: SealedEnvelope) -> Carried:
        rows = [(XIANGSHAN.device_id, one.id, one.body) for one in envelopes]
        return pack_answers(self.parcel, rows, city=CITY, clock=self.laptop.clock)

    def reach_village(self) -> Carried:
        self.laptop.clock.advance(60)
        replica = DirectReplica(self.laptop.store)
        member, clock = load_membership(replica), self.laptop.clock
        return take_answers(replica, member, self.parcel, clock=clock, policy=POLICY)

    def files(self, kind: str) -> list[Path]:
        return sorted(self.place.rglob(f"*.{kind}"))


@pytest.fixture
def stick(tmp_path: Path, laptop: Laptop, relay: MemoryRelay) -> Stick:
    return Stick(tmp_path / "stick", laptop, relay)


def states(laptop: Laptop) -> list[DeliveryState]:
    return [item.state for item in list_items(laptop.store)]


def test_work_reaches_the_city_by_stick_and_its_receipt_comes_back(stick: Stick, city: CityDesk) -> None:
    stick.laptop.queue(change())

    assert stick.leave_village().moved == 1
    assert states(stick.laptop) == [DeliveryState.SEALED]
    assert stick.reach_city() == Carried(moved=1, receipts=1)
    assert city.received() == [change()]

    assert stick.reach_village().receipts == 1
    assert states(stick.laptop) == [DeliveryState.DELIVERED]


def test_what_the_city_has_comes_back_by_stick(stick: Stick, city: CityDesk) -> None:
    stick.leave_city(city.seal(state(0)), city.seal(state(1, phone="0595")))

    assert stick.reach_village().moved == 2

    assert stick.laptop.person().fields["phone"] == "0595"
    assert stick.laptop.codes(InboxState.MERGED) == [None, None]


def test_the_same_stick_again_changes_nothing(stick: Stick, city: CityDesk) -> None:
    stick.laptop.queue(change())
    stick.leave_village()
    stick.reach_city()
    stick.leave_city(city.seal(state(0)))
    stick.reach_village()

    assert stick.leave_village().moved == 0
    assert stick.reach_city().receipts == 1
    assert stick.reach_village().moved == 0

    assert city.received() == [change()]
    assert len(list_received(stick.laptop.store, InboxState.MERGED)) == 1


def test_a_later_stick_that_arrives_first_waits_for_the_earlier_one(
    stick: Stick, tmp_path: Path, city: CityDesk
) -> None:
    later = Stick(tmp_path / "later", stick.laptop, stick.relay)
    stick.leave_city(city.seal(state(0)))
    later.leave_city(city.seal(state(1, phone="0595")))

    assert later.reach_village() == Carried(moved=0, early=1)
    assert stick.reach_village().moved == 1
    assert later.reach_village().moved == 1

    assert stick.laptop.codes(InboxState.MERGED) == [None, None]
    assert stick.laptop.person().fields["phone"] == "0595"


def test_work_of_a_later_stick_waits_at_the_city_too(stick: Stick, tmp_path: Path, city: CityDesk) -> None:
    stick.laptop.queue(change("change-1"))
    stick.leave_village()
    stick.laptop.queue(change("change-2"))
    later = Stick(tmp_path / "later", stick.laptop, stick.relay)
    later.leave_village()
    first, _ = later.files("envelope")
    [early] = [path for path in later.files("envelope") if path.name == stick.files("envelope")[0].name]
    early.unlink()

    assert later.reach_city().early == 1
    stick.reach_city()
    assert later.reach_city().moved == 1

    assert city.received() == [change("change-1"), change("change-2")]
    assert first.suffix == ".envelope"


def test_a_half_copied_file_is_left_and_may_be_copied_again(stick: Stick, city: CityDesk) -> None:
    stick.laptop.queue(change())
    stick.leave_village()
    [file] = stick.files("envelope")
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2])

    assert stick.reach_city() == Carried(moved=0, damaged=1)
    assert stick.leave_village().moved == 1
    assert stick.reach_city().moved == 1

    assert city.received() == [change()]


def test_a_strangers_stick_brings_nothing_in(stick: Stick, city: CityDesk) -> None:
    own = sealed_uplink(b"work")
    stick.parcel.pack(f"down/{XIANGSHAN.device_id}", own.id, own.body)
    stick.parcel.pack("up", city.seal(state(0)).id, b"not what its name says")

    assert stick.reach_village() == Carried(moved=0, foreign=1)
    assert stick.reach_city() == Carried(moved=0, damaged=1)


def test_a_lost_stick_costs_nothing_once_there_is_a_network(stick: Stick, city: CityDesk) -> None:
    stick.laptop.queue(change())
    stick.leave_village()

    outcome = stick.laptop.sync()

    assert outcome.pushed == 1
    assert city.received() == [change()]
    assert states(stick.laptop) == [DeliveryState.DELIVERED]


def test_stick_and_network_take_turns_without_a_second_copy(stick: Stick, city: CityDesk) -> None:
    stick.laptop.queue(change())
    stick.leave_village()
    stick.laptop.sync()
    first = city.send(verdict(VerdictState.CHECKED))
    stick.leave_city(first, city.seal(state(0)))

    assert stick.reach_city().moved == 1
    stick.reach_village()
    stick.laptop.sync()

    assert len(stick.relay.receipts) == 1
    assert states(stick.laptop) == [DeliveryState.CHECKED]
    assert stick.laptop.codes(InboxState.QUARANTINED) == []


def test_a_file_that_got_lost_on_the_way_is_named(stick: Stick) -> None:
    stick.laptop.queue(change())
    stick.leave_village()
    [file] = stick.files("envelope")
    file.unlink()

    assert missing(stick.parcel, REGISTRY) == [file.stem]
    assert stick.reach_city() == Carried(moved=0, lost=1)
    assert stick.reach_village().lost == 1


def test_news_by_stick_meets_work_by_the_rules_of_every_exchange(stick: Stick, city: CityDesk) -> None:
    city.send(state(0, note="上午没人"))
    stick.laptop.sync()
    stick.laptop.edit(note="上午没人\n下午在家")
    stick.leave_city(city.seal(state(5, note="上午没人\n电话已换")))

    stick.reach_village()

    assert stick.laptop.person().fields["note"] == "上午没人\n下午在家\n电话已换"


def test_what_was_taken_is_signed_for(stick: Stick) -> None:
    stick.laptop.queue(change())
    stick.leave_village()
    stick.reach_city()
    [file] = stick.files("envelope")
    file.unlink()

    assert missing(stick.parcel, REGISTRY) == []
    roles = {(said.writer, said.role.value) for said in stick.parcel.lists(REGISTRY)}
    assert roles == {(XIANGSHAN.device_id, "packed"), (CITY.device_id, "taken")}


def test_a_stick_brings_what_the_relay_kept_back(stick: Stick, city: CityDesk) -> None:
    withheld = city.seal(state(0, phone="0595"))
    city.send(state(1))
    stick.laptop.sync()
    stick.leave_city(withheld)

    taken = stick.reach_village()

    assert (taken.moved, list_holes(stick.laptop.store)) == (1, ())
    assert stick.laptop.codes(InboxState.QUARANTINED) == []
