"""Two computers with one disk, and the office ends the device: whose work is refused hears it (P9)."""

from store import DeliveryState, list_items
from store.copies_new_device import begin_as_new_device
from sync.envelope.header import ChainLink
from sync.progress import SyncState
from sync.standing import Standing
from tests.fakes.clock import STORY_STARTS_MS
from tests.fakes.relay import MemoryRelay
from tests.sync.conftest import Laptop
from tests.sync.story import REGISTRY, XIANGSHAN, change, filled_form
from tests.sync.test_trust_on_a_device import DAY_S, end, publish, standing


def copy_goes_on(relay: MemoryRelay) -> None:
    """Let another computer with this one's disk hand in first: what comes from here is a fork, for good."""
    relay.heads[(XIANGSHAN.device_id, REGISTRY.realm)] = ChainLink(9, b"9" * 32)


def test_revoked_copy_of_a_disk_hears_that_its_work_is_refused_as_long_as_it_holds_any(
    laptop: Laptop, relay: MemoryRelay
) -> None:
    end(relay)
    copy_goes_on(relay)
    laptop.queue(filled_form(), change())

    outcomes = [laptop.sync(), laptop.sync()]

    told = [(one.state, one.code, one.pushed) for one in outcomes]
    assert told == [(SyncState.REFUSED, "handing-in-refused", 0)] * 2
    begin_as_new_device(laptop.store)
    assert [item.state for item in list_items(laptop.store)] == [DeliveryState.QUEUED] * 2


def test_revoked_copy_of_a_disk_that_holds_no_work_hears_that_it_is_revoked(
    laptop: Laptop, relay: MemoryRelay
) -> None:
    end(relay)
    copy_goes_on(relay)

    assert laptop.sync().code == "device-revoked"


def test_silence_does_not_hide_that_uploads_are_refused(laptop: Laptop, relay: MemoryRelay) -> None:
    publish(relay, issued_ms=STORY_STARTS_MS)
    laptop.clock.advance(1)
    laptop.sync()
    laptop.clock.advance(15 * DAY_S)
    copy_goes_on(relay)
    laptop.queue(filled_form(), change())

    outcome = laptop.sync()

    assert (outcome.code, standing(laptop)) == ("envelope-fork", Standing.LEASE_OVER)
