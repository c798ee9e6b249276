"""A ground in the colours of a tone, so that a doubt looks like one wherever it is shown."""

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from desktop.theme import current_theme
from desktop.tokens import RADIUS_CARD, Tone


class ToneGround(QWidget):
    """A card in the colours of its tone; white when it has none."""

    def __init__(self, tone: Tone | None) -> None:
        super().__init__()
        self._tone = tone

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002 — Qt's name
        theme = current_theme()
        line, fill = theme.palette.border, theme.palette.surface
        if self._tone is not None:
            line, fill = theme.tone(self._tone).line, theme.tone(self._tone).soft
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(line), 1.0))
        painter.setBrush(QColor(fill))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS_CARD, RADIUS_CARD)
