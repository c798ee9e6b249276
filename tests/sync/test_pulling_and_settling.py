from dataclasses import replace

import pytest

from store import (
    DeliveryState,
    InboxState,
    pending_received,
    read_cursor,
    read_head,
    read_record,
    record_history,
)
from sync.bundle_encoding import encode_bundle
from sync.change import HybridTime, RecordState, VerdictState
from sync.envelope.chain import chain_name
from sync.envelope.encoding import parse_envelope
from sync.envelope.header import GENESIS
from sync.keys.registry import sign_registry
from sync.merge.revision import revision_of
from sync.progress import SyncState
from tests.fakes.clock import STORY_STARTS_MS
from tests.fakes.relay import MemoryRelay
from tests.fakes.transport import Fault
from tests.sync.city_desk import CityDesk
from tests.sync.conftest import Laptop
from tests.sync.story import (
    CITY,
    PERSON,
    PUZHAO,
    REGISTRY,
    ROOTS,
    XIANGSHAN,
    bundle,
    change,
    downlink_header,
    sealed_downlink,
    sealed_uplink,
    state,
    verdict,
)

DOWNLINK = chain_name(CITY.device_id, XIANGSHAN.device_id)
STREAM = f"mailbox/{XIANGSHAN.device_id}"


def test_first_fill_puts_the_platforms_records_here(laptop: Laptop, city: CityDesk) -> None:
    city.send(state(phone="13905950921"))

    outcome = laptop.sync()

    assert (outcome.state, outcome.code, outcome.pulled) == (SyncState.OK, None, 1)
    assert laptop.person().fields["phone"] == "13905950921"
    assert laptop.person().base_revision == state().revision


def test_verdicts_move_an_item_from_delivered_to_applied(laptop: Laptop, city: CityDesk) -> None:
    laptop.queue(change())
    laptop.sync()
    city.send(verdict(VerdictState.CHECKED))
    city.send(verdict(VerdictState.APPLIED))

    laptop.sync()

    assert laptop.item().state is DeliveryState.APPLIED
    assert set(laptop.item().state_times) == set(DeliveryState) - {DeliveryState.RETURNED}


def test_returned_item_carries_the_reason(laptop: Laptop, city: CityDesk) -> None:
    laptop.queue(change())
    laptop.sync()
    city.send(verdict(VerdictState.RETURNED, code="phone-impossible"))

    laptop.sync()

    assert (laptop.item().state, laptop.item().code) == (DeliveryState.RETURNED, "phone-impossible")


def test_task_arrives_as_a_record(laptop: Laptop, city: CityDesk) -> None:
    revision = revision_of(HybridTime(STORY_STARTS_MS, 0, "city"))
    city.send(RecordState("task", "t-1", revision, {"rule_id": "D41", "state": "dispatched"}))

    laptop.sync()

    task = read_record(laptop.store, "task", "t-1")
    assert task is not None
    assert task.fields["rule_id"] == "D41"


def test_bad_envelope_is_quarantined_and_the_next_one_is_merged(
    laptop: Laptop, relay: MemoryRelay, city: CityDesk
) -> None:
    relay.put_in_mailbox(XIANGSHAN.device_id, b"not an envelope")
    city.send(state())

    outcome = laptop.sync()

    assert (outcome.state, outcome.code) == (SyncState.OK, "message-malformed")
    assert laptop.codes(InboxState.QUARANTINED) == ["message-malformed"]
    assert laptop.codes(InboxState.MERGED) == [None]
    assert pending_received(laptop.store) == ()


def test_genuine_envelope_with_unreadable_content_is_still_a_link(laptop: Laptop, city: CityDesk) -> None:
    broken = sealed_downlink(b"no bundle")
    city.head = broken.link
    city.deliver(broken)
    city.send(state())

    laptop.sync()

    assert laptop.codes(InboxState.QUARANTINED) == ["message-malformed"]
    assert laptop.codes(InboxState.MERGED) == [None]


def test_envelope_sealed_to_another_device_is_quarantined(laptop: Laptop, city: CityDesk) -> None:
    city.deliver(sealed_downlink(encode_bundle(bundle(state())), to=PUZHAO))

    laptop.sync()

    assert laptop.codes(InboxState.QUARANTINED) == ["envelope-not-openable"]
    assert read_record(laptop.store, "person", PERSON) is None


def test_own_uplink_reflected_by_the_relay_is_quarantined(laptop: Laptop, relay: MemoryRelay) -> None:
    relay.put_in_mailbox(XIANGSHAN.device_id, sealed_uplink(encode_bundle(bundle(change()))).body)

    laptop.sync()

    assert laptop.codes(InboxState.QUARANTINED) == ["audience-mismatch"]


def test_edits_coming_down_instead_of_states_are_quarantined(laptop: Laptop, city: CityDesk) -> None:
    city.send(change())

    laptop.sync()

    assert laptop.codes(InboxState.QUARANTINED) == ["message-malformed"]


