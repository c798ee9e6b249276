"""P2: an envelope is sealed once, and a retry sends the bytes that were kept."""

import pytest

from store import (
    ChainHead,
    DeliveryState,
    Store,
    StoreInvariantError,
    enqueue,
    keep_sealed,
    list_items,
    mark_delivered,
    read_head,
    read_receipt,
    unsent_envelopes,
    write_head,
)
from tests.store.story import MORNING_MS, head_of, item, sealed


def test_bytes_items_and_head_are_kept_together(store: Store) -> None:
    enqueue(store, item())

    keep_sealed(store, sealed(), item_ids=["item-1"], head=head_of(sealed()))

    [kept] = list_items(store)
    assert unsent_envelopes(store) == (sealed(),)
    assert (kept.state, kept.envelope_id) == (DeliveryState.SEALED, sealed().id)
    assert kept.state_times[DeliveryState.SEALED] == sealed().sealed_at_ms
    assert read_head(store, "uplink") == head_of(sealed())


def test_item_already_sealed_undoes_the_whole_envelope(store: Store) -> None:
    enqueue(store, item())
    keep_sealed(store, sealed(1), item_ids=["item-1"], head=head_of(sealed(1)))
    second = sealed(2, b"other bytes")

    with pytest.raises(StoreInvariantError):
        keep_sealed(store, second, item_ids=["item-1"], head=head_of(second))

    assert unsent_envelopes(store) == (sealed(1),)
    assert read_head(store, "uplink") == head_of(sealed(1))


def test_number_of_an_envelope_is_never_used_twice(store: Store) -> None:
    keep_sealed(store, sealed(1), item_ids=[], head=head_of(sealed(1)))
    twin = sealed(1, b"other bytes")

    with pytest.raises(StoreInvariantError):
        keep_sealed(store, twin, item_ids=[], head=head_of(twin))

    assert unsent_envelopes(store) == (sealed(1),)


def test_head_must_be_the_envelope_itself(store: Store) -> None:
    with pytest.raises(StoreInvariantError):
        keep_sealed(store, sealed(1), item_ids=[], head=ChainHead(2, sealed(1).digest))

    assert unsent_envelopes(store) == ()


def test_sealed_bytes_cannot_be_replaced(store: Store) -> None:
    keep_sealed(store, sealed(), item_ids=[], head=head_of(sealed()))

    with pytest.raises(StoreInvariantError):
        store.execute("UPDATE sealed_envelopes SET body = x'00'")

    assert unsent_envelopes(store) == (sealed(),)


def test_delivery_moves_every_item_inside_and_keeps_the_receipt(store: Store) -> None:
    enqueue(store, item("item-1"))
    enqueue(store, item("item-2"))
    keep_sealed(store, sealed(), item_ids=["item-1", "item-2"], head=head_of(sealed()))

    mark_delivered(store, sealed().id, receipt=b"signed word", at_ms=MORNING_MS + 10)

    assert [found.state for found in list_items(store)] == [DeliveryState.DELIVERED] * 2
    assert unsent_envelopes(store) == ()
    assert read_receipt(store, sealed().id) == b"signed word"


def test_repeated_receipt_changes_nothing(store: Store) -> None:
    keep_sealed(store, sealed(), item_ids=[], head=head_of(sealed()))
    mark_delivered(store, sealed().id, receipt=b"first", at_ms=MORNING_MS + 10)

    mark_delivered(store, sealed().id, receipt=b"second", at_ms=MORNING_MS + 20)

    assert read_receipt(store, sealed().id) == b"first"


def test_receipt_for_an_envelope_we_never_sealed_is_refused(store: Store) -> None:
    with pytest.raises(StoreInvariantError):
        mark_delivered(store, "somebody else's", receipt=b"", at_ms=MORNING_MS)


def test_unsent_envelopes_keep_the_order_of_their_chain(store: Store) -> None:
    first, second, third = sealed(1, b"bytes 1"), sealed(2, b"bytes 2"), sealed(3, b"bytes 3")
    keep_sealed(store, first, item_ids=[], head=head_of(first))
    keep_sealed(store, second, item_ids=[], head=head_of(second))
    keep_sealed(store, third, item_ids=[], head=head_of(third))

    mark_delivered(store, first.id, receipt=b"", at_ms=MORNING_MS)

    assert unsent_envelopes(store) == (second, third)


def test_chain_never_moves_backwards(store: Store) -> None:
    write_head(store, "city", ChainHead(7, b"seven"))

    with pytest.raises(StoreInvariantError):
        write_head(store, "city", ChainHead(6, b"six"))

    assert read_head(store, "city") == ChainHead(7, b"seven")


def test_chain_never_forks_where_it_stands(store: Store) -> None:
    write_head(store, "city", ChainHead(7, b"seven"))
    write_head(store, "city", ChainHead(7, b"seven"))

    with pytest.raises(StoreInvariantError):
        write_head(store, "city", ChainHead(7, b"another seven"))

    assert read_head(store, "city") == ChainHead(7, b"seven")


def test_chains_are_separate(store: Store) -> None:
    write_head(store, "city", ChainHead(7, b"seven"))

    assert read_head(store, "uplink") is None
