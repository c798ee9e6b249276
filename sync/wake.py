"""Hearing within a second that something waits, without asking every second.

A question with a wait is held by the relay until there is an answer. Nothing is taken in
here: being woken only starts an ordinary exchange, so a forged or lost call costs time
and nothing else. Where no question can be held - an old relay, a proxy that cuts - the
watch goes quiet for longer and longer, and the timer of the exchange remains the promise.
"""

from dataclasses import dataclass
from functools import partial
from typing import Final

from store.cursors import read_cursor
from sync.errors import SyncError
from sync.ports import Clock, Entropy, Transport
from sync.pull import mailbox_stream
from sync.relay_client import RelayClient
from sync.replica import Replica, load_membership
from sync.session.backoff import wait_seconds
from sync.wire import MAX_WAIT_SECONDS

# A question that was held for less was answered by somebody who holds none.
_HELD_AT_LEAST: Final = 1.0


@dataclass(frozen=True, slots=True)
class Watched:
    """What one held question brought, and how long to rest before the next."""

    has_news: bool
    rest_seconds: float


class WakeWatch:
    """Asks one held question after another; used by one thread, with a transport of its own."""

    def __init__(self, *, replica: Replica, transport: Transport, clock: Clock, entropy: Entropy) -> None:
        self._replica = replica
        self._transport = transport
        self._clock = clock
        self._entropy = entropy
        self._failures = 0
        self._told: tuple[int, int] | None = None

    def close(self) -> None:
        """End the question that is held; called from another thread."""
        self._transport.close()

    def watch_once(self) -> Watched:
        """Hold one question; it raises no `SyncError`, an answer that never came is no news."""
        began = self._clock.monotonic_s()
        try:
            has_news = self._ask()
        except SyncError:
            self._failures += 1
            jitter = self._entropy.take(1)[0] / 255
            return Watched(has_news=False, rest_seconds=wait_seconds(self._failures, jitter=jitter))
        self._failures = 0
        was_held = self._clock.monotonic_s() - began >= _HELD_AT_LEAST
        return Watched(has_news, rest_seconds=0.0 if was_held else _HELD_AT_LEAST)

    def _ask(self) -> bool:
        member = load_membership(self._replica)
        relay = RelayClient(self._transport, signer=member.identity, clock=self._clock, entropy=self._entropy)
        cursor = self._replica.run(partial(read_cursor, stream=mailbox_stream(member)))
        # What was told once and is not fetched yet - the exchange may be refused - is not told again.
        after = max(cursor, self._told[0]) if self._told else cursor
        page = relay.fetch_page(after=after, limit=0, wait_seconds=MAX_WAIT_SECONDS)
        known = 0 if member.registry is None else member.registry.version
        is_newer = page.epoch > max(known, self._told[1] if self._told else 0)
        has_news = page.head > after or is_newer
        if has_news:
            self._told = (max(after, page.head), page.epoch)
        return has_news
