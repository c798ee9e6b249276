"""A relay may hand out any bytes at all: they are named and counted, they fill no disk and move no cursor."""

from dataclasses import replace

import pytest

from store import InboxState, list_received, pending_received, read_cursor
from store.inbox import MOST_DROPPED, list_dropped
from sync.bundle_encoding import encode_bundle
from sync.envelope.header import EnvelopeHeader
from sync.keys.registry import sign_registry
from sync.progress import SyncState
from sync.pull import MOST_WAITING_BYTES
from sync.wire import MOST_LEAD_MS, MailboxItem
from tests.fakes.clock import STORY_STARTS_MS
from tests.fakes.relay import MemoryRelay
from tests.sync.city_desk import CityDesk
from tests.sync.conftest import Laptop
from tests.sync.story import (
    REALM,
    REGISTRY,
    ROOTS,
    STRANGER,
    XIANGSHAN,
    bundle,
    change,
    sealed_downlink,
    sealed_uplink,
    state,
    uplink_header,
)

STREAM = f"mailbox/{XIANGSHAN.device_id}"
JUNK = b"junk " * 20_000


def kept_bytes(laptop: Laptop) -> int:
    return sum(len(row.body) for row in list_received(laptop.store, InboxState.QUARANTINED))


def hand_out(relay: MemoryRelay, position: int, body: bytes = JUNK) -> None:
    relay.mailboxes[XIANGSHAN.device_id].append(MailboxItem(position, body))


def test_junk_is_remembered_by_digest_length_and_code_without_its_bytes(
    laptop: Laptop, relay: MemoryRelay
) -> None:
    relay.put_in_mailbox(XIANGSHAN.device_id, JUNK)

    laptop.sync()

    digest = XIANGSHAN.cipher.digest(JUNK).hex()
    assert list_dropped(laptop.store) == ((digest, len(JUNK), "message-malformed"),)
    assert kept_bytes(laptop) == 0


def spoiled(body: bytes) -> bytes:
    return body[:-1] + bytes([body[-1] ^ 1])


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (spoiled(sealed_downlink(b"x").body), "signature-invalid"),
        (sealed_uplink(header=uplink_header(sender=STRANGER), sender=STRANGER).body, "key-unknown"),
        (sealed_uplink(encode_bundle(bundle(change()))).body, "audience-mismatch"),
    ],
)
def test_envelopes_nobody_sent_us_keep_no_body_either(
    body: bytes, code: str, laptop: Laptop, relay: MemoryRelay
) -> None:
    relay.put_in_mailbox(XIANGSHAN.device_id, body)

    laptop.sync()

    [(_, length, kept)] = list_dropped(laptop.store)
    assert (length, kept, kept_bytes(laptop)) == (len(body), code, 0)


