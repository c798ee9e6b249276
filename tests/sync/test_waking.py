"""A held question brings news within its answer, and never more than news."""

from dataclasses import dataclass, replace

import pytest

from store import list_received
from store.inbox import InboxState
from sync.errors import ServerUnreachableError
from sync.ports import OpenAnswer, Request, Response
from sync.wake import WakeWatch, Watched
from sync.wake_events import HEARTBEAT, WakeCall, encode_wake
from sync.wire import PAGE_TYPE, MailboxPage, encode_page
from tests.fakes.entropy import SeededEntropy
from tests.fakes.relay import MemoryRelay
from tests.fakes.transport import FakeTransport
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


@dataclass
class StreamingWire:
    """A wire that can keep answers open: each stream is a list of what arrives on it."""

    asked: FakeTransport
    streams: list[OpenAnswer]
    opened: int = 0

    def exchange(self, request: Request) -> Response:
        return self.asked.exchange(request)

    def close(self) -> None:
        """Nothing is held open."""

    def open(self, _request: Request) -> OpenAnswer:
        self.opened += 1
        if not self.streams:
            raise ServerUnreachableError
        return self.streams.pop(0)


def stream(*chunks: bytes) -> OpenAnswer:
    return OpenAnswer(200, {"content-type": "text/event-stream"}, iter(chunks))


def listening(laptop: Laptop, *streams: OpenAnswer) -> tuple[WakeWatch, StreamingWire]:
    wire = StreamingWire(laptop.wire, list(streams))
    watching = WakeWatch(
        replica=DirectReplica(laptop.store),
        transport=wire,
        clock=laptop.clock,
        entropy=SeededEntropy("watch"),
    )
    return watching, wire


def called(*calls: WakeCall) -> list[bytes]:
    return [encode_wake(call) for call in calls]


def test_a_call_on_the_stream_is_news_once(laptop: Laptop) -> None:
    watching, wire = listening(laptop, stream(*called(WakeCall(0, 7), WakeCall(5, 7), WakeCall(5, 7))))

    heard = [watching.watch_once().has_news for _ in range(3)]

    assert heard == [False, True, False]
    assert (wire.opened, wire.asked.requests) == (1, [])


def test_calls_that_arrive_in_pieces_or_together_are_the_same_calls(laptop: Laptop) -> None:
    begun, news = called(WakeCall(0, 7), WakeCall(5, 7))
    watching, _ = listening(laptop, stream(begun[:4], begun[4:] + HEARTBEAT + news))

    assert [watching.watch_once().has_news for _ in range(2)] == [False, True]


def test_after_news_it_rests_and_after_a_sign_of_life_it_listens_on(laptop: Laptop) -> None:
    watching, _ = listening(laptop, stream(*called(WakeCall(0, 7), WakeCall(5, 7))))

    assert [watching.watch_once().rest_seconds for _ in range(2)] == [0.0, 1.0]


def test_a_stream_that_ends_is_opened_anew(laptop: Laptop) -> None:
    again = stream(*called(WakeCall(5, 7)))
    watching, wire = listening(laptop, stream(*called(WakeCall(0, 7))), again)

    heard = [watching.watch_once().has_news for _ in range(3)]

    assert (heard, wire.opened) == ([False, False, True], 2)


def test_where_no_stream_comes_through_questions_are_asked_and_the_stream_is_tried_again(
    laptop: Laptop, city: CityDesk
) -> None:
    watching, wire = listening(laptop)
    watching.watch_once()
    city.send(state())

    heard = [watching.watch_once().has_news for _ in range(11)]

    assert heard[0]
    assert len(wire.asked.requests) == 10
    assert wire.opened == 2


@pytest.mark.parametrize(
    "answer",
    [
        OpenAnswer(404, {"content-type": "application/problem+json"}, iter([b'{"code": "path-unknown"}'])),
        OpenAnswer(200, {"content-type": "text/html"}, iter([b"<html>"])),
        stream(),
        stream(b"data: yes\n\n"),
        stream(b'data: {"head": true, "epoch": 1}\n\n'),
        stream(b"data: " + b"1" * 5_000),
    ],
    ids=["old relay", "portal", "buffering proxy", "no call", "no number", "no end"],
)
def test_what_is_no_stream_of_ours_is_no_news_and_a_question_follows(
    laptop: Laptop, answer: OpenAnswer
) -> None:
    watching, wire = listening(laptop, answer)

    assert not watching.watch_once().has_news

    watching.watch_once()
    assert [request.target for request in wire.asked.requests] == ["/v1/envelopes?after=0&limit=0&wait=55"]


def test_a_relay_that_names_a_time_is_left_alone_so_long(laptop: Laptop) -> None:
    busy = OpenAnswer(429, {"retry-after": "60"}, iter([b"{}"]))
    watching, _ = listening(laptop, busy)

    assert watching.watch_once().rest_seconds >= 60
