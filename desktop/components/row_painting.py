"""What every painted row of a long list shares: its ground, two lines of words, and the pill of a status.

Lists with thousands of rows have no widgets in them; their delegates paint with these, so that a
chosen row looks the same on every page.
"""

from typing import Final

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter

from desktop.theme import Theme
from desktop.tokens import HEIGHT_CHIP, TextRole, Tone

_LEAST: Final = 3  # characters of a status that still say something
MARK: Final = 4  # the bar at the left of the chosen row


def paint_ground(
    painter: QPainter, theme: Theme, box: QRectF, *, is_chosen: bool, is_pointed: bool = False
) -> None:
    """Paint the ground of a row, the mark of the chosen one, and the line under it."""
    palette = theme.palette
    if is_chosen or is_pointed:
        painter.fillRect(box, QColor(palette.primary_soft if is_chosen else palette.surface2))
    if is_chosen:
        painter.fillRect(QRectF(box.left(), box.top(), MARK, box.height()), QColor(palette.primary))
    painter.setPen(QColor(palette.border))
    painter.drawLine(box.bottomLeft(), box.bottomRight())


def paint_two_lines(
    painter: QPainter, theme: Theme, lines: tuple[str, str], box: QRectF, *, role: TextRole
) -> None:
    """Write a line and a quieter one under it, or one alone in the middle; they give way with an ellipsis."""
    if not lines[1]:
        paint_words(painter, lines[0], box, theme.font(role), theme.palette.ink)
        return
    half = box.height() / 2
    upper = QRectF(box.left(), box.top() + theme.px(7), box.width(), half - theme.px(7))
    lower = QRectF(box.left(), box.top() + half, box.width(), half - theme.px(7))
    paint_words(painter, lines[0], upper, theme.font(role), theme.palette.ink)
    paint_words(painter, lines[1], lower, theme.font(TextRole.FLOOR), theme.palette.ink2)


def paint_words(painter: QPainter, text: str, box: QRectF, font: QFont, colour: str) -> None:
    """Write one line, with an ellipsis where there is no room."""
    painter.setFont(font)
    painter.setPen(QColor(colour))
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(box.width()))
    painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, shown)


def status_width(painter: QPainter, theme: Theme, text: str) -> float:
    """Give the width the pill of a status takes with all its words."""
    painter.setFont(theme.font(TextRole.CAPTION, weight=500))
    return painter.fontMetrics().horizontalAdvance(text) + 2 * theme.px(10) + 2


def paint_status(painter: QPainter, theme: Theme, text: str, box: QRectF, *, tone: Tone) -> None:
    """Paint the pill of a status at the left of a box; it gives way with an ellipsis, then altogether."""
    if not text:
        return
    painter.setFont(theme.font(TextRole.CAPTION, weight=500))
    pad = theme.px(10)
    room = max(0, int(box.width() - 2 * pad))
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)
    if len(shown) < min(len(text), _LEAST):
        return
    width, height = status_width(painter, theme, shown), theme.px(HEIGHT_CHIP)
    pill = QRectF(box.left(), box.center().y() - height / 2, width, height)
    pair = theme.tone(tone)
    painter.setPen(QColor(pair.line) if pair.soft == theme.palette.surface else Qt.PenStyle.NoPen)
    painter.setBrush(QColor(pair.soft))
    painter.drawRoundedRect(pill, height / 2, height / 2)
    painter.setPen(QColor(pair.text))
    painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, shown)
