"""Paints one row of the list: who, where, how they stand with work, and where our work stands."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop.caseload.caseload_screen import ListedPerson
from desktop.icons import paint_icon
from desktop.theme import Theme, current_theme
from desktop.tokens import HEIGHT_CHIP, HEIGHT_ROW, TextRole, Tone

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
        self._paint_ground(
            painter,
            theme,
            box,
            is_chosen=is_chosen,
            is_pointed=bool(state & QStyle.StateFlag.State_MouseOver),
        )
        is_narrow = box.width() < theme.px(_NARROW)
        share = 0.42 if is_narrow else 0.27
        left = self._paint_name(painter, theme, person, box, share=share, is_chosen=is_chosen)
        right = self._paint_state(painter, theme, person, box)
        if not is_narrow:
            self._two_lines(
                painter,
                theme,
                (person.place, person.moment),
                QRectF(left, box.top(), box.width() * 0.27, box.height()),
                role=TextRole.SMALL,
            )
            left += box.width() * 0.29
        self._paint_status(painter, theme, person, QRectF(left, box.top(), right - left, box.height()))
        painter.restore()

    def _paint_ground(
        self, painter: QPainter, theme: Theme, box: QRectF, *, is_chosen: bool, is_pointed: bool
    ) -> None:
        palette = theme.palette
        if is_chosen or is_pointed:
            painter.fillRect(box, QColor(palette.primary_soft if is_chosen else palette.surface2))
        if is_chosen:
            painter.fillRect(QRectF(box.left(), box.top(), 4, box.height()), QColor(palette.primary))
        painter.setPen(QColor(palette.border))
        painter.drawLine(box.bottomLeft(), box.bottomRight())

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
        painter.setPen(QColor(pair.text))
        painter.setFont(theme.font(TextRole.BODY, weight=700))
        painter.drawText(circle, Qt.AlignmentFlag.AlignCenter, person.name[:1])
        left = circle.right() + theme.px(12)
        room = QRectF(left, box.top(), box.width() * share, box.height())
        self._two_lines(painter, theme, (person.name, person.detail), room, role=TextRole.LABEL)
        return room.right() + theme.px(10)

    def _two_lines(
        self, painter: QPainter, theme: Theme, lines: tuple[str, str], box: QRectF, *, role: TextRole
    ) -> None:
        half = box.height() / 2
        upper = QRectF(box.left(), box.top() + theme.px(7), box.width(), half - theme.px(7))
        lower = QRectF(box.left(), box.top() + half, box.width(), half - theme.px(7))
        _write(painter, lines[0], upper, theme.font(role), theme.palette.ink)
        _write(painter, lines[1], lower, theme.font(TextRole.FLOOR), theme.palette.ink2)

    def _paint_status(self, painter: QPainter, theme: Theme, person: ListedPerson, box: QRectF) -> None:
        font = theme.font(TextRole.CAPTION, weight=500)
        painter.setFont(font)
        height, pad = theme.px(HEIGHT_CHIP), theme.px(10)
        room = max(0, int(box.width() - 2 * pad - theme.px(8)))
        text = painter.fontMetrics().elidedText(person.status, Qt.TextElideMode.ElideRight, room)
        width = painter.fontMetrics().horizontalAdvance(text) + 2 * pad
        pill = QRectF(box.left(), box.center().y() - height / 2, width, height)
        pair = theme.tone(person.status_tone)
        painter.setPen(QColor(pair.line) if pair.soft == theme.palette.surface else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(pair.soft))
        painter.drawRoundedRect(pill, height / 2, height / 2)
        painter.setPen(QColor(pair.text))
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_state(self, painter: QPainter, theme: Theme, person: ListedPerson, box: QRectF) -> float:
        colour = theme.tone(person.state_tone).text
        font = theme.font(TextRole.CAPTION, weight=500)
        painter.setFont(font)
        width = painter.fontMetrics().horizontalAdvance(person.state)
        side = theme.px(18)
        left = box.right() - theme.px(18) - width - side - theme.px(6)
        paint_icon(painter, person.state_icon, colour, QRectF(left, box.center().y() - side / 2, side, side))
        words = QRectF(left + side + theme.px(6), box.top(), width + 2, box.height())
        _write(painter, person.state, words, font, colour)
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


def _write(painter: QPainter, text: str, box: QRectF, font: QFont, colour: str) -> None:
    painter.setFont(font)
    painter.setPen(QColor(colour))
    shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, int(box.width()))
    painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, shown)
