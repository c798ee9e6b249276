"""What goes up: in order, in a chain, in envelopes cut to size, and nothing broken holds up the rest."""

from store import DeliveryState, list_items, read_head
from sync.progress import SyncState
from tests.fakes.relay import MemoryRelay
from tests.sync.city_desk import CityDesk
from tests.sync.conftest import Laptop
from tests.sync.story import (
    REALM,
    XIANGSHAN,
    change,
    filled_form,
)


def states(laptop: Laptop) -> list[DeliveryState]:
    return [item.state for item in list_items(laptop.store)]


def test_queued_work_reaches_the_city_in_order_and_counts_as_delivered(
    laptop: Laptop, city: CityDesk
) -> None:
    laptop.queue(filled_form(), change())

    outcome = laptop.sync()

    assert (outcome.state, outcome.code, outcome.pushed) == (SyncState.OK, None, 2)
    assert city.received() == [filled_form(), change()]
    assert states(laptop) == [DeliveryState.DELIVERED, DeliveryState.DELIVERED]


def test_envelopes_of_one_device_form_a_chain(laptop: Laptop, relay: MemoryRelay) -> None:
    laptop.queue(change("change-1"))
    laptop.sync()
    laptop.queue(change("change-2"))
    laptop.sync()

    head = read_head(laptop.store, f"{XIANGSHAN.device_id}>{REALM}")

    assert head is not None
    assert head.sequence == 2
    assert relay.heads[XIANGSHAN.device_id, REALM].digest == head.digest


def test_unreadable_outbox_row_does_not_hold_up_the_rest(laptop: Laptop, city: CityDesk) -> None:
    laptop.queue(change("change-1"), change("change-2"))
    laptop.store.execute("UPDATE outbox SET payload = x'ff' WHERE id = 'change-1'")

    outcome = laptop.sync()

    assert outcome.state is SyncState.OK
    assert city.received() == [change("change-2")]
    assert states(laptop) == [DeliveryState.RETURNED, DeliveryState.DELIVERED]


def test_many_items_go_in_several_envelopes_cut_by_their_bytes(
    laptop: Laptop, relay: MemoryRelay, city: CityDesk
) -> None:
    laptop.queue(*(change(f"change-{number}", note="x" * 4_000) for number in range(201)))

    outcome = laptop.sync()

    assert outcome.pushed == 201
    assert len(relay.receipts) == 2
    assert len(city.received()) == 201