def test_endless_junk_leaves_a_bounded_trace(
    laptop: Laptop, relay: MemoryRelay, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("store.inbox.MOST_DROPPED", 3)
    for number in range(10):
        relay.put_in_mailbox(XIANGSHAN.device_id, b"junk %d" % number)

    laptop.sync()

    newest = [XIANGSHAN.cipher.digest(b"junk %d" % number).hex() for number in (7, 8, 9)]
    assert [row_id for row_id, _, _ in list_dropped(laptop.store)] == newest
    assert read_cursor(laptop.store, STREAM) == relay.position
    assert MOST_DROPPED == 1_000


def test_what_a_key_of_the_city_signed_is_kept_whole(laptop: Laptop, city: CityDesk) -> None:
    broken = sealed_downlink(b"no bundle")
    city.deliver(broken)

    laptop.sync()

    [kept] = list_received(laptop.store, InboxState.QUARANTINED)
    assert (kept.body, list_dropped(laptop.store)) == (broken.body, ())


def test_claim_to_be_from_a_newer_program_cannot_fill_the_disk(
    laptop: Laptop, relay: MemoryRelay, monkeypatch: pytest.MonkeyPatch
) -> None:
    newer = newer_envelope()
    monkeypatch.setattr("sync.settle.MOST_UNREAD_BYTES", len(newer) + 10)
    relay.put_in_mailbox(XIANGSHAN.device_id, newer)
    relay.put_in_mailbox(XIANGSHAN.device_id, newer_envelope(epoch=8))

    laptop.sync()

    assert laptop.codes(InboxState.QUARANTINED) == ["schema-unknown", "schema-unknown"]
    assert kept_bytes(laptop) == len(newer)


def newer_envelope(epoch: int = 7) -> bytes:
    """Make what a later program would: this one knows no more of it than the number of its version."""
    header: EnvelopeHeader = replace(uplink_header(), epoch=epoch)
    with pytest.MonkeyPatch.context() as later:
        later.setattr("sync.envelope.encoding.ENVELOPE_VERSION", 2)
        return sealed_uplink(header=header).body


def test_position_beyond_all_clocks_moves_no_cursor(
    laptop: Laptop, relay: MemoryRelay, city: CityDesk
) -> None:
    city.send(state())
    hand_out(relay, 2**63 - 1)

    outcome = laptop.sync()

    assert (outcome.state, outcome.code) == (SyncState.REFUSED, "position-implausible")
    assert read_cursor(laptop.store, STREAM) == 0
    assert list_received(laptop.store, InboxState.QUARANTINED) == ()


def test_honest_relay_goes_on_where_the_hostile_one_was_refused(
    laptop: Laptop, relay: MemoryRelay, city: CityDesk
) -> None:
    hand_out(relay, STORY_STARTS_MS + MOST_LEAD_MS + 60_000)
    laptop.sync()
    relay.mailboxes[XIANGSHAN.device_id].clear()
    city.send(state(phone="0595"))

    outcome = laptop.sync()

    assert (outcome.state, laptop.person().fields["phone"]) == (SyncState.OK, "0595")


def test_work_goes_up_whatever_the_positions_say(laptop: Laptop, relay: MemoryRelay) -> None:
    hand_out(relay, 2**63 - 1)
    laptop.queue(change())

    outcome = laptop.sync()

    assert (outcome.pushed, len(relay.mailboxes[REALM])) == (1, 1)


def test_clock_that_lost_its_battery_still_believes_the_relay(
    laptop: Laptop, relay: MemoryRelay, city: CityDesk
) -> None:
    relay.registry = replace(REGISTRY, version=8, issued_ms=STORY_STARTS_MS)
    relay.signed_registry = sign_registry(relay.registry, roots=ROOTS[:2])
    laptop.sync()
    city.send(state())
    laptop.sync()
    laptop.clock.advance(-20 * 365 * 86_400)
    relay.position = STORY_STARTS_MS
    city.send(state(5, phone="0595"))

    outcome = laptop.sync()

    assert outcome.code != "position-implausible"
    assert read_cursor(laptop.store, STREAM) == STORY_STARTS_MS + 1


def test_positions_that_do_not_grow_are_no_answer_of_ours(laptop: Laptop, relay: MemoryRelay) -> None:
    hand_out(relay, 5)
    hand_out(relay, 5, b"other")

    outcome = laptop.sync()

    assert outcome.code == "server-answer-invalid"
    assert (read_cursor(laptop.store, STREAM), pending_received(laptop.store)) == (0, ())


def test_while_nothing_can_be_judged_the_disk_does_not_fill(
    laptop: Laptop, relay: MemoryRelay, monkeypatch: pytest.MonkeyPatch
) -> None:
    expired = replace(REGISTRY, version=8, expires_ms=STORY_STARTS_MS + 1)
    relay.registry, relay.signed_registry = expired, sign_registry(expired, roots=ROOTS[:2])
    laptop.sync()
    laptop.clock.advance(10)
    monkeypatch.setattr("sync.pull.MOST_WAITING_BYTES", len(JUNK))
    relay.put_in_mailbox(XIANGSHAN.device_id, JUNK)
    laptop.sync()
    relay.put_in_mailbox(XIANGSHAN.device_id, b"more " + JUNK)

    laptop.sync()

    assert [row.body for row in pending_received(laptop.store)] == [JUNK]
    assert MOST_WAITING_BYTES == 64 * 1024 * 1024
