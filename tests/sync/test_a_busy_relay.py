"""A relay that says when to come again: its word is kept, and so is the work."""

from store import count_unsent
from sync.ports import Response
from sync.progress import SyncState
from tests.sync.conftest import Laptop
from tests.sync.story import change


def test_a_relay_that_is_busy_says_when_and_nothing_is_lost(laptop: Laptop) -> None:
    laptop.queue(change())
    laptop.wire.server = lambda _request: Response(429, {"retry-after": "40"}, b"")

    outcome = laptop.sync()

    assert outcome.state is SyncState.OFFLINE
    assert outcome.wait_seconds is not None
    assert outcome.wait_seconds >= 40
    assert count_unsent(laptop.store) == 1
