"""The wake-up: a question with a wait is answered when there is something, not before its time is over."""

import asyncio
from threading import Thread

import pytest

from server_stub.relay.wake import MAX_HELD, WakeBell
from sync.wire import ENVELOPES_PATH, MailboxPage, decode_page, mailbox_target
from tests.scenario.realm import Device
from tests.server_stub.conftest import Counter


def held(counter: Counter, asker: Device, *, after: int = 0) -> MailboxPage:
    target = mailbox_target(after=after, limit=0, wait_seconds=55)
    answer = counter.client.get(target, headers=counter.authorization(asker, target))
    assert answer.status_code == 200, answer.text
    return decode_page(answer.content)


def test_what_already_waits_is_told_at_once_and_without_its_content(counter: Counter) -> None:
    device = counter.realm.join()
    counter.publish()
    counter.post(counter.city.seal_bytes(b"sealed", header=counter.city.header(audience=device.id)))

    page = held(counter, device)

    assert page.items == ()
    assert page.head > 0


def test_an_envelope_that_arrives_lets_the_question_go(counter: Counter) -> None:
    device = counter.realm.join()
    counter.publish()
    pages: list[MailboxPage] = []
    asking = Thread(target=lambda: pages.append(held(counter, device)))
    asking.start()

    city = counter.city
    counter.post(city.seal_bytes(b"sealed", header=city.header(audience=device.id)))
    asking.join(60)

    assert [page.head > 0 for page in pages] == [True]


def test_a_closing_relay_lets_every_question_go(counter: Counter) -> None:
    device = counter.realm.join()
    counter.publish()
    counter.relay.bell.close()

    assert held(counter, device).head == 0


def test_a_wait_needs_a_signature_like_any_question(counter: Counter) -> None:
    counter.publish()

    answer = counter.client.get(mailbox_target(after=0, limit=0, wait_seconds=55))

    assert answer.status_code == 401
    assert answer.request.url.path == ENVELOPES_PATH


def test_a_ring_before_the_wait_is_not_lost() -> None:
    async def story() -> None:
        bell = WakeBell()
        with bell.expecting("p") as expectation:
            assert expectation is not None
            bell.ring("p")
            await expectation.wait(30)

    asyncio.run(asyncio.wait_for(story(), 5))


def test_a_ring_for_somebody_else_holds_on() -> None:
    async def story() -> None:
        bell = WakeBell()
        with bell.expecting("p") as expectation:
            assert expectation is not None
            bell.ring("q")
            await expectation.wait(30)

    with pytest.raises(TimeoutError):
        asyncio.run(asyncio.wait_for(story(), 0.05))


def test_more_questions_than_the_relay_can_hold_are_answered_at_once() -> None:
    async def story() -> bool:
        bell = WakeBell()
        bell._count = MAX_HELD
        with bell.expecting("p") as expectation:
            return expectation is None

    assert asyncio.run(story())
