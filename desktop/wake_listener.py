"""The thread that waits for the server to say that something is there.

It holds one question after another on a line of its own and, when one is answered, asks
for an ordinary exchange on the window's thread. It touches the replica only to learn how
far it has been read. Stopping shuts the line, so that closing the window or locking the
program never waits for a question that is held for a minute.
"""

from collections.abc import Callable
from threading import Event, Thread
from typing import Protocol

from PySide6.QtCore import QObject, Signal

from sync.errors import SyncError
from sync.wake import Watched

# A device that has not joined yet looks again after a while.
_NOT_READY_SECONDS = 5.0


class Watch(Protocol):
    """The part of `sync.wake.WakeWatch` that is driven from here."""

    def watch_once(self) -> Watched: ...

    def close(self) -> None:
        """End the question that is held; called from another thread."""
        ...


class WakeListener(QObject):
    """Says `woken` on the window's thread; created, started and stopped there."""

    woken = Signal()

    def __init__(self, make_watch: Callable[[], Watch], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._make_watch = make_watch
        self._watch: Watch | None = None
        self._stopping = Event()
        self._thread: Thread | None = None

    def start(self) -> None:
        """Begin to listen; a second call changes nothing."""
        if self._thread is None:
            # A daemon: a line that cannot be shut must not keep the program from ending.
            self._thread = Thread(target=self._listen, name="wake", daemon=True)
            self._thread.start()

    def ask_to_stop(self) -> None:
        """Shut the line; the thread ends by itself, without touching the replica again."""
        self._stopping.set()
        if self._watch is not None:
            self._watch.close()

    def _listen(self) -> None:
        while not self._stopping.is_set():
            self._stopping.wait(self._listen_once())

    def _listen_once(self) -> float:
        try:
            if self._watch is None:
                self._watch = self._make_watch()
            watched = self._watch.watch_once()
        except SyncError:
            return _NOT_READY_SECONDS
        except RuntimeError:  # the store's queue closes while a question is asked: the program ends
            self._stopping.set()
            return 0.0
        if watched.has_news and not self._stopping.is_set():
            self.woken.emit()
        return watched.rest_seconds
