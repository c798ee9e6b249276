"""One line of a way with numbered stations: the steps of the first run, the sections of a form.

A number in a circle, or the mark of how it went; a title, and a quieter note under it. The one in
hand stands on a soft ground.
"""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QWidget

from desktop.components.row_painting import paint_words
from desktop.icons import paint_icon
from desktop.theme import Theme, current_theme
from desktop.tokens import RADIUS_CONTROL, TextRole, Tone


@dataclass(frozen=True, slots=True)
class NumberedLine:
    """What the line says; without a mark it shows its number."""

    number: int
    title: str
    note: str
    is_current: bool
    mark: tuple[str, Tone] | None = None
    is_wrong: bool = False


def paint_numbered_line(widget: QWidget, line: NumberedLine, *, is_pointed: bool = False) -> None:
    """Paint a line over the whole of a widget, inside its `paintEvent`."""
    theme = current_theme()
    palette = theme.palette
    painter = QPainter(widget)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    if line.is_current or is_pointed:
        # In high contrast the soft fill is white, so an outline says which one is in hand.
        is_plain = palette.primary_soft == palette.surface
        painter.setPen(QPen(QColor(palette.primary), 2.0) if is_plain else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(palette.primary_soft if line.is_current else palette.surface2))
        ground = QRectF(widget.rect()).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(ground, RADIUS_CONTROL, RADIUS_CONTROL)
    side, middle = theme.px(26), widget.height() / 2
    _paint_mark(painter, theme, line, QRectF(theme.px(12), middle - side / 2, side, side))
    left = theme.px(24) + side
    room = widget.width() - left - theme.px(8)
    title = theme.font(TextRole.BODY, weight=700 if line.is_current else 500)
    ink = palette.primary_press if line.is_current else palette.ink
    paint_words(painter, line.title, QRectF(left, middle - theme.px(25), room, theme.px(25)), title, ink)
    quiet = theme.tone(Tone.DANGER).text if line.is_wrong else palette.ink2
    lower = QRectF(left, middle, room, theme.px(22))
    paint_words(painter, line.note, lower, theme.font(TextRole.FLOOR), quiet)


def _paint_mark(painter: QPainter, theme: Theme, line: NumberedLine, box: QRectF) -> None:
    if line.mark is not None:
        icon, tone = line.mark
        paint_icon(painter, icon, theme.tone(tone).text, box)
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.palette.primary if line.is_current else theme.palette.sunken))
    painter.drawEllipse(box)
    painter.setFont(theme.font(TextRole.CAPTION, weight=700))
    painter.setPen(QColor(theme.palette.on_primary if line.is_current else theme.palette.ink2))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(line.number))
