"""A device lets sealed bytes go after a time, and gives a relay from a backup all that it may have lost."""

from dataclasses import replace

import pytest

from store import DeliveryState, count_unsent, list_items, read_receipt, read_sealed
from sync.change import VerdictState
from sync.checkpoint import sign_checkpoint
from sync.envelope.header import ChainLink, EnvelopeKind
from sync.letting_go import KEEP_SEALED_MS
from sync.ports import Request
from sync.progress import SyncState
from sync.wire import ENVELOPES_PATH
from tests.fakes.relay import MemoryRelay
from tests.sync.city_desk import CityDesk
from tests.sync.conftest import Laptop
from tests.sync.story import CITY, REALM, XIANGSHAN, change, verdict
from tests.sync.test_trust_on_a_device import checkpoint

UPLINK = f"{XIANGSHAN.device_id}>{REALM}"
DAY_MS = 86_400_000


def hand_in(laptop: Laptop, city: CityDesk, item_id: str) -> None:
    """Send one change and hear that the city has taken it."""
    laptop.queue(change(item_id))
    laptop.sync()
    city.send(verdict(VerdictState.APPLIED, item_id))
    laptop.sync()


def wait(laptop: Laptop, city: CityDesk, days: int) -> None:
    """Let time pass at the relay and the city, and hear the city say so."""
    city.relay.clock_ms += days * DAY_MS
    laptop.clock.advance(days * 86_400)
    city.deliver_bytes(say_time(laptop, city.relay), kind=EnvelopeKind.CHECKPOINT)
    laptop.sync()


def say_time(laptop: Laptop, relay: MemoryRelay) -> bytes:
    head = relay.heads.get((XIANGSHAN.device_id, REALM), ChainLink(0, bytes(32)))
    said = checkpoint(laptop, head, time_ms=relay.clock_ms, number=relay.position + 1)
    return sign_checkpoint(said, city=CITY)


def bytes_of(laptop: Laptop, sequence: int) -> int:
    row = read_sealed(laptop.store, UPLINK, sequence)
    assert row is not None
    return len(row.body)


@pytest.fixture
def handed_in(laptop: Laptop, city: CityDesk) -> Laptop:
    """The laptop after two changes the city has applied."""
    hand_in(laptop, city, "change-1")
    hand_in(laptop, city, "change-2")
    return laptop


def forget(relay: MemoryRelay, *, after: int) -> None:
    """Restore the relay from a backup that holds the first links of the chain only."""
    kept = relay.mailboxes[REALM][:after]
    relay.heads.clear()
    relay.receipts.clear()
    relay.mailboxes[REALM].clear()
    for item in kept:
        relay(Request("POST", ENVELOPES_PATH, body=item.body))


def test_what_the_city_applied_is_let_go_after_its_time_and_the_end_of_the_chain_stays(
    handed_in: Laptop, city: CityDesk
) -> None:
    wait(handed_in, city, days=91)

    row = read_sealed(handed_in.store, UPLINK, 1)
    assert row is not None
    assert row.is_let_go
    assert read_receipt(handed_in.store, row.id) is not None
    assert bytes_of(handed_in, 2) > 0


def test_before_its_time_nothing_is_let_go(handed_in: Laptop, city: CityDesk) -> None:
    wait(handed_in, city, days=KEEP_SEALED_MS // DAY_MS - 1)

    assert bytes_of(handed_in, 1) > 0


def test_what_the_city_carried_out_after_a_long_standstill_stays_for_its_time(
    laptop: Laptop, city: CityDesk
) -> None:
    laptop.queue(change("change-1"))
    laptop.sync()
    hand_in(laptop, city, "change-2")
    wait(laptop, city, days=91)
    late = replace(verdict(VerdictState.APPLIED, "change-1"), at_ms=city.relay.clock_ms)
    city.send(late)
    laptop.sync()
    wait(laptop, city, days=89)
    before = bytes_of(laptop, 1)

    wait(laptop, city, days=2)

    assert (before > 0, bytes_of(laptop, 1)) == (True, 0)


def test_what_the_city_has_not_decided_stays_however_old(laptop: Laptop, city: CityDesk) -> None:
    laptop.queue(change("change-1"))
    laptop.sync()
    city.send(verdict(VerdictState.CHECKED))
    hand_in(laptop, city, "change-2")

    wait(laptop, city, days=91)

    assert bytes_of(laptop, 1) > 0


def test_a_clock_that_jumps_a_year_ahead_lets_nothing_go(handed_in: Laptop) -> None:
    handed_in.clock.advance(366 * 86_400)

    handed_in.sync()

    assert bytes_of(handed_in, 1) > 0


def test_a_clock_that_stood_in_the_past_makes_nothing_look_old(laptop: Laptop, city: CityDesk) -> None:
    laptop.clock.advance(-400 * 86_400)
    hand_in(laptop, city, "change-1")
    hand_in(laptop, city, "change-2")

    wait(laptop, city, days=1)

    assert bytes_of(laptop, 1) > 0


def test_relay_from_a_backup_within_the_time_gets_what_it_lost_and_no_more(
    handed_in: Laptop, city: CityDesk
) -> None:
    wait(handed_in, city, days=91)
    hand_in(handed_in, city, "change-3")
    hand_in(handed_in, city, "change-4")
    forget(city.relay, after=2)
    handed_in.queue(change("change-5"))

    outcome = handed_in.sync()

    assert (outcome.state, outcome.pushed) == (SyncState.OK, 1)
    assert city.received() == [change(f"change-{number}") for number in range(1, 6)]
    assert count_unsent(handed_in.store) == 0


def test_relay_from_a_backup_older_than_that_is_told_so_and_the_work_waits(
    handed_in: Laptop, city: CityDesk
) -> None:
    wait(handed_in, city, days=91)
    forget(city.relay, after=0)
    handed_in.queue(change("change-3"))

    outcome = handed_in.sync()

    assert (outcome.state, outcome.code) == (SyncState.REFUSED, "envelope-let-go")
    assert city.received() == []
    assert list_items(handed_in.store)[-1].state is DeliveryState.SEALED


def test_a_city_that_lost_what_was_let_go_gets_the_rest_again(handed_in: Laptop, city: CityDesk) -> None:
    wait(handed_in, city, days=91)
    sent_before = len(handed_in.wire.requests)
    nothing = checkpoint(
        handed_in, ChainLink(0, bytes(32)), time_ms=city.relay.clock_ms, number=city.relay.position + 1
    )

    city.deliver_bytes(sign_checkpoint(nothing, city=CITY), kind=EnvelopeKind.CHECKPOINT)
    handed_in.sync()
    outcome = handed_in.sync()

    posted = [one for one in handed_in.wire.requests[sent_before:] if one.method == "POST"]
    row = read_sealed(handed_in.store, UPLINK, 2)
    assert row is not None
    assert [one.body for one in posted] == [row.body]
    assert outcome.state is SyncState.OK
