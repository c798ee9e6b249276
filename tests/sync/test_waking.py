"""A held question brings news within its answer, and never more than news."""

from dataclasses import replace

from store import list_received
from store.inbox import InboxState
from sync.ports import Request, Response
from sync.wake import WakeWatch, Watched
from sync.wire import PAGE_TYPE, MailboxPage, encode_page
from tests.fakes.entropy import SeededEntropy
from tests.fakes.relay import MemoryRelay
from tests.sync.city_desk import CityDesk
from tests.sync.conftest import DirectReplica, Laptop
from tests.sync.story import state


def watch(laptop: Laptop) -> WakeWatch:
    return WakeWatch(
        replica=DirectReplica(laptop.store),
        transport=laptop.wire,
        clock=laptop.clock,
        entropy=SeededEntropy("watch"),
    )


def test_what_waits_is_news_and_nothing_is_taken_in(laptop: Laptop, city: CityDesk) -> None:
    city.send(state())

    assert watch(laptop).watch_once().has_news

    assert list_received(laptop.store, InboxState.RECEIVED) == ()
    assert laptop.wire.requests[-1].target == "/v1/envelopes?after=0&limit=0&wait=55"


def test_an_empty_mailbox_is_no_news(laptop: Laptop) -> None:
    assert not watch(laptop).watch_once().has_news


def test_a_newer_registry_is_news(laptop: Laptop, relay: MemoryRelay) -> None:
    relay.registry = replace(relay.registry, version=8)

    assert watch(laptop).watch_once().has_news


def test_news_that_cannot_be_fetched_is_told_once(laptop: Laptop, city: CityDesk) -> None:
    city.send(state())
    watching = watch(laptop)
    watching.watch_once()

    assert not watching.watch_once().has_news

    city.send(state(1))
    assert watching.watch_once().has_news


def test_without_a_network_it_rests_longer_each_time(laptop: Laptop) -> None:
    laptop.wire.is_connected = False
    watching = watch(laptop)

    rests = [watching.watch_once().rest_seconds for _ in range(4)]

    assert rests == sorted(rests)
    assert rests[-1] > rests[0]


def test_a_relay_that_holds_nothing_is_not_asked_without_pause(laptop: Laptop) -> None:
    assert watch(laptop).watch_once() == Watched(has_news=False, rest_seconds=1.0)


def test_after_a_question_that_was_held_the_next_follows_at_once(laptop: Laptop) -> None:
    def hold(_request: Request) -> Response:
        laptop.clock.advance(55)
        return Response(200, {"content-type": PAGE_TYPE}, encode_page(MailboxPage((), 0, 7)))

    laptop.wire.server = hold

    assert watch(laptop).watch_once() == Watched(has_news=False, rest_seconds=0.0)
