"""A relay keeps back a link of the city's chain: noticed for good, asked about, whole when it comes."""

from dataclasses import replace

from store import InboxState, list_received, read_head
from store.missing_links import list_holes
from store.trust import list_alarms
from sync.bundle_encoding import encode_bundle
from sync.change import EVERYTHING, FillMark, FillStep, RecordLeft, RecordState, VerdictState, Want
from sync.checkpoint import NO_CHECKPOINT, Checkpoint, commit_heads, sign_checkpoint
from sync.envelope.chain import chain_name
from sync.envelope.header import ChainLink, EnvelopeKind
from sync.keys.registry import registry_digest
from tests.sync.city_desk import CityDesk
from tests.sync.conftest import Laptop
from tests.sync.story import (
    CITY,
    PERSON,
    REGISTRY,
    SIGNED_REGISTRY,
    XIANGSHAN,
    bundle,
    change,
    downlink_header,
    sealed_downlink,
    state,
    verdict,
)

DOWNLINK = chain_name(CITY.device_id, XIANGSHAN.device_id)
HALF_A_DAY_S = 12 * 3600
BEGINS, ENDS = FillMark(FillStep.BEGINS), FillMark(FillStep.ENDS)


def somebody(name: str) -> RecordState:
    return replace(state(), record_id=name)


def everything_asked(city: CityDesk) -> list[str]:
    return [
        item.record_id
        for item in city.received()
        if isinstance(item, Want) and item.record_kind == EVERYTHING
    ]


def missing(laptop: Laptop) -> list[tuple[int, int]]:
    return [(hole.first, hole.last) for hole in list_holes(laptop.store)]


def test_withheld_envelope_leaves_an_alarm_that_no_later_run_removes(laptop: Laptop, city: CityDesk) -> None:
    city.seal(state(0))
    city.send(state(1))
    laptop.sync()
    laptop.sync()

    outcome = laptop.sync()

    [alarm] = list_alarms(laptop.store)
    assert outcome.code is None
    assert (alarm.code, alarm.subject) == ("downlink-withheld", f"{CITY.device_id[:8]} 1")
    assert missing(laptop) == [(1, 1)]


def test_city_is_asked_once_to_tell_everything_anew(laptop: Laptop, city: CityDesk) -> None:
    city.send(state(0))
    city.seal(state(1))
    city.seal(state(2))
    city.send(state(3))
    laptop.sync()

    laptop.sync()
    laptop.sync()

    assert everything_asked(city) == ["2"]
    assert missing(laptop) == [(2, 3)]


def test_question_nobody_answered_is_asked_again_each_day(laptop: Laptop, city: CityDesk) -> None:
    city.seal(state(0))
    city.send(state(1))
    laptop.sync()
    laptop.sync()
    laptop.clock.advance(HALF_A_DAY_S)
    laptop.sync()
    laptop.sync()
    early = everything_asked(city)

    laptop.clock.advance(HALF_A_DAY_S)
    laptop.sync()
    laptop.sync()

    assert (early, everything_asked(city)) == (["1"], ["1", "1"])


def test_question_that_was_answered_is_not_asked_again(laptop: Laptop, city: CityDesk) -> None:
    city.seal(state(0))
    city.send(state(1))
    laptop.sync()
    laptop.sync()
    city.send(BEGINS, state(1), ENDS)
    laptop.sync()

    laptop.clock.advance(4 * HALF_A_DAY_S)
    laptop.sync()
    laptop.sync()

    assert everything_asked(city) == ["1"]


def test_late_link_is_merged_without_a_fork_and_without_moving_the_head(
    laptop: Laptop, city: CityDesk
) -> None:
    city.send(state(0))
    withheld = city.seal(somebody("p-withheld"))
    city.send(state(2, phone="0595"))
    laptop.sync()
    head = read_head(laptop.store, DOWNLINK)

    city.deliver(withheld)
    outcome = laptop.sync()

    assert outcome.code is None
    assert laptop.codes(InboxState.QUARANTINED) == []
    assert laptop.codes(InboxState.MERGED) == [None, "envelope-gap", None]
    assert laptop.store.row("SELECT 1 FROM records WHERE id = 'p-withheld'") is not None
    assert read_head(laptop.store, DOWNLINK) == head
    assert missing(laptop) == []


def test_what_a_late_link_says_does_not_undo_what_was_said_after_it(laptop: Laptop, city: CityDesk) -> None:
    city.send(state(0))
    withheld = city.seal(state(1, phone="old"), RecordLeft("person", PERSON), BEGINS)
    city.send(state(2, phone="0595"))
    laptop.sync()
    city.deliver(withheld)
    laptop.sync()

    laptop.sync()

    assert laptop.person().fields["phone"] == "0595"
    assert Want("person", PERSON) in city.received()


