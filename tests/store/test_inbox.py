"""P4 and P5: the cursor never passes what we hold, and every envelope ends somewhere."""

import shutil
from pathlib import Path

import pytest

from store import (
    InboxState,
    Store,
    StoreInvariantError,
    keep_received,
    list_received,
    open_store,
    pending_received,
    read_cursor,
    settle_received,
    transaction,
)
from tests.store.story import KEY, received


def test_envelopes_and_cursor_move_together(store: Store) -> None:
    keep_received(store, [received(1), received(2)], stream="city", cursor=2)

    assert pending_received(store) == (received(1), received(2))
    assert read_cursor(store, "city") == 2


def test_power_cut_never_leaves_a_cursor_without_its_envelopes(store: Store, tmp_path: Path) -> None:
    (tmp_path / "cut").mkdir()
    with transaction(store):
        keep_received(store, [received(1)], stream="city", cursor=1)
        for part in store.path.parent.glob("replica.db*"):
            shutil.copy(part, tmp_path / "cut" / part.name)

    found = open_store(tmp_path / "cut" / "replica.db", KEY)

    assert (read_cursor(found, "city"), pending_received(found)) == (0, ())


def test_cursor_beyond_what_we_hold_is_refused_with_its_envelopes(store: Store) -> None:
    with pytest.raises(StoreInvariantError):
        keep_received(store, [received(1)], stream="city", cursor=2)

    assert (read_cursor(store, "city"), pending_received(store)) == (0, ())


def test_empty_answer_cannot_move_the_cursor(store: Store) -> None:
    keep_received(store, [received(3)], stream="city", cursor=3)

    with pytest.raises(StoreInvariantError):
        keep_received(store, [], stream="city", cursor=4)

    assert read_cursor(store, "city") == 3


def test_repeated_envelope_is_kept_once(store: Store) -> None:
    keep_received(store, [received(1)], stream="city", cursor=1)
    keep_received(store, [received(1), received(2)], stream="city", cursor=2)

    assert [envelope.id for envelope in pending_received(store)] == ["envelope-1", "envelope-2"]


def test_envelope_under_a_new_number_is_kept_once_and_passed(store: Store) -> None:
    keep_received(store, [received(1, "same")], stream="city", cursor=1)
    keep_received(store, [received(2, "same")], stream="city", cursor=2)

    assert [envelope.position for envelope in pending_received(store)] == [1]
    assert read_cursor(store, "city") == 2


def test_repeated_old_answer_does_not_move_the_cursor_back(store: Store) -> None:
    keep_received(store, [received(1), received(2)], stream="city", cursor=2)
    keep_received(store, [received(1)], stream="city", cursor=1)

    assert read_cursor(store, "city") == 2


def test_streams_have_their_own_cursors(store: Store) -> None:
    keep_received(store, [received(5)], stream="city", cursor=5)

    assert read_cursor(store, "township") == 0


@pytest.mark.parametrize("end", [InboxState.MERGED, InboxState.CONFLICTED, InboxState.QUARANTINED])
def test_every_envelope_ends_in_one_way(store: Store, end: InboxState) -> None:
    keep_received(store, [received(1)], stream="city", cursor=1)

    settle_received(store, "envelope-1", end, code="reason")
    settle_received(store, "envelope-1", end)

    assert pending_received(store) == ()
    assert [(kept.state, kept.code) for kept in list_received(store, end)] == [(end, "reason")]


def test_quarantined_envelope_blocks_nothing_and_can_be_taken_up_again(store: Store) -> None:
    keep_received(store, [received(1), received(2)], stream="city", cursor=2)
    settle_received(store, "envelope-1", InboxState.QUARANTINED, code="envelope-gap")

    assert [envelope.id for envelope in pending_received(store)] == ["envelope-2"]

    settle_received(store, "envelope-1", InboxState.MERGED)

    assert list_received(store, InboxState.QUARANTINED) == ()


@pytest.mark.parametrize("later", [InboxState.RECEIVED, InboxState.CONFLICTED, InboxState.QUARANTINED])
def test_merged_is_the_end(store: Store, later: InboxState) -> None:
    keep_received(store, [received(1)], stream="city", cursor=1)
    settle_received(store, "envelope-1", InboxState.MERGED)

    with pytest.raises(StoreInvariantError):
        settle_received(store, "envelope-1", later)

    assert [kept.id for kept in list_received(store, InboxState.MERGED)] == ["envelope-1"]


def test_unknown_envelope_cannot_be_settled(store: Store) -> None:
    with pytest.raises(StoreInvariantError):
        settle_received(store, "never seen", InboxState.MERGED)
