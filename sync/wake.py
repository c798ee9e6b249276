"""Hearing within a second that something waits, without asking every second.

The relay tells a connected device its newest position as soon as it changes, over a stream
of events, or where no stream comes through - an old relay, a proxy that gathers answers
up - by answering a question it has held. Nothing is taken in here: being woken only starts
an ordinary exchange, so a forged or lost call costs time and nothing else. Where neither
works the watch goes quiet for longer and longer, and the timer of the exchange remains the
promise.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final

from store.cursors import read_cursor
from sync.errors import ServerBusyError, SyncError
from sync.ports import Clock, Entropy, OpenEndedTransport, Transport
from sync.pull import mailbox_stream
from sync.relay_client import RelayClient
from sync.replica import Membership, Replica, load_membership
from sync.session.backoff import wait_seconds
from sync.wake_events import WakeCall
from sync.wire import MAX_WAIT_SECONDS

# A question that was held for less was answered by somebody who holds none.
_HELD_AT_LEAST: Final = 1.0
# About ten minutes of held questions where no stream came through.
_QUESTIONS_BETWEEN_STREAMS: Final = 10


@dataclass(frozen=True, slots=True)
class Watched:
    """What one held question brought, and how long to rest before the next."""

    has_news: bool
    rest_seconds: float


class WakeWatch:
    """Hears one call after another; used by one thread, with a transport of its own.

    It listens to the stream where the transport can keep an answer open, and asks held questions elsewhere.
    """

    def __init__(self, *, replica: Replica, transport: Transport, clock: Clock, entropy: Entropy) -> None:
        self._replica = replica
        self._transport = transport
        self._line = transport if isinstance(transport, OpenEndedTransport) else None
        self._clock = clock
        self._entropy = entropy
        self._failures = 0
        self._told: WakeCall | None = None
        self._calls: Iterator[WakeCall] | None = None
        self._questions_left = 0  # to be asked before a stream is tried

    def close(self) -> None:
        """End the question that is held; called from another thread."""
        self._transport.close()

    def watch_once(self) -> Watched:
        """Wait for one call; it raises no `SyncError`, an answer that never came is no news."""
        began = self._clock.monotonic_s()
        try:
            has_news = self._listen(self._line) if self._line and not self._questions_left else self._ask()
        except SyncError as error:
            self._calls = None
            self._failures += 1
            jitter = self._entropy.take(1)[0] / 255
            asked = error.after_seconds if isinstance(error, ServerBusyError) else 0.0
            rest = wait_seconds(self._failures, jitter=jitter, asked_seconds=asked)
            return Watched(has_news=False, rest_seconds=rest)
        self._failures = 0
        was_held = self._clock.monotonic_s() - began >= _HELD_AT_LEAST
        # After news it rests: a flood of calls must not be an exchange each.
        goes_on = was_held or (self._calls is not None and not has_news)
        return Watched(has_news, rest_seconds=0.0 if goes_on else _HELD_AT_LEAST)

    def _listen(self, line: OpenEndedTransport) -> bool:
        if self._calls is None:
            return self._begin_to_listen(line)
        call = next(self._calls, None)
        if call is None:  # the relay ends a stream now and then; the next one is opened anew
            self._calls = None
            return False
        return self._is_news(call, member=load_membership(self._replica))

    def _begin_to_listen(self, line: OpenEndedTransport) -> bool:
        """Open the stream; where none comes through, a few questions are asked before the next attempt."""
        self._questions_left = _QUESTIONS_BETWEEN_STREAMS
        member = load_membership(self._replica)
        calls = self._client(member).open_wake(line)
        first = next(calls, None)
        if first is None:
            return False
        self._questions_left, self._calls = 0, calls
        return self._is_news(first, member=member)

    def _ask(self) -> bool:
        self._questions_left = max(0, self._questions_left - 1)
        member = load_membership(self._replica)
        # What was told once and is not fetched yet - the exchange may be refused - is not told again.
        after = max(self._cursor(member), self._told.head if self._told else 0)
        page = self._client(member).fetch_page(after=after, limit=0, wait_seconds=MAX_WAIT_SECONDS)
        return self._is_news(WakeCall(page.head, page.epoch), member=member)

    def _is_news(self, call: WakeCall, *, member: Membership) -> bool:
        told = self._told or WakeCall(0, 0)
        known = 0 if member.registry is None else member.registry.version
        after = max(self._cursor(member), told.head)
        has_news = call.head > after or call.epoch > max(known, told.epoch)
        if has_news:
            self._told = WakeCall(max(after, call.head), call.epoch)
        return has_news

    def _cursor(self, member: Membership) -> int:
        return self._replica.run(partial(read_cursor, stream=mailbox_stream(member)))

    def _client(self, member: Membership) -> RelayClient:
        return RelayClient(self._transport, signer=member.identity, clock=self._clock, entropy=self._entropy)
