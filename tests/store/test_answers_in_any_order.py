"""Receipts and verdicts may arrive late, twice and in any order; the item ends where it truly is."""

import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from store import DeliveryState, Store, enqueue, items_of_submission, mark_item, open_store
from tests.store.story import KEY, MORNING_MS, item

ORDER = list(DeliveryState)[:-1]
NUMBERS = count()


@pytest.fixture(scope="module")
def shared() -> Iterator[Store]:
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder) / "replica.db", KEY)
        yield store
        store.close()


@settings(max_examples=60, deadline=None)
@given(words=st.lists(st.sampled_from(ORDER), min_size=1, max_size=8))
def test_item_ends_at_the_furthest_state_it_was_told(shared: Store, words: list[DeliveryState]) -> None:
    item_id = f"item-{next(NUMBERS)}"
    enqueue(shared, item(item_id, submission_id=item_id))

    moved = [mark_item(shared, item_id, word, at_ms=MORNING_MS + at) for at, word in enumerate(words, 1)]

    [found] = items_of_submission(shared, item_id)
    assert found.state is max([DeliveryState.QUEUED, *words], key=ORDER.index)
    assert set(found.state_times) == {DeliveryState.QUEUED, *words}
    assert moved.count(True) <= len(set(words))
