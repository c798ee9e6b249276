"""Telling whoever listens in this process that something new waits for an audience.

Only the name of the audience is told, never content: a missed call costs time, not
data, because every reader also asks by itself. Listeners are called; a held question
is let go, so that its answer is written with what has arrived.
"""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock
from typing import Final

Listener = Callable[[str], None]

MAX_HELD: Final = 20_000
MAX_HELD_EACH: Final = 8  # of one audience: a device has one, and those a proxy has not let go yet


class Expectation:
    """One held question or stream; it is let go from any thread."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._rung = asyncio.Event()

    async def wait(self, seconds: float) -> bool:
        """Say whether it was rung before the time was over."""
        try:
            return await asyncio.wait_for(self._rung.wait(), seconds)
        except TimeoutError:
            return False

    def hear_again(self) -> None:
        """Wait for the next ring; what rang so far has been heard, and is looked up after this."""
        self._rung.clear()

    def let_go(self) -> None:
        self._loop.call_soon_threadsafe(self._rung.set)


class WakeBell:
    """Listeners by being called, held questions by being let go; safe between threads."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []
        self._held: dict[str, set[Expectation]] = {}
        self._count = 0
        self._is_closed = False
        self._lock = Lock()

    def listen(self, listener: Listener) -> None:
        with self._lock:
            self._listeners.append(listener)

    def ring(self, audience: str) -> None:
        with self._lock:
            listeners = tuple(self._listeners)
            held = tuple(self._held.get(audience, ()))
        for listener in listeners:
            listener(audience)
        for expectation in held:
            expectation.let_go()

    def ring_all(self) -> None:
        """Let every held question go: something changed that concerns everybody."""
        with self._lock:
            held = [one for group in self._held.values() for one in group]
        for expectation in held:
            expectation.let_go()

    def close(self) -> None:
        """Let every held question go and hold no other: the server stops."""
        self._is_closed = True
        self.ring_all()

    @contextmanager
    def expecting(self, audience: str) -> Iterator[Expectation | None]:
        """Hear of an audience from now on; None when too many questions are held already."""
        expectation = Expectation()
        if not self._hold(audience, expectation):
            yield None
            return
        try:
            yield expectation
        finally:
            self._forget(audience, expectation)

    @property
    def is_closed(self) -> bool:
        return self._is_closed

    @property
    def held_count(self) -> int:
        """Say how many questions and streams are held."""
        return self._count

    def has_room(self, audience: str) -> bool:
        """Say whether one more of this audience would be held."""
        with self._lock:
            return self._has_room(audience)

    def _has_room(self, audience: str) -> bool:
        each = len(self._held.get(audience, ()))
        return not self._is_closed and self._count < MAX_HELD and each < MAX_HELD_EACH

    def _hold(self, audience: str, expectation: Expectation) -> bool:
        with self._lock:
            if not self._has_room(audience):
                return False
            self._held.setdefault(audience, set()).add(expectation)
            self._count += 1
            return True

    def _forget(self, audience: str, expectation: Expectation) -> None:
        with self._lock:
            group = self._held[audience]
            group.discard(expectation)
            self._count -= 1
            if not group:
                del self._held[audience]
