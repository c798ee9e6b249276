"""Chips: a short status as icon, word and colour; and the one chip that can be pressed.

The plain chip is a label to the screen reader, the pressable one a button.
"""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QWidget

from desktop.components.restyled import Restyled
from desktop.icons import paint_icon
from desktop.theme import Theme, current_theme
from desktop.tokens import HEIGHT_CHIP, HEIGHT_SMALL, HEIGHT_TOP_CHIP, TextRole, Tone


def _paint_pill(
    widget: QWidget, *, text: str, icon: str, tone: Tone, font: QFont, height: int, is_filled: bool = True
) -> None:
    theme = current_theme()
    pair = theme.tone(tone)
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    top = (widget.height() - height) / 2
    if is_filled:
        painter.setPen(QColor(pair.line) if pair.soft == theme.palette.surface else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(pair.soft))
        painter.drawRoundedRect(
            QRectF(0.5, top + 0.5, widget.width() - 1, height - 1), height / 2, height / 2
        )
    left = float(_pad(height)) if is_filled else 0.0
    if icon:
        side = theme.px(16)
        box = QRectF(left, (widget.height() - side) / 2, side, side)
        paint_icon(painter, icon, pair.text, box, stroke=2.2)
        left += side + theme.px(6)
    painter.setPen(QColor(pair.text))
    painter.setFont(font)
    painter.drawText(
        QRectF(left, 0, widget.width() - left, widget.height()), Qt.AlignmentFlag.AlignVCenter, text
    )


def _pad(height: int) -> int:
    return round(height * 0.36)


def _pill_width(text: str, icon: str, font: QFont, *, height: int, is_filled: bool = True) -> int:
    theme = current_theme()
    side = theme.px(16) + theme.px(6) if icon else 0
    return QFontMetrics(font).horizontalAdvance(text) + side + (2 * _pad(height) if is_filled else 0) + 2


class Chip(Restyled, QLabel):
    """A soft pill that says one status; `is_filled=False` leaves only icon and word."""

    def __init__(self, text: str, *, tone: Tone = Tone.OFF, icon: str = "", is_filled: bool = True) -> None:
        super().__init__(text)
        self._tone, self._icon, self._is_filled = tone, icon, is_filled
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.restyle(current_theme())

    def show_status(self, text: str, *, tone: Tone, icon: str = "") -> None:
        self._tone, self._icon = tone, icon
        self.setText(text)
        self.updateGeometry()
        self.update()

    def restyle(self, theme: Theme) -> None:
        self.setFont(theme.font(TextRole.CAPTION, weight=500))
        self.updateGeometry()

    def sizeHint(self) -> QSize:  # noqa: N802 — Qt's name
        theme = current_theme()
        height = theme.px(HEIGHT_CHIP)
        font = theme.font(TextRole.CAPTION, weight=500)
        width = _pill_width(self.text(), self._icon, font, height=height, is_filled=self._is_filled)
        return QSize(width, height)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 — Qt's name
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002 — Qt's name
        theme = current_theme()
        _paint_pill(
            self,
            text=self.text(),
            icon=self._icon,
            tone=self._tone,
            font=theme.font(TextRole.CAPTION, weight=500),
            height=theme.px(HEIGHT_CHIP),
            is_filled=self._is_filled,
        )


class ChipButton(Restyled, QPushButton):
    """A status that opens the page it speaks of; the pill is 36 high, the target 44."""

    def __init__(self, text: str, *, tone: Tone = Tone.OFF, icon: str = "") -> None:
        super().__init__(text)
        self._tone, self._icon = tone, icon
        self.setAccessibleName(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(True)  # Enter presses it, too
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def tone(self) -> Tone:
        return self._tone

    def show_status(self, text: str, *, tone: Tone, icon: str = "") -> None:
        self._tone, self._icon = tone, icon
        self.setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def restyle(self, theme: Theme) -> None:  # noqa: ARG002 — sizes are read when they are asked for
        self.updateGeometry()

    def sizeHint(self) -> QSize:  # noqa: N802 — Qt's name
        theme = current_theme()
        font = theme.font(TextRole.SMALL, weight=500)
        width = _pill_width(self.text(), self._icon, font, height=theme.px(HEIGHT_TOP_CHIP))
        return QSize(max(width, theme.px(HEIGHT_SMALL)), theme.px(HEIGHT_SMALL))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 — Qt's name
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002 — Qt's name
        theme = current_theme()
        _paint_pill(
            self,
            text=self.text(),
            icon=self._icon,
            tone=self._tone,
            font=theme.font(TextRole.SMALL, weight=500),
            height=theme.px(HEIGHT_TOP_CHIP),
        )
