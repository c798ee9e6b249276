"""Second copies that make themselves: after an exchange and once a day, wherever the officer once said.

The copy is made on a thread and a reading connection of its own, so nobody waits for it. A
stick that is not in is the normal case: it is said in one line on one page and tried again
later. Locking or closing ends a copy that is being made; what it has brought so far stays.
"""

import logging
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot

from desktop.copying import KeptCopy, make_copy
from desktop.errors import DesktopError, WorkerStoppedError
from desktop.preferences import read_preferences, save_preferences
from desktop.unlocking import Unlocked
from store import Store
from store.errors import StoreError
from sync.errors import SyncError
from sync.ports import Clock

logger = logging.getLogger(__name__)

HOUR_MS: Final = 3_600_000
AFTER_EXCHANGE_MS: Final = 4 * HOUR_MS  # an exchange every minute must not mean a copy every minute
AT_LATEST_MS: Final = 24 * HOUR_MS
RETRY_MS: Final = HOUR_MS // 4
_LOOK_EVERY_MS: Final = 5 * 60 * 1000
_UNEXPECTED: Final = "unexpected"


@dataclass(frozen=True, slots=True)
class CopyStatus:
    """How the second copy stands; `trouble` is the code of why the last try made none."""

    place: Path | None = None
    last_ms: int = 0
    is_running: bool = False
    trouble: str | None = None

    def is_due(self, now_ms: int, *, after_ms: int) -> bool:
        """Say whether the last copy is that old; one from the future counts for nothing."""
        return not 0 <= now_ms - self.last_ms < after_ms


class SecondCopy(QObject):
    """Makes one copy at a time; lives on the window's thread, `unlocked` gives who is inside."""

    changed = Signal(object)  # CopyStatus
    _ended = Signal(object)

    def __init__(self, preferences: Path, *, clock: Clock, unlocked: Callable[[], Unlocked | None]) -> None:
        super().__init__()
        self._preferences, self._clock, self._unlocked = preferences, clock, unlocked
        chosen = read_preferences(preferences)
        place = Path(chosen.copy_folder) if chosen.copy_folder else None
        self.status = CopyStatus(place, chosen.last_copy_ms)
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="copy")
        self._giving_up = Event()
        self._reader: Store | None = None
        self._tried_ms = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        self._ended.connect(self._settle, Qt.ConnectionType.QueuedConnection)

    def choose(self, place: Path) -> None:
        """Remember where copies go, and make the first one there."""
        self._tried_ms = 0
        self._show(CopyStatus(place, is_running=self.status.is_running))
        self._remember(0)
        self.copy_now()

    def after_exchange(self) -> None:
        """Copy what an exchange may have brought, if the last copy is some hours old."""
        self._copy_if_due(AFTER_EXCHANGE_MS)

    def look(self) -> None:
        """Copy once a day, whatever else happens."""
        self._copy_if_due(AT_LATEST_MS)

    def copy_now(self) -> None:
        """Make a copy, whenever the last one was."""
        unlocked, place = self._unlocked(), self.status.place
        if unlocked is None or place is None or self.status.is_running:
            return
        now_ms = self._tried_ms = self._clock.now_ms()
        self._giving_up.clear()
        self._show(replace(self.status, is_running=True, trouble=None))
        work = self._executor.submit(self._make, unlocked, place, now_ms)
        work.add_done_callback(self._ended.emit)

    def give_up(self) -> None:
        """End a copy that is being made: somebody locks or closes the program."""
        self._giving_up.set()
        reader = self._reader
        if reader is not None:
            reader.interrupt()

    def close(self) -> None:
        """End for good."""
        self._timer.stop()
        self.give_up()
        self._executor.shutdown(wait=True, cancel_futures=True)

    def _copy_if_due(self, after_ms: int) -> None:
        now_ms = self._clock.now_ms()
        is_tried = 0 <= now_ms - self._tried_ms < RETRY_MS
        if self.status.is_due(now_ms, after_ms=after_ms) and not is_tried:
            self.copy_now()

    def _make(self, unlocked: Unlocked, place: Path, now_ms: int) -> KeptCopy:
        """Run on the copying thread."""
        self._go_on()
        reader = unlocked.open_reader()
        self._reader = reader
        try:
            return make_copy(reader, unlocked, place, now_ms=now_ms, go_on=self._go_on)
        finally:
            self._reader = None
            reader.close()

    def _go_on(self) -> None:
        if self._giving_up.is_set():
            raise WorkerStoppedError

    @Slot(object)
    def _settle(self, work: "Future[KeptCopy]") -> None:
        error = work.exception()
        if error is not None:
            self._say_why_not(error)
            return
        made, place = work.result(), self.status.place
        self._show(replace(self.status, is_running=False, trouble=None))
        if place is not None and made.folder.is_relative_to(place):
            self._remember(made.made_at_ms)
        else:  # another place was chosen meanwhile
            self.look()

    def _say_why_not(self, error: BaseException) -> None:
        if self._giving_up.is_set():
            self._tried_ms = 0  # nobody's fault: as soon as somebody is inside again
            self._show(replace(self.status, is_running=False))
            return
        trouble = error.code if isinstance(error, StoreError | SyncError | DesktopError) else _UNEXPECTED
        logger.info("no second copy: %s", trouble)
        self._show(replace(self.status, is_running=False, trouble=trouble))

    def _remember(self, last_ms: int) -> None:
        self._show(replace(self.status, last_ms=last_ms))
        folder = str(self.status.place or "")
        chosen = replace(read_preferences(self._preferences), copy_folder=folder, last_copy_ms=last_ms)
        with suppress(OSError):  # a full disk: it is known until the program ends
            save_preferences(self._preferences, chosen)

    def _show(self, status: CopyStatus) -> None:
        self.status = status
        self.changed.emit(status)