def test_replayed_envelope_is_kept_and_merged_once(laptop: Laptop, city: CityDesk) -> None:
    envelope = city.send(state())
    laptop.sync()
    city.deliver(envelope)

    outcome = laptop.sync()

    assert outcome.code is None
    assert laptop.codes(InboxState.MERGED) == [None]
    assert len(record_history(laptop.store, "person", PERSON)) == 1


def test_withheld_envelope_is_noticed_and_does_not_block_the_rest(laptop: Laptop, city: CityDesk) -> None:
    city.seal(state(0))
    city.send(state(1, phone="0595"))

    outcome = laptop.sync()

    assert (outcome.state, outcome.code) == (SyncState.OK, "envelope-gap")
    assert laptop.codes(InboxState.MERGED) == ["envelope-gap"]
    assert laptop.person().fields["phone"] == "0595"


def test_second_envelope_in_one_place_is_quarantined_as_a_fork(laptop: Laptop, city: CityDesk) -> None:
    city.send(state(0))
    city.head = GENESIS
    city.send(state(1, emp_status="9"))

    outcome = laptop.sync()

    assert outcome.code == "envelope-fork"
    assert laptop.codes(InboxState.QUARANTINED) == ["envelope-fork"]
    assert laptop.person().fields["emp_status"] == "2"


def test_cursor_stands_at_what_is_held_and_nothing_is_asked_twice(laptop: Laptop, city: CityDesk) -> None:
    city.send(state(0))
    city.send(state(1))

    laptop.sync()
    laptop.sync()

    assert read_cursor(laptop.store, STREAM) == city.relay.position
    assert laptop.wire.requests[-1].target.startswith(f"/v1/envelopes?after={city.relay.position}&")
    assert laptop.codes(InboxState.MERGED) == [None, None]


def test_cut_page_moves_neither_cursor_nor_inbox(laptop: Laptop, city: CityDesk) -> None:
    city.send(state())
    laptop.wire.plan(Fault.CUT_ANSWER)

    outcome = laptop.sync()

    assert outcome.state is SyncState.OFFLINE
    assert read_cursor(laptop.store, STREAM) == 0
    assert pending_received(laptop.store) == ()


def test_mailbox_longer_than_a_page_is_read_to_its_end(laptop: Laptop, city: CityDesk) -> None:
    envelope = city.seal(state())
    for number in range(200):
        city.relay.put_in_mailbox(XIANGSHAN.device_id, b"noise %d" % number)
    city.deliver(envelope)

    outcome = laptop.sync()

    assert outcome.pulled == 201
    assert laptop.person().revision == state().revision


def test_newer_registry_is_fetched_before_anything_is_opened(
    laptop: Laptop, relay: MemoryRelay, city: CityDesk
) -> None:
    relay.registry = replace(REGISTRY, version=8)
    relay.signed_registry = sign_registry(relay.registry, roots=ROOTS[:2])
    city.send(state())

    outcome = laptop.sync()

    assert outcome.state is SyncState.OK
    assert laptop.codes(InboxState.MERGED) == [None]


def test_without_the_registry_it_speaks_of_an_envelope_waits(
    laptop: Laptop, relay: MemoryRelay, city: CityDesk
) -> None:
    city.deliver(city.seal(state(), epoch=8))

    laptop.sync()

    assert len(pending_received(laptop.store)) == 1
    assert read_record(laptop.store, "person", PERSON) is None


def test_forged_registry_is_not_used_and_nothing_is_misjudged_meanwhile(
    laptop: Laptop, relay: MemoryRelay, city: CityDesk
) -> None:
    relay.registry = replace(REGISTRY, version=8)
    relay.signed_registry = sign_registry(relay.registry, roots=ROOTS[:1])
    city.send(state())

    outcome = laptop.sync()

    assert (outcome.state, outcome.code) == (SyncState.REFUSED, "registry-untrusted")
    assert len(pending_received(laptop.store)) == 1


def test_uplink_acknowledges_the_last_link_seen(laptop: Laptop, relay: MemoryRelay, city: CityDesk) -> None:
    city.send(state())
    laptop.sync()
    laptop.queue(change())
    laptop.sync()

    [uplink] = relay.mailboxes[REGISTRY.realm]
    seen = read_head(laptop.store, DOWNLINK)

    assert seen is not None
    assert parse_envelope(uplink.body).header.acknowledged.digest == seen.digest == city.head.digest
    assert downlink_header().audience == XIANGSHAN.device_id


@pytest.mark.expects_warning
def test_a_bug_met_in_one_envelope_stops_nothing_behind_it(
    laptop: Laptop, city: CityDesk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def trip(*_args: object, **_named: object) -> None:
        raise ZeroDivisionError(PERSON)

    with monkeypatch.context() as buggy:
        buggy.setattr("sync.settle.accept_items", trip)
        city.send(state(0))
        stopped = laptop.sync()
    city.send(state(1, phone="0595"))

    laptop.sync()

    assert stopped.code == "unexpected"
    assert laptop.codes(InboxState.QUARANTINED) == ["unexpected"]
    assert laptop.person().fields["phone"] == "0595"
    assert [record.levelname for record in caplog.records] == ["ERROR"]
    assert PERSON not in caplog.text
