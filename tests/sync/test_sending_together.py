"""Small envelopes that waited go in one request, and on a bad line nothing is lost or doubled."""

from dataclasses import replace

import pytest

from store import DeliveryState, count_unsent, list_items, unsent_envelopes
from store.sealed import read_receipt
from sync.cbor import encode_cbor
from sync.ports import Request, Response
from sync.posting import (
    MOST_TOGETHER,
    RECEIPTS_TYPE,
    SEVERAL_PATH,
    decode_envelopes,
    decode_posted,
    encode_posted,
)
from sync.progress import SyncState
from sync.push import MIN_PAYLOAD_BYTES
from sync.wire import ENVELOPES_PATH, PROBLEM_TYPE
from tests.fakes.relay import MemoryRelay
from tests.fakes.transport import Fault
from tests.sync.city_desk import CityDesk
from tests.sync.conftest import Laptop
from tests.sync.story import XIANGSHAN, change

WAITING = 5


@pytest.fixture
def offline_work(laptop: Laptop) -> Laptop:
    """Five visits, each sealed at an attempt that met no network; the line is back now."""
    return wait_offline(laptop, WAITING)


def wait_offline(laptop: Laptop, count: int, *, note: str = "") -> Laptop:
    laptop.wire.is_connected = False
    for number in range(count):
        laptop.queue(change(f"change-{number}", note=note) if note else change(f"change-{number}"))
        laptop.sync()
    laptop.wire.is_connected = True
    laptop.wire.requests.clear()
    return laptop


def together(laptop: Laptop) -> list[list[bytes]]:
    """Give the envelopes of each request that carried several."""
    return [list(decode_envelopes(one.body)) for one in laptop.wire.requests if one.target == SEVERAL_PATH]


def alone(laptop: Laptop) -> list[bytes]:
    requests = laptop.wire.requests
    return [one.body for one in requests if (one.method, one.target) == ("POST", ENVELOPES_PATH)]


def states(laptop: Laptop) -> set[DeliveryState]:
    return {item.state for item in list_items(laptop.store)}


def test_what_waited_goes_in_one_request_and_each_keeps_its_own_receipt(
    offline_work: Laptop, relay: MemoryRelay, city: CityDesk
) -> None:
    sealed = [row.body for row in unsent_envelopes(offline_work.store)]

    outcome = offline_work.sync()

    assert (outcome.state, outcome.pushed) == (SyncState.OK, WAITING)
    assert (together(offline_work), alone(offline_work)) == ([sealed], [])
    assert city.received() == [change(f"change-{number}") for number in range(WAITING)]
    kept = {name: read_receipt(offline_work.store, name) for name in relay.receipts}
    assert kept == relay.receipts


def test_a_single_one_goes_as_ever(laptop: Laptop) -> None:
    laptop.queue(change())

    laptop.sync()

    assert (together(laptop), len(alone(laptop))) == ([], 1)


def test_no_request_carries_more_than_it_may(laptop: Laptop, city: CityDesk) -> None:
    wait_offline(laptop, MOST_TOGETHER + 3)

    laptop.sync()

    assert [len(bodies) for bodies in together(laptop)] == [MOST_TOGETHER, 3]
    assert len(city.received()) == MOST_TOGETHER + 3


def test_a_line_that_failed_often_carries_little_at_once(laptop: Laptop, city: CityDesk) -> None:
    # Every attempt without a network halved what goes at once; noise does not shrink when it is packed.
    noise = "".join(chr(0x4E00 + (number * 7919) % 20_000) for number in range(4_000))
    wait_offline(laptop, 6, note=noise)
    [heaviest, *_] = sorted((len(row.body) for row in unsent_envelopes(laptop.store)), reverse=True)

    laptop.sync()

    assert heaviest < MIN_PAYLOAD_BYTES
    assert len(together(laptop)[0]) < 6
    assert len(city.received()) == 6


def test_lost_answer_makes_no_second_copy_and_the_same_bytes_go_again(
    offline_work: Laptop, relay: MemoryRelay, city: CityDesk
) -> None:
    offline_work.wire.plan(Fault.LOSE_ANSWER)
    outcome = offline_work.sync()
    assert (outcome.state, count_unsent(offline_work.store)) == (SyncState.OFFLINE, WAITING)

    offline_work.sync()

    first, second = together(offline_work)
    assert first == second
    assert len(relay.receipts) == len(city.received()) == WAITING
    assert states(offline_work) == {DeliveryState.DELIVERED}


def test_cut_answer_is_no_delivery_and_is_made_good_later(offline_work: Laptop, city: CityDesk) -> None:
    offline_work.wire.plan(Fault.CUT_ANSWER)
    outcome = offline_work.sync()
    assert (outcome.code, states(offline_work)) == ("server-answer-invalid", {DeliveryState.SEALED})

    offline_work.sync()

    assert states(offline_work) == {DeliveryState.DELIVERED}
    assert len(city.received()) == WAITING


def test_repeated_request_is_kept_once(offline_work: Laptop, city: CityDesk) -> None:
    offline_work.wire.plan(Fault.REPEAT_REQUEST)

    offline_work.sync()

    assert len(city.received()) == WAITING
    assert states(offline_work) == {DeliveryState.DELIVERED}


def test_what_has_a_receipt_is_not_sent_again_where_the_answer_ended_half_way(
    offline_work: Laptop, relay: MemoryRelay, city: CityDesk
) -> None:
    def answer_two(request: Request) -> Response:
        answer = relay(request)
        if request.target != SEVERAL_PATH:
            return answer
        posted = decode_posted(answer.body)
        return replace(answer, body=encode_posted(replace(posted, receipts=posted.receipts[:2])))

    offline_work.wire.server = answer_two
    sealed = [row.body for row in unsent_envelopes(offline_work.store)]

    offline_work.sync()

    assert together(offline_work) == [sealed, sealed[2:]]
    assert alone(offline_work) == sealed[4:]
    assert len(city.received()) == WAITING


