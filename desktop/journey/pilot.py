"""Presses what is visible, writes as an input method does, waits for what should appear, takes pictures.

Nothing here sleeps: waiting is an event loop with a deadline, and a journey that does
not come on says at which step.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QWidget

from desktop.errors import DesktopError

_LOOK_EVERY_MS: Final = 20
_SETTLE_MS: Final = 250
DEFAULT_PATIENCE_S: Final = 60.0


class JourneyStuckError(DesktopError):
    """What should have appeared did not, within the time a patient person would give it."""

    code = "journey-stuck"


class Pilot:
    """Drives one window."""

    def __init__(self, window: QWidget, *, patience_s: float = DEFAULT_PATIENCE_S) -> None:
        self._window = window
        self._patience_ms = round(patience_s * 1000)

    def wait_for(self, what: str, condition: Callable[[], bool]) -> None:
        """Let the program run until the condition holds.

        Raises:
            JourneyStuckError: it did not come to hold in time.

        """
        if condition():
            return
        loop, look = QEventLoop(), QTimer()
        look.setInterval(_LOOK_EVERY_MS)
        look.timeout.connect(lambda: loop.quit() if condition() else None)
        look.start()
        QTimer.singleShot(self._patience_ms, loop, loop.quit)
        loop.exec()
        look.stop()
        if not condition():
            raise JourneyStuckError(step=what)

    def press(self, name: str) -> None:
        """Press the visible button, or choose the visible card, whose words begin so."""
        self.wait_for(name, lambda: self._button(name) is not None)
        button = self._button(name)
        if button is not None:
            button.setFocus()
            button.click()

    def write(self, label: str, text: str) -> None:
        """Replace what stands in the visible field of that label."""
        self.wait_for(label, lambda: self._field(label) is not None)
        field = self._field(label)
        if field is None:
            return
        field.setFocus()
        field.selectAll()
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(field, event)

    def pick(self, label: str, option: str) -> None:
        """Choose from the visible list of that label the entry whose words begin so."""
        self.wait_for(label, lambda: self._list(label) is not None)
        box = self._list(label)
        if box is None:
            return
        index = next((row for row in range(box.count()) if box.itemText(row).startswith(option)), -1)
        if index < 0:
            raise JourneyStuckError(step=option)
        box.setFocus()
        box.setCurrentIndex(index)
        box.activated.emit(index)

    def sees(self, words: str) -> bool:
        """Say whether any visible label, button or field shows these words."""
        return any(words in text for text in self._visible_texts())

    def picture(self, path: Path) -> Path:
        """Let the screen settle and keep what a person would see."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self.settle()
        self._window.grab().save(str(path))
        return path

    def settle(self) -> None:
        """Let the program run for a moment, as the eye does that arrives at a new page."""
        loop = QEventLoop()
        QTimer.singleShot(_SETTLE_MS, loop, loop.quit)
        loop.exec()

    def _button(self, name: str) -> QAbstractButton | None:
        for button in self._window.findChildren(QAbstractButton):
            said = button.text() or button.accessibleName()
            if button.isVisible() and button.isEnabled() and said.startswith(name):
                return button
        return None

    def _field(self, label: str) -> QLineEdit | None:
        for field in self._window.findChildren(QLineEdit):
            if field.isVisible() and field.isEnabled() and field.accessibleName().startswith(label):
                return field
        return None

    def _list(self, label: str) -> QComboBox | None:
        for box in self._window.findChildren(QComboBox):
            if box.isVisible() and box.isEnabled() and box.accessibleName().startswith(label):
                return box
        return None

    def _visible_texts(self) -> list[str]:
        shown = [widget for widget in self._window.findChildren(QWidget) if widget.isVisible()]
        texts: list[str] = []
        for widget in shown:
            read = getattr(widget, "text", None)
            if callable(read):
                texts.append(str(read()))
        return texts
