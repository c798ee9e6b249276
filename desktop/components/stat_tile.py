"""A figure of the day that opens the list behind it."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QSizePolicy

from desktop.components.badge import paint_tile
from desktop.components.figure import Figure
from desktop.components.restyled import Restyled
from desktop.icons import paint_icon
from desktop.theme import Theme, current_theme
from desktop.tokens import RADIUS_CARD, TextRole, Tone


class StatTile(Restyled, QPushButton):
    """Icon, title, number and remark on one pressable card; one line high when space is short."""

    def __init__(self, title: str, *, icon: str, tone: Tone) -> None:
        super().__init__()
        self._title, self._icon, self._tone = title, icon, tone
        self._figure = Figure(0, "")
        self._is_low = False
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(True)  # Enter presses it, too
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_figure(self._figure)

    def show_figure(self, figure: Figure) -> None:
        self._figure = figure
        self.setAccessibleName(f"{self._title} {figure.number} {figure.unit}")
        self.setAccessibleDescription(figure.remark)
        self.setToolTip(figure.remark)
        self.update()

    def set_low(self, is_low: bool) -> None:  # noqa: FBT001 — a plain setter in Qt's manner
        self._is_low = is_low
        self.updateGeometry()
        self.update()

    def restyle(self, theme: Theme) -> None:  # noqa: ARG002 — sizes are read when they are asked for
        self.updateGeometry()

    def sizeHint(self) -> QSize:  # noqa: N802 — Qt's name
        theme = current_theme()
        return QSize(theme.px(220), theme.px(56 if self._is_low else 130))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 — Qt's name
        return QSize(current_theme().px(140), self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002 — Qt's name
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.palette.border), 1.0))
        painter.setBrush(QColor(theme.palette.surface2 if self.underMouse() else theme.palette.surface))
        ground = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(ground, RADIUS_CARD, RADIUS_CARD)
        if self._is_low:
            self._paint_line(painter, theme)
        else:
            self._paint_tile(painter, theme)

    def _paint_tile(self, painter: QPainter, theme: Theme) -> None:
        pad, tile = theme.px(18), theme.px(40)
        right = self.width() - pad
        paint_tile(painter, self._icon, QRectF(pad, theme.px(16), tile, tile), tone=self._tone)
        self._paint_title(painter, theme, left=pad + tile + theme.px(12), top=theme.px(16), height=tile)
        baseline = self.height() - theme.px(24)
        number = theme.font(TextRole.NUMBER)
        unit = theme.font(TextRole.SMALL)
        left = self._write(painter, str(self._figure.number), number, theme.palette.ink, (pad, baseline))
        left = self._write(
            painter, self._figure.unit, unit, theme.palette.ink2, (left + theme.px(8), baseline)
        )
        self._paint_remark(painter, theme, left=left + theme.px(10), right=right, baseline=baseline)

    def _paint_line(self, painter: QPainter, theme: Theme) -> None:
        side = theme.px(32)
        top = (self.height() - side) / 2
        paint_tile(painter, self._icon, QRectF(theme.px(12), top, side, side), tone=self._tone)
        number = theme.font(TextRole.H2)
        width = QFontMetrics(number).horizontalAdvance(str(self._figure.number))
        right = self.width() - theme.px(14)
        left = theme.px(12) + side + theme.px(10)
        painter.setFont(theme.font(TextRole.BODY))
        painter.setPen(QColor(theme.palette.ink2))
        room = int(right - width - theme.px(8) - left)
        title = painter.fontMetrics().elidedText(self._title, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRectF(left, 0, room, self.height()), Qt.AlignmentFlag.AlignVCenter, title)
        painter.setFont(number)
        painter.setPen(QColor(theme.palette.ink))
        box = QRectF(right - width, 0, width + 1, self.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, str(self._figure.number))

    def _paint_title(
        self, painter: QPainter, theme: Theme, *, left: float, top: float, height: float
    ) -> None:
        arrow = theme.px(18)
        right = self.width() - theme.px(18)
        painter.setFont(theme.font(TextRole.LABEL))
        painter.setPen(QColor(theme.palette.ink2))
        room = int(right - arrow - left)
        title = painter.fontMetrics().elidedText(self._title, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRectF(left, top, room, height), Qt.AlignmentFlag.AlignVCenter, title)
        box = QRectF(right - arrow, top + (height - arrow) / 2, arrow, arrow)
        paint_icon(painter, "chevron-right", theme.palette.ink2, box)

    def _paint_remark(
        self, painter: QPainter, theme: Theme, *, left: float, right: float, baseline: float
    ) -> None:
        font = theme.font(TextRole.CAPTION, weight=500)
        metrics = QFontMetrics(font)
        text = metrics.elidedText(self._figure.remark, Qt.TextElideMode.ElideRight, int(right - left))
        colour = theme.tone(self._figure.remark_tone).text
        self._write(painter, text, font, colour, (right - metrics.horizontalAdvance(text), baseline))

    def _write(
        self, painter: QPainter, text: str, font: QFont, colour: str, place: tuple[float, float]
    ) -> float:
        painter.setFont(font)
        painter.setPen(QColor(colour))
        painter.drawText(round(place[0]), round(place[1]), text)
        return place[0] + QFontMetrics(font).horizontalAdvance(text)
