"""Locks a computer nobody touches: a counter in a village office is left alone all day.

Any key, click, wheel or movement anywhere in the program begins the wait anew. A short
word comes before the lock; what locks saves the open form first. The clock is the
monotonic one, so a changed wall clock neither locks nor keeps open.
"""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, QObject, QTimer, Signal

from sync.ports import Clock

WARNING_S: Final = 30
_LOOK_EVERY_MS: Final = 5_000
_TOUCHES: Final = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
        QEvent.Type.InputMethod,
    }
)


class IdleLock(QObject):
    """Watches an application; `is_open` says whether there is anything to lock."""

    warned = Signal(int)  # seconds until it locks
    due = Signal()

    def __init__(self, *, clock: Clock, minutes: int, is_open: Callable[[], bool]) -> None:
        super().__init__()
        self._clock, self._is_open = clock, is_open
        self.minutes = minutes
        self._touched_s = clock.monotonic_s()
        self._is_warned = False
        self._application: QObject | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_EVERY_MS)
        self._timer.timeout.connect(self.look)

    def watch(self, application: QObject) -> None:
        """Begin; every event of the application passes by here."""
        self._application = application
        application.installEventFilter(self)
        self.touch()
        self._timer.start()

    def stop(self) -> None:
        self._timer.stop()
        if self._application is not None:
            self._application.removeEventFilter(self)
            self._application = None

    def touch(self) -> None:
        """Begin the wait anew."""
        self._touched_s = self._clock.monotonic_s()
        self._is_warned = False

    def look(self) -> None:
        """Warn or lock, if it is time; called every few seconds."""
        if not self._is_open():
            self.touch()
            return
        left = self.minutes * 60 - (self._clock.monotonic_s() - self._touched_s)
        if left <= 0:
            self.touch()
            self.due.emit()
        elif left <= WARNING_S and not self._is_warned:
            self._is_warned = True
            self.warned.emit(round(left))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802, ARG002 — Qt's name
        if event.type() in _TOUCHES:
            self.touch()
        return False
