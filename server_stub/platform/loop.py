"""The platform's thread: a round when something arrives, and one every few seconds regardless.

Being woken is a courtesy of the relay in the same process; the timer is the promise. After a round
that read something the mailbox is looked into again at once, and if there was something, another round
follows: a platform in a process of its own is not woken.

**Ready** is said before the first round: keys and databases are open, the relay has the registry. Whatever
waited while the server stood still is worked off afterwards, however much it is, and meanwhile it serves.
An unreachable relay or a full disk ends a round, not the thread.
"""

import logging
from collections.abc import Callable
from threading import Event, Thread
from typing import Protocol

from server_stub.errors import ServerError
from sync.errors import SyncError

logger = logging.getLogger(__name__)


class Desk(Protocol):
    """Whatever does one round of work."""

    def begin(self) -> None:
        """Do what has to be done before anybody can be served, and nothing of what has piled up."""
        ...

    def run_once(self) -> bool:
        """Do one round; say whether to look again at once."""
        ...

    def go_on(self) -> bool:
        """Look for what came meanwhile and answer it; say whether to look again at once."""
        ...


class PlatformLoop:
    """Rounds on a thread of its own, until it is told to stop.

    `see_alone` raises while another platform works on the same city: then a round does nothing.
    """

    def __init__(
        self,
        desk: Desk,
        *,
        poll_seconds: float,
        ready: Callable[[], None],
        see_alone: Callable[[], None] = lambda: None,
    ) -> None:
        self._desk = desk
        self._poll_seconds = poll_seconds
        self._see_alone = see_alone
        self._ready: Callable[[], None] | None = ready
        self._wake = Event()
        self._stop = Event()
        self._thread = Thread(target=self.run, name="platform", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def wake(self) -> None:
        self._wake.set()

    def ask_to_stop(self) -> None:
        """End after the round that is under way; safe to call from a signal handler."""
        self._stop.set()
        self._wake.set()

    def stop(self) -> None:
        """Ask, and wait until the thread has ended; safe to call before `start`."""
        self.ask_to_stop()
        if self._thread.is_alive():
            self._thread.join()

    def run(self) -> None:
        """Work until stopped; the platform process calls this on its main thread."""
        while not self._stop.is_set():
            self._wake.clear()
            self._round()
            self._wake.wait(self._poll_seconds)

    def _round(self) -> None:
        try:
            self._see_alone()
            self._begin()
            if self._desk.run_once() and self._desk.go_on():
                self._wake.set()
        except SyncError as error:
            logger.info("round ended: %s", error.shown_code)
        except ServerError as error:
            logger.warning("round ended: %s", error.code)
        except Exception as error:  # noqa: BLE001 - a thread's edge: the next round starts afresh
            # The kind only: a message may quote what was worked on.
            logger.error("round failed: %s", type(error).__name__)  # noqa: TRY400

    def _begin(self) -> None:
        if self._ready is not None:
            self._desk.begin()
            tell, self._ready = self._ready, None
            tell()
