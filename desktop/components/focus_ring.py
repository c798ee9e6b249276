"""The ring around the focused control, shown when the keyboard put the focus there.

One shared overlay for the whole program, drawn outside the control with a gap, so
it is equally plain on a white card and around a filled button. Text inputs show the
focus by their own border and need no ring.

Qt keeps such a frame among the children of the page it stood on last, so a page that is
deleted takes it along; another is made when the keyboard moves on.
"""

from typing import cast

import shiboken6
from PySide6.QtCore import QEvent, QObject, QRectF, Qt
from PySide6.QtGui import QColor, QFocusEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QFocusFrame,
    QProxyStyle,
    QStyle,
    QStyleHintReturn,
    QStyleOption,
    QWidget,
)

from desktop.theme import current_theme
from desktop.tokens import RADIUS_CARD

_WIDTH = 3
_GAP = 2
_MOVES = (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show)
_KEYBOARD = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class _RoomyStyle(QProxyStyle):
    """Gives the focus frame room for a gap and the ring."""

    def pixelMetric(  # noqa: N802 — Qt's name
        self, metric: QStyle.PixelMetric, option: QStyleOption | None = None, widget: QWidget | None = None
    ) -> int:
        if metric in (QStyle.PixelMetric.PM_FocusFrameHMargin, QStyle.PixelMetric.PM_FocusFrameVMargin):
            return _WIDTH + _GAP
        return super().pixelMetric(metric, option, widget)

    def styleHint(  # noqa: N802 — Qt's name
        self,
        hint: QStyle.StyleHint,
        option: QStyleOption | None = None,
        widget: QWidget | None = None,
        returned: QStyleHintReturn | None = None,
    ) -> int:
        # Above everything up to the next scroll area: a tight group of cards would cut the ring off.
        if hint is QStyle.StyleHint.SH_FocusFrame_AboveWidget:
            return 1
        return super().styleHint(hint, option, widget, returned)


class FocusRing(QObject):
    """Follows the focus of the application it is installed on."""

    def __init__(self, application: QApplication) -> None:
        super().__init__()
        self._frame: _Frame | None = None
        application.installEventFilter(self)

    def widget(self) -> QWidget | None:
        """Give the control the ring is around."""
        return self._frame.widget() if self._frame is not None and shiboken6.isValid(self._frame) else None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 — Qt's name
        if isinstance(event, QFocusEvent) and isinstance(watched, QWidget) and event.gotFocus():
            is_marked = isinstance(watched, QAbstractButton | QAbstractItemView)
            if is_marked and event.reason() in _KEYBOARD:
                self._standing().setWidget(watched)
            elif event.reason() != Qt.FocusReason.ActiveWindowFocusReason and self.widget() is not None:
                self._standing().setWidget(None)  # type: ignore[arg-type]
        return super().eventFilter(watched, event)

    def _standing(self) -> "_Frame":
        if self._frame is None or not shiboken6.isValid(self._frame):
            self._frame = _Frame()
        return self._frame


class _Frame(QFocusFrame):
    """Paints the ring."""

    def __init__(self) -> None:
        super().__init__()
        self._style = _RoomyStyle("Fusion")
        self.setStyle(self._style)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 — Qt's name
        """Follow the control, also where Qt leaves a ring hidden: around one scrolled to later."""
        answer = super().eventFilter(watched, event)
        if event.type() in _MOVES and self.isHidden() and self._is_in_sight():
            self.show()
            self.raise_()
        return answer

    def _is_in_sight(self) -> bool:
        # None, where the ring stands around nothing, whatever the signature says.
        widget, page = cast("QWidget | None", self.widget()), self.parentWidget()
        if widget is None or page is None or not widget.isVisible():
            return False
        return page.rect().intersects(self.geometry())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002 — Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(current_theme().palette.focus), _WIDTH))
        half = _WIDTH / 2
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(half, half, -half, -half), RADIUS_CARD, RADIUS_CARD
        )
