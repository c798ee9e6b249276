"""Small painted marks: the count in the rail, the key-cap, the avatar and the icon tile.

They are labels, not buttons; what they say is also said in words nearby.
"""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from desktop.components.restyled import Restyled
from desktop.icons import paint_icon
from desktop.theme import Theme, current_theme
from desktop.tokens import RADIUS_CONTROL, RADIUS_KEY, TextRole, Tone


class _Mark(Restyled, QLabel):
    """A label of a fixed size that paints its own ground."""

    def __init__(self, text: str = "") -> None:
        super().__init__(text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)

    def restyle(self, theme: Theme) -> None:  # noqa: ARG002 — sizes are read when they are asked for
        self.updateGeometry()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 — Qt's name
        return self.sizeHint()


class Badge(_Mark):
    """A count on brick; hides itself at nought."""

    def __init__(self, count: int = 0) -> None:
        super().__init__()
        self.set_count(count)

    def set_count(self, count: int) -> None:
        self.setText(str(count) if count < 100 else "99+")
        self.setVisible(count > 0)
        self.updateGeometry()

    def sizeHint(self) -> QSize:  # noqa: N802 — Qt's name
        theme = current_theme()
        metrics = QFontMetrics(theme.font(TextRole.FLOOR, weight=700))
        height = theme.px(22)
        return QSize(max(theme.px(26), metrics.horizontalAdvance(self.text()) + theme.px(14)), height)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002 — Qt's name
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.tone(Tone.BRICK).text))
        painter.drawRoundedRect(QRectF(self.rect()), self.height() / 2, self.height() / 2)
        painter.setPen(QColor(theme.palette.on_primary))
        painter.setFont(theme.font(TextRole.FLOOR, weight=700))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())


class KeyCap(_Mark):
    """The key that does the same, on a sunken cap."""

    def sizeHint(self) -> QSize:  # noqa: N802 — Qt's name
        theme = current_theme()
        metrics = QFontMetrics(theme.font(TextRole.CAPTION))
        return QSize(max(theme.px(22), metrics.horizontalAdvance(self.text()) + theme.px(12)), theme.px(22))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002 — Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_key_cap(painter, self.text(), QRectF(self.rect()), is_selected=False)


def paint_key_cap(painter: QPainter, text: str, box: QRectF, *, is_selected: bool) -> None:
    theme = current_theme()
    palette = theme.palette
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(palette.primary_soft_hover if is_selected else palette.sunken))
    painter.drawRoundedRect(box, theme.px(RADIUS_KEY), theme.px(RADIUS_KEY))
    painter.setPen(QColor(palette.primary_press if is_selected else palette.ink3))
    painter.setFont(theme.font(TextRole.CAPTION))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


class Avatar(_Mark):
    """A family name in a circle."""

    def __init__(self, name: str, *, tone: Tone = Tone.PRIMARY, size: int = 40) -> None:
        super().__init__(name[:1])
        self._tone, self._side = tone, size

    def show_name(self, name: str) -> None:
        self.setText(name[:1])

    def sizeHint(self) -> QSize:  # noqa: N802 — Qt's name
        side = current_theme().px(self._side)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002 — Qt's name
        theme = current_theme()
        pair = theme.tone(self._tone)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QColor(pair.line) if pair.soft == theme.palette.surface else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(pair.soft))
        painter.drawEllipse(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5))
        painter.setPen(QColor(pair.text))
        font = theme.font(TextRole.BODY, weight=700)
        font.setPixelSize(round(self.height() * 0.42))
        painter.setFont(font)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self.text())


class IconTile(_Mark):
    """A picture on a soft square, in front of a row or a figure."""

    def __init__(self, icon: str, *, tone: Tone = Tone.PRIMARY, size: int = 40) -> None:
        super().__init__()
        self._icon, self._tone, self._side = icon, tone, size

    def show_icon(self, icon: str, *, tone: Tone) -> None:
        self._icon, self._tone = icon, tone
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 — Qt's name
        side = current_theme().px(self._side)
        return QSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002 — Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        paint_tile(painter, self._icon, QRectF(self.rect()), tone=self._tone)


def paint_tile(painter: QPainter, icon: str, box: QRectF, *, tone: Tone) -> None:
    theme = current_theme()
    pair = theme.tone(tone)
    painter.setPen(QColor(pair.line) if pair.soft == theme.palette.surface else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(pair.soft))
    painter.drawRoundedRect(box, theme.px(RADIUS_CONTROL), theme.px(RADIUS_CONTROL))
    side = round(box.width() * 0.55)
    inset = (box.width() - side) / 2
    paint_icon(painter, icon, pair.text, QRectF(box.left() + inset, box.top() + inset, side, side))
