"""Paints one row of the list: who, where, how they stand with work, and where our work stands."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop.caseload.caseload_screen import ListedPerson
from desktop.components.row_painting import paint_ground, paint_status, paint_two_lines, paint_words
from desktop.icons import paint_icon
from desktop.theme import Theme, current_theme
from desktop.tokens import HEIGHT_ROW, TextRole, Tone

_NARROW = 640


class CaseloadDelegate(QStyledItemDelegate):
    """Row of 64 px; the place gives way on a narrow list."""

    def sizeHint(  # noqa: N802 — Qt's name
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        del option, index  # every row takes the width there is, so nothing scrolls sideways
        return QSize(0, current_theme().px(HEIGHT_ROW))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        person = index.data(Qt.ItemDataRole.UserRole)
        theme = current_theme()
        box = QRectF(option.rect)
        if not isinstance(person, ListedPerson):
            _paint_waiting(painter, theme, box)
            return
        state = option.state
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_chosen = bool(state & QStyle.StateFlag.State_Selected)
        is_pointed = bool(state & QStyle.StateFlag.State_MouseOver)
        paint_ground(painter, theme, box, is_chosen=is_chosen, is_pointed=is_pointed)
        is_narrow = box.width() < theme.px(_NARROW)
        share = 0.42 if is_narrow else 0.27
        left = self._paint_name(painter, theme, person, box, share=share, is_chosen=is_chosen)
        right = self._paint_state(painter, theme, person, box)
        if not is_narrow:
            paint_two_lines(
                painter,
                theme,
                (person.place, person.moment),
                QRectF(left, box.top(), box.width() * 0.27, box.height()),
                role=TextRole.SMALL,
            )
            left += box.width() * 0.29
        room = QRectF(left, box.top(), right - left - theme.px(8), box.height())
        paint_status(painter, theme, person.status, room, tone=person.status_tone)
        painter.restore()

    def _paint_name(
        self,
        painter: QPainter,
        theme: Theme,
        person: ListedPerson,
        box: QRectF,
        *,
        share: float,
        is_chosen: bool,
    ) -> float:
        side = theme.px(40)
        circle = QRectF(box.left() + theme.px(18), box.center().y() - side / 2, side, side)
        pair = theme.tone(Tone.PRIMARY)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.palette.surface if is_chosen else pair.soft))
        painter.drawEllipse(circle)
        if person.icon:
            inset = side * 0.25
            paint_icon(painter, person.icon, pair.text, circle.adjusted(inset, inset, -inset, -inset))
        else:
            painter.setPen(QColor(pair.text))
            painter.setFont(theme.font(TextRole.BODY, weight=700))
            painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, person.name[:1])
        left = circle.right() + theme.px(12)
        room = QRectF(left, box.top(), box.width() * share, box.height())
        paint_two_lines(painter, theme, (person.name, person.detail), room, role=TextRole.LABEL)
        return room.right() + theme.px(10)

    def _paint_state(self, painter: QPainter, theme: Theme, person: ListedPerson, box: QRectF) -> float:
        colour = theme.tone(person.state_tone).text
        font = theme.font(TextRole.CAPTION, weight=500)
        painter.setFont(font)
        width = painter.fontMetrics().horizontalAdvance(person.state)
        side = theme.px(18)
        left = box.right() - theme.px(18) - width - side - theme.px(6)
        paint_icon(painter, person.state_icon, colour, QRectF(left, box.center().y() - side / 2, side, side))
        words = QRectF(left + side + theme.px(6), box.top(), width + 2, box.height())
        paint_words(painter, person.state, words, font, colour)
        return left - theme.px(10)


def _paint_waiting(painter: QPainter, theme: Theme, box: QRectF) -> None:
    """Hold the place of a line whose words are on their way."""
    side = theme.px(40)
    bar = QRectF(box.left() + theme.px(70), box.center().y() - theme.px(6), box.width() * 0.3, theme.px(12))
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.palette.sunken))
    painter.drawEllipse(QRectF(box.left() + theme.px(18), box.center().y() - side / 2, side, side))
    painter.drawRoundedRect(bar, theme.px(6), theme.px(6))
    painter.restore()
