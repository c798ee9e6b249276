"""P2 and P3 on a bad line: the same bytes again, and only the relay's signed receipt counts as delivered."""

from store import DeliveryState, count_unsent, list_items, unsent_envelopes
from sync.change import VerdictState
from sync.ports import Response
from sync.progress import SyncState
from sync.wire import ENVELOPES_PATH, RECEIPT_TYPE
from tests.fakes.relay import MemoryRelay
from tests.fakes.transport import Fault
from tests.sync.city_desk import CityDesk
from tests.sync.conftest import Laptop
from tests.sync.story import (
    XIANGSHAN,
    change,
    verdict,
)


def states(laptop: Laptop) -> list[DeliveryState]:
    return [item.state for item in list_items(laptop.store)]


def posted(laptop: Laptop) -> list[bytes]:
    requests = laptop.wire.requests
    return [one.body for one in requests if (one.method, one.target) == ("POST", ENVELOPES_PATH)]


def test_without_a_network_sealed_work_stays_and_the_outcome_says_when_to_try_again(laptop: Laptop) -> None:
    laptop.wire.is_connected = False
    laptop.queue(change())

    outcome = laptop.sync()

    assert (outcome.state, outcome.code) == (SyncState.OFFLINE, "server-unreachable")
    assert outcome.wait_seconds is not None
    assert states(laptop) == [DeliveryState.SEALED]
    assert len(unsent_envelopes(laptop.store)) == 1


def test_a_retry_sends_the_very_same_bytes(laptop: Laptop, city: CityDesk) -> None:
    laptop.queue(change())
    laptop.wire.plan(Fault.LOSE_REQUEST)
    laptop.sync()

    laptop.clock.advance(3_600)
    laptop.sync()

    first, second = posted(laptop)
    assert first == second
    assert city.received() == [change()]


def test_lost_receipt_does_not_make_a_second_copy(laptop: Laptop, relay: MemoryRelay, city: CityDesk) -> None:
    laptop.queue(change())
    laptop.wire.plan(Fault.LOSE_ANSWER)
    laptop.sync()

    outcome = laptop.sync()

    assert outcome.state is SyncState.OK
    assert city.received() == [change()]
    assert states(laptop) == [DeliveryState.DELIVERED]
    assert len(relay.receipts) == 1


def test_repeated_request_is_kept_once(laptop: Laptop, city: CityDesk) -> None:
    laptop.queue(change())
    laptop.wire.plan(Fault.REPEAT_REQUEST)

    laptop.sync()

    assert city.received() == [change()]
    assert states(laptop) == [DeliveryState.DELIVERED]


def test_a_polite_200_from_somebody_else_is_not_a_delivery(laptop: Laptop) -> None:
    laptop.queue(change())
    laptop.wire.plan(Fault.CAPTIVE_PORTAL)

    outcome = laptop.sync()

    assert (outcome.state, outcome.code) == (SyncState.OFFLINE, "server-answer-invalid")
    assert states(laptop) == [DeliveryState.SEALED]


def test_receipt_of_another_relay_is_not_believed(laptop: Laptop, relay: MemoryRelay) -> None:
    relay.identity = XIANGSHAN
    laptop.queue(change())

    outcome = laptop.sync()

    assert (outcome.state, outcome.code) == (SyncState.REFUSED, "key-unknown")
    assert states(laptop) == [DeliveryState.SEALED]


def test_receipt_for_another_envelope_is_not_believed(laptop: Laptop, relay: MemoryRelay) -> None:
    laptop.queue(change())
    laptop.sync()
    [earlier] = relay.receipts.values()
    laptop.queue(change("change-2"))
    laptop.wire.server = lambda _request: Response(201, {"content-type": RECEIPT_TYPE}, earlier)

    laptop.sync()

    assert states(laptop) == [DeliveryState.DELIVERED, DeliveryState.SEALED]


def test_refused_upload_keeps_the_relays_code_and_still_pulls(
    laptop: Laptop, relay: MemoryRelay, city: CityDesk
) -> None:
    laptop.queue(change("change-1"))
    laptop.sync()
    relay.heads.clear()  # the relay lost its memory of this chain
    laptop.queue(change("change-2"))
    city.send(verdict(VerdictState.CHECKED))

    outcome = laptop.sync()

    assert (outcome.state, outcome.code) == (SyncState.REFUSED, "envelope-gap")
    assert outcome.pulled == 1
    assert states(laptop) == [DeliveryState.CHECKED, DeliveryState.SEALED]


def test_relay_restored_from_a_backup_gets_the_lost_links_again(
    laptop: Laptop, relay: MemoryRelay, city: CityDesk
) -> None:
    laptop.queue(change("change-1"))
    laptop.sync()
    laptop.queue(change("change-2"))
    laptop.sync()
    first_sent = posted(laptop)
    relay.heads.clear()
    relay.receipts.clear()
    relay.mailboxes.clear()
    laptop.queue(change("change-3"))

    outcome = laptop.sync()

    assert (outcome.state, outcome.pushed) == (SyncState.OK, 1)
    assert city.received() == [change("change-1"), change("change-2"), change("change-3")]
    assert posted(laptop)[3:5] == first_sent
    assert states(laptop) == [DeliveryState.DELIVERED] * 3


def test_after_a_failure_less_is_sealed_at_once(laptop: Laptop, relay: MemoryRelay) -> None:
    laptop.queue(*(change(f"change-{number}", note="x" * 4_000) for number in range(201)))
    laptop.wire.plan(Fault.LOSE_REQUEST, Fault.LOSE_REQUEST)
    laptop.sync()
    laptop.sync()

    laptop.sync()

    assert len(relay.receipts) == 3
    assert count_unsent(laptop.store) == 0
