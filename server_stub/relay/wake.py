"""Telling whoever listens in this process that something new waits for an audience.

Only the name of the audience is told, never content: a missed call costs time, not
data, because every reader also asks by itself.
"""

from collections.abc import Callable
from threading import Lock

Listener = Callable[[str], None]


class WakeBell:
    """Listeners by being called; safe between threads."""

    def __init__(self) -> None:
        self._listeners: list[Listener] = []
        self._lock = Lock()

    def listen(self, listener: Listener) -> None:
        with self._lock:
            self._listeners.append(listener)

    def ring(self, audience: str) -> None:
        with self._lock:
            listeners = tuple(self._listeners)
        for listener in listeners:
            listener(audience)