def test_links_of_one_hole_may_come_in_any_order(laptop: Laptop, city: CityDesk) -> None:
    city.send(state(0))
    second, third, fourth = (city.seal(somebody(f"p-{number}")) for number in (2, 3, 4))
    city.send(state(5))
    laptop.sync()

    city.deliver(third)
    laptop.sync()
    left = missing(laptop)
    city.deliver(fourth)
    city.deliver(second)
    laptop.sync()

    assert left == [(2, 2), (4, 4)]
    assert missing(laptop) == []
    assert laptop.codes(InboxState.QUARANTINED) == []


def test_another_envelope_under_a_missing_number_is_a_fork(laptop: Laptop, city: CityDesk) -> None:
    first = city.send(state(0))
    city.seal(state(1))
    city.send(state(2))
    laptop.sync()

    forged = sealed_downlink(
        encode_bundle(bundle(state(9, phone="forged"))), downlink_header(2, after=first.link)
    )
    city.deliver(forged)
    outcome = laptop.sync()

    assert outcome.code == "envelope-fork"
    assert laptop.codes(InboxState.QUARANTINED) == ["envelope-fork"]
    assert "phone" not in laptop.person().fields
    assert missing(laptop) == [(2, 2)]


def test_late_link_that_grows_from_another_past_is_a_fork(laptop: Laptop, city: CityDesk) -> None:
    city.send(state(0))
    city.seal(state(1))
    city.seal(state(2))
    city.send(state(3))
    laptop.sync()

    elsewhere = downlink_header(2, after=ChainLink(1, b"\1" * 32))
    city.deliver(sealed_downlink(encode_bundle(bundle(state(9))), elsewhere))
    laptop.sync()

    assert laptop.codes(InboxState.QUARANTINED) == ["envelope-fork"]
    assert missing(laptop) == [(2, 3)]


def test_second_envelope_in_a_place_that_was_filled_late_is_a_fork(laptop: Laptop, city: CityDesk) -> None:
    first = city.send(state(0))
    withheld = city.seal(state(1))
    city.send(state(2))
    laptop.sync()
    city.deliver(withheld)
    laptop.sync()

    city.deliver(sealed_downlink(encode_bundle(bundle(state(9))), downlink_header(2, after=first.link)))
    laptop.sync()

    assert laptop.codes(InboxState.QUARANTINED) == ["envelope-fork"]


def test_genuine_link_that_comes_late_and_cannot_be_read_fills_its_place(
    laptop: Laptop, city: CityDesk
) -> None:
    city.send(state(0))
    broken = sealed_downlink(b"no bundle", downlink_header(2, after=city.head))
    city.head = broken.link
    city.send(state(2))
    laptop.sync()

    city.deliver(broken)
    laptop.sync()

    assert laptop.codes(InboxState.QUARANTINED) == ["message-malformed"]
    assert missing(laptop) == []


def test_answer_that_is_withheld_too_is_asked_for_by_its_own_number(laptop: Laptop, city: CityDesk) -> None:
    city.seal(state(0))
    city.send(state(1))
    laptop.sync()
    laptop.sync()
    city.seal(BEGINS, somebody("p-told"))
    city.send(ENDS)
    laptop.sync()

    laptop.sync()

    assert everything_asked(city) == ["1", "3"]
    assert len(list_alarms(laptop.store)) == 2


def test_nothing_is_asked_any_more_once_everything_is_being_told(laptop: Laptop, city: CityDesk) -> None:
    city.seal(state(0))
    city.send(state(1))
    laptop.sync()
    laptop.sync()

    city.send(BEGINS, state(1), ENDS)
    laptop.sync()

    assert laptop.store.rows("SELECT * FROM wants") == []


def test_verdict_in_a_late_link_counts(laptop: Laptop, city: CityDesk) -> None:
    laptop.queue(change())
    laptop.sync()
    withheld = city.seal(verdict(VerdictState.APPLIED))
    city.send(state(0))
    laptop.sync()
    waiting = laptop.item().state

    city.deliver(withheld)
    laptop.sync()

    assert (waiting.value, laptop.item().state.value) == ("delivered", "applied")


def test_checkpoint_that_comes_late_accuses_nobody(laptop: Laptop, city: CityDesk) -> None:
    def signed(number: int) -> bytes:
        made = Checkpoint(
            number=number,
            time_ms=laptop.clock.now_ms() + number,
            previous=NO_CHECKPOINT,
            registry_version=REGISTRY.version,
            registry_digest=registry_digest(SIGNED_REGISTRY),
            heads=commit_heads({}),
            device=XIANGSHAN.device_id,
            head=ChainLink(0, bytes(32)),
        )
        return sign_checkpoint(made, city=CITY)

    header = replace(downlink_header(1), kind=EnvelopeKind.CHECKPOINT)
    early = sealed_downlink(signed(1), header)
    city.head = early.link
    city.deliver_bytes(signed(5), kind=EnvelopeKind.CHECKPOINT)
    laptop.sync()

    city.deliver(early)
    laptop.sync()

    assert [alarm.code for alarm in list_alarms(laptop.store)] == ["downlink-withheld"]
    assert len(list_received(laptop.store, InboxState.MERGED)) == 2
