"""One run from start to end: what it needs before it begins, what it tells, and where it may stop."""

from dataclasses import replace

from store import DeliveryState, InboxState, count_unsent, list_items, list_received
from sync.change import VerdictState
from sync.keys.registry import sign_registry
from sync.ports import Request, Response
from sync.progress import SyncState, SyncStep
from sync.wire import ENVELOPES_PATH
from tests.fakes.relay import MemoryRelay
from tests.sync.city_desk import CityDesk
from tests.sync.conftest import Laptop
from tests.sync.story import (
    REGISTRY,
    ROOTS,
    change,
    verdict,
)


def states(laptop: Laptop) -> list[DeliveryState]:
    return [item.state for item in list_items(laptop.store)]


def posted(laptop: Laptop) -> list[bytes]:
    requests = laptop.wire.requests
    return [one.body for one in requests if (one.method, one.target) == ("POST", ENVELOPES_PATH)]


def test_freeze_of_the_registry_holds_up_reading_but_not_uploading(laptop: Laptop, city: CityDesk) -> None:
    city.send(verdict(VerdictState.CHECKED))
    laptop.queue(change())
    laptop.clock.set_wall(REGISTRY.expires_ms)
    city.relay.clock_ms = REGISTRY.expires_ms

    outcome = laptop.sync()

    assert (outcome.state, outcome.code) == (SyncState.REFUSED, "registry-expired")
    assert (outcome.pushed, outcome.pulled) == (1, 1)
    assert states(laptop) == [DeliveryState.DELIVERED]


def test_freeze_of_the_registry_is_seen_at_the_first_word_made_under_a_newer_one(
    laptop: Laptop, city: CityDesk
) -> None:
    city.deliver(city.seal(verdict(VerdictState.APPLIED), epoch=REGISTRY.version + 1))
    laptop.queue(change())

    outcome = laptop.sync()
    again = laptop.sync()

    assert (outcome.code, again.code) == ("epoch-unknown", "epoch-unknown")
    assert states(laptop) == [DeliveryState.DELIVERED]
    assert len(list_received(laptop.store, InboxState.RECEIVED)) == 1


def test_device_that_never_joined_is_told_so_and_asks_nobody(bare_laptop: Laptop) -> None:
    outcome = bare_laptop.sync()

    assert (outcome.state, outcome.code) == (SyncState.REFUSED, "not-enrolled")
    assert bare_laptop.wire.requests == []


def test_device_not_yet_admitted_waits_and_keeps_its_work(laptop: Laptop, relay: MemoryRelay) -> None:
    laptop.store.execute("DELETE FROM enrolment WHERE name = 'registry'")
    relay.registry = replace(REGISTRY, devices=())
    relay.signed_registry = sign_registry(relay.registry, roots=ROOTS[:2])
    laptop.queue(change())

    outcome = laptop.sync()

    assert (outcome.state, outcome.code) == (SyncState.OFFLINE, "enrolment-pending")
    assert count_unsent(laptop.store) == 1


def test_first_sync_fetches_the_registry(laptop: Laptop, city: CityDesk) -> None:
    laptop.store.execute("DELETE FROM enrolment WHERE name = 'registry'")
    laptop.queue(change())

    outcome = laptop.sync()

    assert outcome.state is SyncState.OK
    assert city.received() == [change()]


def test_wrong_clock_is_corrected_by_the_relays_answer(laptop: Laptop) -> None:
    laptop.clock.advance(-86_400)

    outcome = laptop.sync()

    assert outcome.state is SyncState.OK


def test_stopping_ends_the_run_after_the_current_command(laptop: Laptop, relay: MemoryRelay) -> None:
    def stop_then_answer(request: Request) -> Response:
        laptop.runner.stop()
        return relay(request)

    laptop.queue(change())
    laptop.wire.server = stop_then_answer

    laptop.sync()

    assert states(laptop) == [DeliveryState.DELIVERED]
    assert len(laptop.wire.requests) == 1


def test_progress_is_told_step_by_step_and_ends_with_done(laptop: Laptop) -> None:
    laptop.queue(change())

    laptop.sync()

    steps = [progress.step for progress in laptop.progress]
    assert steps[0] is SyncStep.CONNECT
    assert SyncStep.UPLOAD in steps
    assert steps[-1] is SyncStep.DONE


def test_nothing_to_do_is_one_small_question(laptop: Laptop) -> None:
    outcome = laptop.sync()

    assert outcome.state is SyncState.OK
    assert len(laptop.wire.requests) == 1
    assert posted(laptop) == []
