"""Hears a scanner gun anywhere in the program, whatever has the focus, and never eats typing.

A gun is a keyboard to the computer. This filter sees every key before the window does: what
`GunBurst` keeps back is sent on a moment later as it was pressed, what it calls a scan is said
as `scanned`. A field that hides what is typed into it is left alone entirely, and so is
everything behind the closed door: a secret never passes through here. Times are those the
system gave the events, so a busy moment of the program does not turn typing into a scan.
"""

from collections.abc import Callable
from typing import Final

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from desktop.capture.gun_burst import GAP_MS, GunBurst, Ruling

_ENDS: Final = frozenset({Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab})
_MODIFIERS: Final = frozenset({Qt.Key.Key_Shift, Qt.Key.Key_CapsLock, Qt.Key.Key_NumLock})
_WRITING: Final = (
    Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
)  # any other modifier makes a command of a key
# What must not overtake a key that is held.
_INTERRUPTIONS: Final = frozenset(
    {
        QEvent.Type.MouseButtonPress,
        QEvent.Type.FocusAboutToChange,
        QEvent.Type.WindowDeactivate,
        QEvent.Type.InputMethod,
    }
)
_KEYS: Final = frozenset({QEvent.Type.KeyPress, QEvent.Type.KeyRelease})

Held = tuple[QObject, QKeyEvent]


class ScannerGun(QObject):
    """One for the whole application; `is_listening` says whether scans are wanted now."""

    scanned = Signal(str)

    def __init__(
        self,
        *,
        is_listening: Callable[[], bool],
        time_of: Callable[[QKeyEvent], float] = lambda event: float(event.timestamp()),
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._is_listening, self._time_of = is_listening, time_of
        self._burst: GunBurst[Held] = GunBurst()
        self._application: QCoreApplication | None = None
        self._is_replaying = False
        self._passed_on: tuple[QEvent.Type, int, int] | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setTimerType(Qt.TimerType.PreciseTimer)
        self._pause.setInterval(GAP_MS + 1)
        self._pause.timeout.connect(self.let_go)

    def watch(self, application: QCoreApplication) -> None:
        """Begin; every event of the application passes by here."""
        self._application = application
        application.installEventFilter(self)

    def stop(self) -> None:
        """Hold nothing and hear nothing any more."""
        self.let_go()
        if self._application is not None:
            self._application.removeEventFilter(self)
            self._application = None

    def let_go(self) -> None:
        """Send on whatever is held: nothing more came in time, or something must not overtake it."""
        self._carry_out(self._burst.something_else())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 — Qt's name
        kind = event.type()
        if self._is_replaying:
            return False
        if kind in _KEYS:
            return (
                isinstance(event, QKeyEvent) and self._is_target(watched, event) and self._key(watched, event)
            )
        if self._burst.is_holding and (kind in _INTERRUPTIONS or self._is_command(event)):
            self.let_go()
        return False

    def _is_command(self, event: QEvent) -> bool:
        """Tell whether a shortcut is about to be looked for that is no part of a scan."""
        if event.type() is not QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
            return False
        return not (_writes(event) or event.key() in _ENDS or event.key() in _MODIFIERS)

    def _is_target(self, watched: QObject, event: QKeyEvent) -> bool:
        """Tell whether an event is seen for the first time: a window's, or one sent to the focus itself."""
        mark = (event.type(), event.key(), event.timestamp())
        if isinstance(watched, QWindow):
            self._passed_on = mark
            return True
        return watched is QApplication.focusWidget() and self._passed_on != mark

    def _key(self, watched: QObject, event: QKeyEvent) -> bool:
        if not self._is_listening() or _hides(QApplication.focusWidget()):
            self.let_go()
            return False
        return self._carry_out(self._rule(watched, event))

    def _rule(self, watched: QObject, event: QKeyEvent) -> Ruling[Held]:
        held = (watched, _copy(event))
        if event.type() is QEvent.Type.KeyRelease or event.key() in _MODIFIERS:
            return self._burst.accompaniment(held)
        at_ms = self._time_of(event)
        if event.key() in _ENDS and not event.isAutoRepeat():
            return self._burst.end(held, at_ms=at_ms)
        if _writes(event) and not event.isAutoRepeat():
            return self._burst.character(held, event.text(), at_ms=at_ms)
        return self._burst.something_else()

    def _carry_out(self, ruling: Ruling[Held]) -> bool:
        self._is_replaying = True
        try:
            for target, event in ruling.released:
                if shiboken6.isValid(target):
                    QCoreApplication.sendEvent(target, event)
        finally:
            self._is_replaying = False
        if self._burst.is_holding:
            self._pause.start()
        else:
            self._pause.stop()
        if ruling.code:
            self.scanned.emit(ruling.code)
        return ruling.is_kept_back


def _writes(event: QKeyEvent) -> bool:
    has_command = bool(event.modifiers() & ~_WRITING)
    return bool(event.text()) and event.text().isprintable() and not has_command


def _hides(widget: QWidget | None) -> bool:
    """Tell whether a field keeps to itself what is typed into it."""
    if widget is None:
        return False
    is_secret = bool(widget.inputMethodHints() & Qt.InputMethodHint.ImhSensitiveData)
    is_masked = isinstance(widget, QLineEdit) and widget.echoMode() is not QLineEdit.EchoMode.Normal
    return is_secret or is_masked


def _copy(event: QKeyEvent) -> QKeyEvent:
    return QKeyEvent(
        event.type(),
        event.key(),
        event.modifiers(),
        event.nativeScanCode(),
        event.nativeVirtualKey(),
        event.nativeModifiers(),
        event.text(),
        event.isAutoRepeat(),
        event.count(),
    )
