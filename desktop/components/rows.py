"""Rows of a list: something at the left, two lines, then what can be seen or done.

`Row` only shows; `RowButton` is pressed as a whole. Rows in one card are divided by a
thin line that starts where the words start.
"""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop.components.labels import ElidedLabel, Ink
from desktop.components.restyled import Restyled
from desktop.icons import paint_icon
from desktop.theme import Theme, current_theme
from desktop.tokens import HEIGHT_ROW, RADIUS_CARD, TextRole

_MARK = 26  # what the tick of a chosen row takes


class TwoLines(QWidget):
    """A title and a quieter line under it; both give way with an ellipsis."""

    def __init__(
        self, title: str, detail: str = "", *, detail_tone: Ink = "ink2", role: TextRole = TextRole.LABEL
    ) -> None:
        super().__init__()
        self.title = ElidedLabel(title, role=role)
        self.detail = ElidedLabel(detail, role=TextRole.CAPTION, tone=detail_tone)
        lines = QVBoxLayout(self)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(1)
        lines.addStretch(1)
        lines.addWidget(self.title)
        lines.addWidget(self.detail)
        lines.addStretch(1)
        # Only now: shown without a parent it would be a window of its own for a moment, and take the focus.
        self.detail.setVisible(bool(detail))


class Row(Restyled, QWidget):
    """A leading mark, two lines, and trailing widgets."""

    def __init__(
        self,
        words: QWidget,
        *,
        leading: QWidget | None = None,
        trailing: Sequence[QWidget] = (),
        is_divided: bool = False,
    ) -> None:
        super().__init__()
        self._is_divided = is_divided
        self._words = words
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 4)
        row.setSpacing(14)
        if leading is not None:
            row.addWidget(leading)
        row.addWidget(words, 1)
        for widget in trailing:
            row.addWidget(widget)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.restyle(current_theme())

    def restyle(self, theme: Theme) -> None:
        self.setMinimumHeight(theme.px(HEIGHT_ROW))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002 — Qt's name
        if self._is_divided:
            painter = QPainter(self)
            painter.setPen(QPen(QColor(current_theme().palette.border), 1.0))
            painter.drawLine(self._words.x(), 0, self.width(), 0)


class RowButton(Restyled, QPushButton):
    """A row that is pressed as a whole and shows that it is chosen; `has_mark` adds a tick at its end."""

    def __init__(
        self,
        words: TwoLines,
        *,
        leading: QWidget | None = None,
        trailing: Sequence[QWidget] = (),
        has_mark: bool = False,
    ) -> None:
        super().__init__()
        self._has_mark = has_mark
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 16 + (_MARK if has_mark else 0), 4)
        row.setSpacing(12)
        for widget in (leading, words, *trailing):
            if widget is not None:
                widget.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
                row.addWidget(widget, 1 if widget is words else 0)
        self.setAccessibleName(words.title.text())
        self.setAccessibleDescription(words.detail.text())
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(True)  # Enter presses it, too
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.restyle(current_theme())

    def restyle(self, theme: Theme) -> None:
        self.setMinimumHeight(theme.px(HEIGHT_ROW))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002 — Qt's name
        palette = current_theme().palette
        is_chosen = self.isChecked()
        width = 2.0 if is_chosen else 1.0
        plain = palette.surface2 if self.underMouse() else palette.surface
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(palette.primary if is_chosen else palette.border), width))
        painter.setBrush(QColor(palette.primary_soft if is_chosen else plain))
        ground = QRectF(self.rect()).adjusted(width / 2, width / 2, -width / 2, -width / 2)
        painter.drawRoundedRect(ground, RADIUS_CARD, RADIUS_CARD)
        if self._has_mark and is_chosen:
            side = min(current_theme().px(22), self.height() / 2)
            box = QRectF(self.width() - side - 12, (self.height() - side) / 2, side, side)
            paint_icon(painter, "circle-check", palette.primary, box)
