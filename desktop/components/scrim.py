"""A dimmed window with something of its own on top: what dialogs and sheets share.

It lies inside the window (no second one), follows its size, keeps Tab among its own controls, and
gives the focus back to where it was.
"""

from typing import Final

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from desktop.theme import current_theme

_ALPHA: Final = 102  # two fifths of the ink


class Scrim(QWidget):
    """Covers its parent from `rise` until `sink`."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._opener: QWidget | None = None
        parent.installEventFilter(self)
        self.hide()

    def rise(self, first: QWidget) -> None:
        """Show itself over the whole parent, with the focus on its first control."""
        parent = self.parentWidget()
        if parent is None:
            return
        self._opener = parent.window().focusWidget()
        self.setGeometry(parent.rect())
        self.show()
        self.raise_()
        first.setFocus(Qt.FocusReason.PopupFocusReason)

    def sink(self) -> None:
        """Go, and give the focus back to where it was."""
        self.hide()
        opener, self._opener = self._opener, None
        if opener is not None and shiboken6.isValid(opener):
            opener.setFocus(Qt.FocusReason.PopupFocusReason)

    def focusNextPrevChild(self, next: bool) -> bool:  # noqa: A002, FBT001, N802 — Qt's name
        ring = [each for each in self.findChildren(QWidget) if _takes_focus(each)]
        current = self.window().focusWidget()
        at = ring.index(current) if current in ring else -1
        if ring:
            ring[(at + (1 if next else -1)) % len(ring)].setFocus(Qt.FocusReason.TabFocusReason)
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 — Qt's name
        parent = self.parentWidget()
        if event.type() == QEvent.Type.Resize and parent is not None:
            self.setGeometry(parent.rect())
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002 — Qt's name
        scrim = QColor(current_theme().palette.ink)
        scrim.setAlpha(_ALPHA)
        QPainter(self).fillRect(self.rect(), scrim)


def _takes_focus(widget: QWidget) -> bool:
    return widget.isVisible() and widget.isEnabled() and bool(widget.focusPolicy() & Qt.FocusPolicy.TabFocus)
