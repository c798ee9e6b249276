"""Paints one task of the inbox: what and where, until when, and how far it has come.

The first task of a group carries the group's heading above it; the heading belongs to the row, so
that the arrows go from task to task.
"""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop.components.badge import paint_tile
from desktop.components.delivery_step import Step, StepState
from desktop.components.row_painting import (
    paint_ground,
    paint_status,
    paint_two_lines,
    paint_words,
    status_width,
)
from desktop.tasks.tasks_screen import TaskLine
from desktop.theme import Theme, current_theme
from desktop.tokens import HEIGHT_ROW, TextRole, Tone

_HEADING = 34
_DOT = 8
_STRIDE = 15


class TaskDelegate(QStyledItemDelegate):
    """Row of 64 px, and 34 more under a heading."""

    def sizeHint(  # noqa: N802 — Qt's name
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        del option  # every row takes the width there is, so nothing scrolls sideways
        line, theme = index.data(Qt.ItemDataRole.UserRole), current_theme()
        heading = _HEADING if isinstance(line, TaskLine) and line.heading else 0
        return QSize(0, theme.px(HEIGHT_ROW + heading))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        line, theme = index.data(Qt.ItemDataRole.UserRole), current_theme()
        if not isinstance(line, TaskLine):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(option.rect)
        if line.heading:
            _paint_heading(painter, theme, line.heading, box)
            box.setTop(box.top() + theme.px(_HEADING))
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        is_pointed = bool(option.state & QStyle.StateFlag.State_MouseOver)
        paint_ground(painter, theme, box, is_chosen=is_chosen, is_pointed=is_pointed)
        side = theme.px(40)
        tile = QRectF(box.left() + theme.px(16), box.center().y() - side / 2, side, side)
        paint_tile(painter, line.icon, tile, tone=line.icon_tone)
        right = self._paint_state(painter, theme, line, box)
        left = tile.right() + theme.px(12)
        words = QRectF(left, box.top(), right - left - theme.px(12), box.height())
        paint_two_lines(painter, theme, (line.title, line.detail), words, role=TextRole.LABEL)
        painter.restore()

    def _paint_state(self, painter: QPainter, theme: Theme, line: TaskLine, box: QRectF) -> float:
        """Paint the due day over the stops, or the stops alone; gives where the words must end."""
        font = theme.font(TextRole.FLOOR, weight=500)
        painter.setFont(font)
        word = painter.fontMetrics().horizontalAdvance(line.reached) + theme.px(8)
        dots = theme.px(_DOT) + theme.px(_STRIDE) * (len(line.steps) - 1)
        due = status_width(painter, theme, line.due) if line.due else 0.0
        width = max(due, word + dots)
        right = box.right() - theme.px(16)
        half = box.height() / 2
        if line.due:
            room = QRectF(right - due, box.top() + theme.px(4), due, half - theme.px(4))
            paint_status(painter, theme, line.due, room, tone=line.due_tone)
        top = box.top() + half if line.due else box.top()
        height = half - theme.px(7) if line.due else box.height()
        _paint_dots(painter, theme, line.steps, QPointF(right - dots, top + height / 2))
        lower = QRectF(right - dots - word, top, word, height)
        is_returned = any(step.state is StepState.RETURNED for step in line.steps)
        colour = theme.tone(Tone.DANGER).text if is_returned else theme.palette.ink2
        paint_words(painter, line.reached, lower, font, colour)
        return right - width


def _paint_heading(painter: QPainter, theme: Theme, text: str, box: QRectF) -> None:
    height = theme.px(_HEADING)
    ground = QRectF(box.left(), box.top(), box.width(), height)
    painter.fillRect(ground, QColor(theme.palette.surface2))
    painter.setPen(QColor(theme.palette.border))
    painter.drawLine(ground.bottomLeft(), ground.bottomRight())
    words = ground.adjusted(theme.px(16), 0, -theme.px(16), 0)
    paint_words(painter, text, words, theme.font(TextRole.CAPTION, weight=700), theme.palette.ink2)


def _paint_dots(painter: QPainter, theme: Theme, steps: tuple[Step, ...], start: QPointF) -> None:
    side, stride = theme.px(_DOT), theme.px(_STRIDE)
    for place, step in enumerate(steps):
        left, middle = start.x() + place * stride, start.y()
        colour = QColor(_colour(step, theme))
        if place:
            painter.setPen(QPen(colour, 1.5))
            painter.drawLine(QPointF(left - stride + side, middle), QPointF(left, middle))
        painter.setPen(QPen(colour, 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush if step.state is StepState.AHEAD else colour)
        painter.drawEllipse(QRectF(left, middle - side / 2, side, side).adjusted(0.75, 0.75, -0.75, -0.75))


def _colour(step: Step, theme: Theme) -> str:
    match step.state:
        case StepState.RETURNED:
            return theme.tone(Tone.DANGER).text
        case StepState.AHEAD:
            return theme.palette.border_strong
        case StepState.CURRENT:
            return theme.palette.primary
        case StepState.DONE:
            return theme.tone(Tone.OK).text
