"""The mark: a drop of spring water inside the corners of a scanner's frame."""

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.components.restyled import Restyled
from desktop.theme import Theme, current_theme


class BrandMark(Restyled, QWidget):
    """Painted on the dark rail and on the unlock panel, or in teal on a light ground."""

    def __init__(self, *, size: int = 36, is_on_light: bool = False) -> None:
        super().__init__()
        self._side, self._is_on_light = size, is_on_light
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def restyle(self, theme: Theme) -> None:  # noqa: ARG002 — sizes are read when they are asked for
        self.updateGeometry()

    def sizeHint(self) -> QSize:  # noqa: N802 — Qt's name
        side = current_theme().px(self._side)
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 — Qt's name
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002 — Qt's name
        palette = current_theme().palette
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.scale(self.width() / 36, self.height() / 36)
        pen = QPen(QColor(palette.primary if self._is_on_light else palette.on_primary), 3.0)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for quarter in range(4):
            painter.save()
            painter.translate(18, 18)
            painter.rotate(90 * quarter)
            painter.drawPath(_corner())
            painter.restore()
        painter.setPen(Qt.PenStyle.NoPen)
        is_lost = self._is_on_light and palette.drop == palette.surface  # high contrast has no second colour
        painter.setBrush(QColor(palette.primary if is_lost else palette.drop))
        painter.drawPath(_drop())
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(palette.on_primary), 2.0, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        painter.drawArc(QRectF(14, 15.5, 8, 8), 200 * 16, 140 * 16)


def _corner() -> QPainterPath:
    path = QPainterPath(QPointF(-15.5, -9))
    path.lineTo(-15.5, -12.5)
    path.quadTo(-15.5, -15.5, -12.5, -15.5)
    path.lineTo(-9, -15.5)
    return path


def _drop() -> QPainterPath:
    path = QPainterPath(QPointF(18, 6.5))
    path.cubicTo(21, 11, 26, 15, 26, 20)
    path.arcTo(QRectF(10, 12, 16, 16), 0, -180)
    path.cubicTo(10, 15, 15, 11, 18, 6.5)
    return path
