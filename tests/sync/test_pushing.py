from dataclasses import replace

from store import DeliveryState, count_unsent, list_items, read_head, unsent_envelopes
from sync.change import VerdictState
from sync.keys.registry import sign_registry
from sync.ports import Request, Response
from sync.progress import SyncState, SyncStep
from sync.wire import ENVELOPES_PATH, RECEIPT_TYPE
from tests.fakes.relay import MemoryRelay
from tests.fakes.transport import Fault
from tests.sync.city_desk import CityDesk
from tests.sync.conftest import Laptop
from tests.sync.story import (
    REALM,
    REGISTRY,
    ROOTS,
    XIANGSHAN,
    change,
    filled_form,
    verdict,
)


def states(laptop: Laptop) -> list[DeliveryState]:
    return [item.state for item in list_items(laptop.store)]


def posted(laptop: Laptop) -> list[bytes]:
    requests = laptop.wire.requests
    return [one.body for one in requests if (one.method, one.target) == ("POST", ENVELOPES_PATH)]


def test_queued_work_reaches_the_city_in_order_and_counts_as_delivered(
    laptop: Laptop, city: CityDesk
) -> None:
    laptop.queue(filled_form(), change())

    outcome = laptop.sync()

    assert (outcome.state, outcome.code, outcome.pushed) == (SyncState.OK, None, 2)
    assert city.received() == [filled_form(), change()]
    assert states(laptop) == [DeliveryState.DELIVERED, DeliveryState.DELIVERED]


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


def test_envelopes_of_one_device_form_a_chain(laptop: Laptop, relay: MemoryRelay) -> None:
    laptop.queue(change("change-1"))
    laptop.sync()
    laptop.queue(change("change-2"))
    laptop.sync()

    head = read_head(laptop.store, f"{XIANGSHAN.device_id}>{REALM}")

    assert head is not None
    assert head.sequence == 2
    assert relay.heads[XIANGSHAN.device_id, REALM].digest == head.digest


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


def test_after_a_failure_less_is_sealed_at_once(laptop: Laptop, relay: MemoryRelay) -> None:
    laptop.queue(*(change(f"change-{number}", note="x" * 4_000) for number in range(201)))
    laptop.wire.plan(Fault.LOSE_REQUEST, Fault.LOSE_REQUEST)
    laptop.sync()
    laptop.sync()

    laptop.sync()

    assert len(relay.receipts) == 3
    assert count_unsent(laptop.store) == 0


def test_expired_registry_holds_up_reading_but_not_uploading(laptop: Laptop, city: CityDesk) -> None:
    city.send(verdict(VerdictState.CHECKED))
    laptop.queue(change())
    laptop.clock.set_wall(REGISTRY.expires_ms)
    city.relay.clock_ms = REGISTRY.expires_ms

    outcome = laptop.sync()

    assert (outcome.state, outcome.code) == (SyncState.REFUSED, "registry-expired")
    assert (outcome.pushed, outcome.pulled) == (1, 1)
    assert states(laptop) == [DeliveryState.DELIVERED]


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
