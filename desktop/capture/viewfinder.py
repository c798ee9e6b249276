"""The camera's picture behind a frame with mint corners, and one sentence over it.

The picture fills the ground and is cut at the edges; what lies outside the frame is
dimmed, so that the eye goes where the code should be held.
"""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.capture.frame_source import Frame
from desktop.capture.scan_screen import FinderState
from desktop.components.restyled import Restyled
from desktop.icons import paint_icon
from desktop.theme import Theme, current_theme
from desktop.tokens import RADIUS_CONTROL, TextRole

_FRAME_SIDE: Final = 344
_CORNER: Final = 44
_DIM_ALPHA: Final = 110
_PILL_ALPHA: Final = 225


class Viewfinder(Restyled, QWidget):
    """Paints the newest frame; knows nothing of cameras."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self._picture = QImage()
        self._pill, self._state = "", FinderState.STARTING
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_frame(self, frame: Frame) -> None:
        self._picture = to_image(frame)
        self.update()

    def forget(self) -> None:
        """Let go of the picture: it may show somebody's papers."""
        self._picture = QImage()
        self.update()

    def show_state(self, state: FinderState, *, pill: str) -> None:
        self._state, self._pill = state, pill
        self.setAccessibleDescription(pill)
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 — Qt's name
        return QSize(640, 480)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 — Qt's name
        return QSize(280, 220)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002 — Qt's name
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        ground = QPainterPath()
        ground.addRoundedRect(QRectF(self.rect()), RADIUS_CONTROL, RADIUS_CONTROL)
        painter.setClipPath(ground)
        painter.fillRect(self.rect(), QColor(theme.palette.ink))
        if not self._picture.isNull():
            painter.drawImage(_covering(self._picture, QRectF(self.rect())), self._picture)
        frame = self._frame_box(theme)
        self._dim_outside(painter, theme, frame)
        self._paint_corners(painter, theme, frame)
        if self._pill:
            self._paint_pill(painter, theme)

    def _frame_box(self, theme: Theme) -> QRectF:
        room = min(self.width(), self.height() - theme.px(76))
        side = min(theme.px(_FRAME_SIDE), room * 0.86)
        middle = (self.height() - theme.px(52)) / 2
        return QRectF((self.width() - side) / 2, middle - side / 2, side, side)

    def _dim_outside(self, painter: QPainter, theme: Theme, frame: QRectF) -> None:
        outside = QPainterPath()
        outside.addRect(QRectF(self.rect()))
        outside.addRect(frame)
        dim = QColor(theme.palette.ink)
        dim.setAlpha(_DIM_ALPHA)
        painter.fillPath(outside, dim)

    def _paint_corners(self, painter: QPainter, theme: Theme, frame: QRectF) -> None:
        pen = QPen(QColor(theme.palette.mint), 4.0)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        length, bend = min(_CORNER, frame.width() / 4), 12.0
        for x, y in ((-1, -1), (1, -1), (1, 1), (-1, 1)):
            corner = QPointF(
                frame.center().x() + x * frame.width() / 2, frame.center().y() + y * frame.height() / 2
            )
            path = QPainterPath(QPointF(corner.x() - x * length, corner.y()))
            path.lineTo(corner.x() - x * bend, corner.y())
            path.quadTo(corner, QPointF(corner.x(), corner.y() - y * bend))
            path.lineTo(corner.x(), corner.y() - y * length)
            painter.drawPath(path)

    def _paint_pill(self, painter: QPainter, theme: Theme) -> None:
        painter.setFont(theme.font(TextRole.BODY, weight=500))
        icon = "circle-check" if self._state is FinderState.FOUND else "scan-qr-code"
        side, pad, height = theme.px(20), theme.px(16), theme.px(42)
        room = self.width() - 2 * theme.px(20) - 2 * pad - side - theme.px(8)
        text = painter.fontMetrics().elidedText(self._pill, Qt.TextElideMode.ElideRight, int(room))
        width = painter.fontMetrics().horizontalAdvance(text) + 2 * pad + side + theme.px(8)
        box = QRectF((self.width() - width) / 2, self.height() - height - theme.px(18), width, height)
        ground = QColor(theme.palette.nav)
        ground.setAlpha(_PILL_ALPHA)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawRoundedRect(box, height / 2, height / 2)
        mark = QRectF(box.left() + pad, box.center().y() - side / 2, side, side)
        paint_icon(painter, icon, theme.palette.mint, mark)
        painter.setPen(QColor(theme.palette.on_primary))
        words = box.adjusted(pad + side + theme.px(8), 0, 0, 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, text)


def to_image(frame: Frame) -> QImage:
    """Copy a frame into a picture Qt can paint."""
    pixels = frame.pixels
    is_gray = pixels.ndim == 2
    layout = QImage.Format.Format_Grayscale8 if is_gray else QImage.Format.Format_BGR888
    stride = frame.width * (1 if is_gray else 3)
    return QImage(pixels.tobytes(), frame.width, frame.height, stride, layout).copy()


def _covering(picture: QImage, ground: QRectF) -> QRectF:
    scale = max(ground.width() / picture.width(), ground.height() / picture.height())
    width, height = picture.width() * scale, picture.height() * scale
    return QRectF(ground.center().x() - width / 2, ground.center().y() - height / 2, width, height)