def test_line_that_dies_after_a_half_answer_keeps_what_was_receipted(
    offline_work: Laptop, relay: MemoryRelay, city: CityDesk
) -> None:
    offline_work.wire.server = lambda request: _refuse_from(relay, request, at=2)
    offline_work.wire.plan(Fault.NONE, Fault.LOSE_REQUEST)
    sealed = [row.body for row in unsent_envelopes(offline_work.store)]
    offline_work.sync()
    assert [row.body for row in unsent_envelopes(offline_work.store)] == sealed[2:]

    offline_work.wire.server = relay
    offline_work.wire.requests.clear()
    offline_work.sync()

    assert together(offline_work) == [sealed[2:]]
    assert len(city.received()) == WAITING


def _refuse_from(relay: MemoryRelay, request: Request, *, at: int) -> Response:
    """Take so many, and say of the next that it came too early."""
    if request.target != SEVERAL_PATH:
        return relay(request)
    return relay(replace(request, body=encode_cbor(list(decode_envelopes(request.body)[:at]))))


def test_refusal_among_them_keeps_the_receipts_before_it_and_its_own_code(
    offline_work: Laptop, relay: MemoryRelay
) -> None:
    sealed = [row.body for row in unsent_envelopes(offline_work.store)]
    relay.refused_bodies.add(sealed[3])

    outcome = offline_work.sync()

    assert (outcome.state, outcome.code, outcome.pushed) == (SyncState.REFUSED, "sender-mismatch", 3)
    assert [row.body for row in unsent_envelopes(offline_work.store)] == sealed[3:]


def test_relay_restored_from_a_backup_gets_its_lost_links_though_several_wait(
    laptop: Laptop, relay: MemoryRelay, city: CityDesk
) -> None:
    laptop.queue(change("before"))
    laptop.sync()
    relay.heads.clear()
    relay.receipts.clear()
    relay.mailboxes.clear()
    wait_offline(laptop, 3)

    outcome = laptop.sync()

    assert (outcome.state, outcome.pushed) == (SyncState.OK, 3)
    assert city.received() == [change("before"), *(change(f"change-{number}") for number in range(3))]


@pytest.mark.parametrize("content_type", [PROBLEM_TYPE, "text/html"])
@pytest.mark.parametrize("status", [404, 405, 413, 415])
def test_relay_that_takes_them_one_by_one_only_is_asked_once_a_run(
    laptop: Laptop, relay: MemoryRelay, city: CityDesk, status: int, content_type: str
) -> None:
    body = b'{"code": "path-unknown"}' if content_type == PROBLEM_TYPE else b"<html>"
    refusal = Response(status, {"content-type": content_type}, body)
    wait_offline(laptop, MOST_TOGETHER + 4)
    laptop.wire.server = lambda request: refusal if request.target == SEVERAL_PATH else relay(request)

    outcome = laptop.sync()

    assert outcome.state is SyncState.OK
    assert (len(together(laptop)), len(alone(laptop))) == (1, MOST_TOGETHER + 4)
    assert len(city.received()) == MOST_TOGETHER + 4


def test_a_polite_200_from_somebody_else_delivers_nothing(offline_work: Laptop) -> None:
    offline_work.wire.plan(Fault.CAPTIVE_PORTAL)

    outcome = offline_work.sync()

    assert (outcome.state, outcome.code) == (SyncState.OFFLINE, "server-answer-invalid")
    assert states(offline_work) == {DeliveryState.SEALED}


def test_receipts_of_another_relay_are_not_believed(offline_work: Laptop, relay: MemoryRelay) -> None:
    relay.identity = XIANGSHAN

    outcome = offline_work.sync()

    assert (outcome.state, outcome.code) == (SyncState.REFUSED, "key-unknown")
    assert states(offline_work) == {DeliveryState.SEALED}


def test_receipts_in_another_order_are_not_believed(offline_work: Laptop, relay: MemoryRelay) -> None:
    def turn_round(request: Request) -> Response:
        receipts = decode_posted(relay(request).body).receipts
        turned = encode_cbor({"receipts": list(reversed(receipts)), "refusal": None})
        return Response(201, {"content-type": RECEIPTS_TYPE}, turned)

    offline_work.wire.server = turn_round

    outcome = offline_work.sync()

    assert (outcome.state, outcome.code) == (SyncState.REFUSED, "receipt-mismatch")
    assert states(offline_work) == {DeliveryState.SEALED}


def test_more_receipts_than_were_asked_for_are_nobodys(offline_work: Laptop, relay: MemoryRelay) -> None:
    def add(request: Request) -> Response:
        answer = relay(request)
        if request.target != SEVERAL_PATH:
            return answer
        receipts = decode_posted(answer.body).receipts
        more = encode_cbor({"receipts": [*receipts, receipts[0]], "refusal": None})
        return Response(201, {"content-type": RECEIPTS_TYPE}, more)

    offline_work.wire.server = add

    assert offline_work.sync().code == "server-answer-invalid"
    assert len(unsent_envelopes(offline_work.store)) == WAITING


def test_relay_that_is_busy_is_not_asked_one_by_one(offline_work: Laptop) -> None:
    offline_work.wire.server = lambda _request: Response(429, {"retry-after": "40"}, b"")

    outcome = offline_work.sync()

    assert outcome.state is SyncState.OFFLINE
    assert (len(together(offline_work)), alone(offline_work)) == (1, [])
    assert count_unsent(offline_work.store) == WAITING
