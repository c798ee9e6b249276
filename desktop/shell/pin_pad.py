"""Six dots and twelve keys: the quickest way in for hands that have a pen in one of them.

The dots say how many digits are entered, never which; the screen reader hears the same.
"""

from math import pi, sin
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt, QVariantAnimation, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QPushButton, QSizePolicy, QWidget

from desktop.components.restyled import Restyled
from desktop.icons import paint_icon
from desktop.motion import is_motion_wanted
from desktop.theme import Theme, current_theme
from desktop.tokens import HEIGHT_PIN, RADIUS_CARD, TextRole, Tone
from resources.words import Words

_SHAKE_MS: Final = 320
_SHAKE_PX: Final = 7  # less than half the gap between two dots
_SWINGS: Final = 3


class PinKey(Restyled, QPushButton):
    """One key; a digit on white, an act on canvas."""

    def __init__(self, text: str, *, name: str = "", icon: str = "") -> None:
        super().__init__()
        self.setText(text)
        self._icon = icon
        self._is_low = False
        self.setAccessibleName(name or text)
        self.setToolTip(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def set_low(self, *, is_low: bool) -> None:
        self._is_low = is_low
        self.updateGeometry()

    def restyle(self, theme: Theme) -> None:  # noqa: ARG002 — sizes are read when they are asked for
        self.updateGeometry()

    def sizeHint(self) -> QSize:  # noqa: N802 — Qt's name
        theme = current_theme()
        return QSize(theme.px(118), theme.px(48 if self._is_low else HEIGHT_PIN))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 — Qt's name
        return QSize(current_theme().px(72), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002 — Qt's name
        theme = current_theme()
        palette = theme.palette
        is_digit = self.text().isdigit()
        plain = palette.surface if is_digit else palette.canvas
        fill = palette.primary_soft if self.isDown() else palette.surface2 if self.underMouse() else plain
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(palette.border), 1.0))
        painter.setBrush(QColor(fill))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS_CARD, RADIUS_CARD)
        ink = palette.ink if self.isEnabled() else palette.ink3
        if self._icon:
            side = theme.px(24)
            box = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
            paint_icon(painter, self._icon, ink, box)
            return
        painter.setPen(QColor(ink))
        painter.setFont(self._digit_font(theme) if is_digit else theme.font(TextRole.BODY))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())

    def _digit_font(self, theme: Theme) -> QFont:
        font = theme.font(TextRole.H1, weight=500)
        font.setPixelSize(theme.px(28))
        return font


class PinDots(Restyled, QWidget):
    """How many digits are entered, never which; a wrong PIN turns them red and shakes them once."""

    def __init__(self, length: int) -> None:
        super().__init__()
        self._length, self._filled, self._is_wrong = length, 0, False
        self.shake = QVariantAnimation(self)
        self.shake.setDuration(_SHAKE_MS)
        self.shake.setStartValue(0.0)
        self.shake.setEndValue(1.0)
        self.shake.valueChanged.connect(self.update)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    @property
    def filled(self) -> int:
        return self._filled

    def show_filled(self, filled: int, *, is_wrong: bool, name: str) -> None:
        self._filled, self._is_wrong = filled, is_wrong
        self.setAccessibleName(name)
        self.shake.stop()
        if is_wrong and self.isVisible() and is_motion_wanted():
            self.shake.start()
        self.update()

    def _offset(self) -> float:
        """Give how far to the side the dots are now; the swings become smaller."""
        if self.shake.state() is not QVariantAnimation.State.Running:
            return 0.0
        passed = float(self.shake.currentValue())
        return current_theme().px(_SHAKE_PX) * sin(passed * _SWINGS * 2 * pi) * (1 - passed)

    def restyle(self, theme: Theme) -> None:  # noqa: ARG002 — sizes are read when they are asked for
        self.updateGeometry()

    def sizeHint(self) -> QSize:  # noqa: N802 — Qt's name
        theme = current_theme()
        return QSize(theme.px(38) * self._length, theme.px(22))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 — Qt's name
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002 — Qt's name
        theme = current_theme()
        colour = QColor(theme.tone(Tone.DANGER).text if self._is_wrong else theme.palette.primary)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(self._offset(), 0)
        side, step = theme.px(20), theme.px(38)
        for place in range(self._length):
            dot = QRectF(place * step + (step - side) / 2, 1, side, side).adjusted(1, 1, -1, -1)
            is_filled = place < self._filled
            painter.setPen(QPen(colour if is_filled else QColor(theme.palette.border_strong), 2.0))
            painter.setBrush(colour if is_filled else QColor(theme.palette.surface))
            painter.drawEllipse(dot)


class PinPad(QWidget):
    """Three by four keys."""

    digit_pressed = Signal(str)
    clear_pressed = Signal()
    delete_pressed = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(10)
        self._keys: list[PinKey] = []
        for index, digit in enumerate("123456789"):
            self._add(grid, PinKey(digit), index // 3, index % 3)
        clear = self._add(grid, PinKey(words.text("screens.unlock.clear")), 3, 0)
        clear.clicked.connect(self.clear_pressed)
        self._add(grid, PinKey("0"), 3, 1)
        delete = self._add(grid, PinKey("", name=words.text("screens.unlock.delete"), icon="delete"), 3, 2)
        delete.clicked.connect(self.delete_pressed)

    def set_low(self, *, is_low: bool) -> None:
        for key in self._keys:
            key.set_low(is_low=is_low)

    def _add(self, grid: QGridLayout, key: PinKey, row: int, column: int) -> PinKey:
        if key.text().isdigit():
            key.clicked.connect(lambda: self.digit_pressed.emit(key.text()))
        grid.addWidget(key, row, column)
        self._keys.append(key)
        return key
