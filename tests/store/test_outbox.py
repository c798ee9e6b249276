from dataclasses import replace

import pytest

from store import (
    DeliveryState,
    Store,
    StoreInvariantError,
    count_unsent,
    enqueue,
    items_of_record,
    items_of_submission,
    list_items,
    mark_item,
    queued_items,
)
from tests.store.story import MORNING_MS, PERSON, item


def state_of(store: Store, item_id: str = "item-1") -> DeliveryState:
    return next(found.state for found in list_items(store) if found.id == item_id)


def test_queue_is_first_in_first_out_and_limited(store: Store) -> None:
    enqueue(store, item("item-b"))
    enqueue(store, item("item-a"))
    enqueue(store, item("item-c"))

    assert [waiting.id for waiting in queued_items(store, 2)] == ["item-b", "item-a"]


def test_item_is_queued_once(store: Store) -> None:
    enqueue(store, item())

    with pytest.raises(StoreInvariantError):
        enqueue(store, item())

    assert list_items(store) == (item(),)


def test_only_new_items_are_queued(store: Store) -> None:
    with pytest.raises(StoreInvariantError):
        enqueue(store, replace(item(), state=DeliveryState.APPLIED))

    assert list_items(store) == ()


def test_items_are_found_by_their_form_and_their_record(store: Store) -> None:
    enqueue(store, item("item-1", submission_id="form-1"))
    enqueue(store, item("item-2", submission_id="form-2"))

    assert [found.id for found in items_of_submission(store, "form-2")] == ["item-2"]
    assert [found.id for found in items_of_record(store, "person", PERSON)] == ["item-1", "item-2"]


def test_item_passes_its_stations_and_remembers_when(store: Store) -> None:
    enqueue(store, item())

    mark_item(store, "item-1", DeliveryState.DELIVERED, at_ms=MORNING_MS + 10)
    mark_item(store, "item-1", DeliveryState.CHECKED, at_ms=MORNING_MS + 20)
    mark_item(store, "item-1", DeliveryState.APPLIED, at_ms=MORNING_MS + 30)

    [applied] = list_items(store)
    assert applied.state is DeliveryState.APPLIED
    assert applied.state_times == {
        DeliveryState.QUEUED: MORNING_MS,
        DeliveryState.DELIVERED: MORNING_MS + 10,
        DeliveryState.CHECKED: MORNING_MS + 20,
        DeliveryState.APPLIED: MORNING_MS + 30,
    }


@pytest.mark.parametrize("late", [DeliveryState.QUEUED, DeliveryState.SEALED, DeliveryState.DELIVERED])
def test_late_word_moves_nothing_back(store: Store, late: DeliveryState) -> None:
    enqueue(store, item())
    mark_item(store, "item-1", DeliveryState.CHECKED, at_ms=MORNING_MS + 20)

    moved = mark_item(store, "item-1", late, at_ms=MORNING_MS + 99)

    assert (moved, state_of(store)) == (False, DeliveryState.CHECKED)


def test_late_receipt_still_fills_its_place_in_the_timeline(store: Store) -> None:
    enqueue(store, item())
    mark_item(store, "item-1", DeliveryState.CHECKED, at_ms=MORNING_MS + 20)

    mark_item(store, "item-1", DeliveryState.DELIVERED, at_ms=MORNING_MS + 10)

    assert list_items(store)[0].state_times[DeliveryState.DELIVERED] == MORNING_MS + 10


def test_first_time_at_a_station_counts(store: Store) -> None:
    enqueue(store, item())
    mark_item(store, "item-1", DeliveryState.CHECKED, at_ms=MORNING_MS + 20)

    mark_item(store, "item-1", DeliveryState.CHECKED, at_ms=MORNING_MS + 99)

    assert list_items(store)[0].state_times[DeliveryState.CHECKED] == MORNING_MS + 20


def test_returned_item_keeps_the_reason_and_is_never_applied(store: Store) -> None:
    enqueue(store, item())
    mark_item(store, "item-1", DeliveryState.RETURNED, at_ms=MORNING_MS + 20, code="form-invalid")

    mark_item(store, "item-1", DeliveryState.APPLIED, at_ms=MORNING_MS + 30)

    [returned] = list_items(store)
    assert (returned.state, returned.code) == (DeliveryState.RETURNED, "form-invalid")
    assert DeliveryState.APPLIED not in returned.state_times


def test_word_about_an_unknown_item_is_ignored(store: Store) -> None:
    assert not mark_item(store, "item-of-a-lost-disk", DeliveryState.APPLIED, at_ms=MORNING_MS)

    assert list_items(store) == ()


def test_unsent_counts_what_exists_here_only(store: Store) -> None:
    enqueue(store, item("item-1"))
    enqueue(store, item("item-2"))
    enqueue(store, item("item-3"))

    mark_item(store, "item-1", DeliveryState.SEALED, at_ms=MORNING_MS)
    mark_item(store, "item-2", DeliveryState.DELIVERED, at_ms=MORNING_MS)

    assert count_unsent(store) == 2
