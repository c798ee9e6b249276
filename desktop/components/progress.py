"""How far along: a bar and a ring, always with the figure in words beside or inside them."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.components.restyled import Restyled
from desktop.theme import Theme, current_theme
from desktop.tokens import TextRole, Tone


class ProgressBar(Restyled, QWidget):
    """A rounded track; 8 px in cards, 5 under a header, 12 on the exchange page."""

    def __init__(self, *, name: str, thickness: int = 8, tone: Tone = Tone.PRIMARY) -> None:
        super().__init__()
        self._share, self._thickness, self._tone = 0.0, thickness, tone
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def share(self) -> float:
        return self._share

    def set_share(self, share: float) -> None:
        """Show a share between nought and one."""
        self._share = max(0.0, min(1.0, share))
        self.setAccessibleDescription(f"{round(self._share * 100)}%")
        self.update()

    def restyle(self, theme: Theme) -> None:  # noqa: ARG002 — sizes are read when they are asked for
        self.updateGeometry()

    def sizeHint(self) -> QSize:  # noqa: N802 — Qt's name
        return QSize(120, current_theme().px(self._thickness))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 — Qt's name
        return QSize(24, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002 — Qt's name
        theme = current_theme()
        full = QRectF(self.rect())
        radius = full.height() / 2
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.palette.sunken))
        painter.drawRoundedRect(full, radius, radius)
        if self._share > 0:
            is_primary = self._tone is Tone.PRIMARY
            painter.setBrush(QColor(theme.palette.primary if is_primary else theme.tone(self._tone).text))
            full.setWidth(max(full.height(), full.width() * self._share))
            painter.drawRoundedRect(full, radius, radius)


class ProgressRing(Restyled, QWidget):
    """A ring with the share in the middle and the figures under it."""

    def __init__(self, *, name: str, size: int = 124) -> None:
        super().__init__()
        self._share, self._figures, self._side = 0.0, "", size
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_share(self, share: float, *, figures: str) -> None:
        self._share, self._figures = max(0.0, min(1.0, share)), figures
        self.setAccessibleDescription(f"{round(self._share * 100)}%, {figures}")
        self.update()

    def restyle(self, theme: Theme) -> None:  # noqa: ARG002 — sizes are read when they are asked for
        self.updateGeometry()

    def sizeHint(self) -> QSize:  # noqa: N802 — Qt's name
        side = current_theme().px(self._side)
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 — Qt's name
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002 — Qt's name
        theme = current_theme()
        stroke = theme.px(12)
        box = QRectF(self.rect()).adjusted(stroke / 2, stroke / 2, -stroke / 2, -stroke / 2)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.palette.sunken), stroke))
        painter.drawEllipse(box)
        if self._share > 0:
            cap = Qt.PenCapStyle.RoundCap
            painter.setPen(QPen(QColor(theme.palette.primary), stroke, Qt.PenStyle.SolidLine, cap))
            painter.drawArc(box, 90 * 16, -round(self._share * 360 * 16))
        self._paint_words(painter, theme)

    def _paint_words(self, painter: QPainter, theme: Theme) -> None:
        middle, half = self.height() / 2, theme.px(36)
        painter.setPen(QColor(theme.palette.ink))
        number = theme.font(TextRole.NUMBER)
        number.setPixelSize(theme.px(28))
        painter.setFont(number)
        upper = QRectF(0, middle - half, self.width(), half + theme.px(6))
        painter.drawText(upper, Qt.AlignmentFlag.AlignCenter, f"{round(self._share * 100)}%")
        painter.setPen(QColor(theme.palette.ink2))
        painter.setFont(theme.font(TextRole.FLOOR))
        lower = QRectF(0, middle + theme.px(4), self.width(), theme.px(24))
        painter.drawText(lower, Qt.AlignmentFlag.AlignCenter, self._figures)
