"""Where the rail goes when the window has no room for it: behind the 菜单 button, over the page.

It is the same rail with its words and counts, not a second menu. A press beside it, Escape, or
going somewhere puts it away again, and the focus returns to the button that opened it.
"""

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.shell.rail import Rail
from desktop.theme import current_theme

_SCRIM_ALPHA: Final = 102  # 40 % ink, as behind every question


class RailDrawer(QWidget):
    """Covers `frame` with a scrim and the rail at its left while it is open."""

    closed = Signal()

    def __init__(self, frame: QWidget, rail: Rail, *, place: QHBoxLayout) -> None:
        super().__init__(frame)
        self._frame, self._rail, self._place = frame, rail, place
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addStretch(1)
        self.is_in_use = False
        self.hide()
        frame.installEventFilter(self)
        rail.chosen.connect(self.close_drawer)
        rail.lock_chosen.connect(self.close_drawer)
        rail.operator_chosen.connect(self.close_drawer)

    def set_in_use(self, *, is_in_use: bool) -> None:
        """Take the rail out of the frame, or put it back beside the page."""
        if is_in_use == self.is_in_use:
            return
        self.is_in_use = is_in_use
        self.hide()
        (self._row if is_in_use else self._place).insertWidget(0, self._rail)
        self._rail.show()

    def open_drawer(self) -> None:
        self.setGeometry(self._frame.rect())
        self.show()
        self.raise_()
        self._rail.take_focus()

    def close_drawer(self) -> None:
        if not self.isHidden():
            self.hide()
            self.closed.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 — Qt's name
        if watched is self._frame and event.type() == QEvent.Type.Resize:
            self.setGeometry(self._frame.rect())
        return super().eventFilter(watched, event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802, ARG002 — Qt's name
        self.close_drawer()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 — Qt's name
        if event.key() == Qt.Key.Key_Escape:
            self.close_drawer()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002 — Qt's name
        scrim = QColor(current_theme().palette.ink)
        scrim.setAlpha(_SCRIM_ALPHA)
        QPainter(self).fillRect(self.rect(), scrim)
