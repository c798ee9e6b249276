"""Paints the choices of a long list as cards look: a box to tick, or a place in an order."""

from typing import Final

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop.components.badge import paint_key_cap
from desktop.form_entry.questions.choice_pictures import ChoicePictures
from desktop.icons import paint_icon
from desktop.theme import Theme, current_theme
from desktop.tokens import HEIGHT_OPTION, RADIUS_CONTROL, TextRole

_GAP: Final = 6
_INDICATOR: Final = 20
_CAP: Final = 26

Index = QModelIndex | QPersistentModelIndex


class ChoiceDelegate(QStyledItemDelegate):
    """A ticked box where the item has a check state, else its number in the order; then its picture."""

    def __init__(self, parent: QObject, pictures: ChoicePictures | None = None) -> None:
        super().__init__(parent)
        self._pictures = pictures or None

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802 — Qt's name
        return QSize(super().sizeHint(option, index).width(), row_height(self._pictures))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme = current_theme()
        ticked = index.data(Qt.ItemDataRole.CheckStateRole)
        is_ticked = ticked is not None and Qt.CheckState(ticked) is Qt.CheckState.Checked
        state, rect = option.state, option.rect
        is_current = bool(state & QStyle.StateFlag.State_Selected)
        has_focus = bool(state & QStyle.StateFlag.State_HasFocus)
        box = QRectF(rect).adjusted(1, 1, -1, -_GAP)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        is_strong = is_ticked if ticked is not None else is_current
        line = theme.palette.focus if has_focus else theme.palette.primary
        calm = theme.palette.border_strong
        painter.setPen(
            QPen(QColor(line if is_strong or has_focus else calm), 2.0 if is_strong or has_focus else 1.0)
        )
        painter.setBrush(QColor(theme.palette.primary_soft if is_strong else theme.palette.surface))
        painter.drawRoundedRect(box, theme.px(RADIUS_CONTROL), theme.px(RADIUS_CONTROL))
        side = theme.px(_INDICATOR if ticked is not None else _CAP)
        mark = QRectF(box.left() + theme.px(14), box.center().y() - side / 2, side, side)
        if ticked is None:
            paint_key_cap(painter, str(index.row() + 1), mark, is_selected=is_strong)
        else:
            _paint_box(painter, theme, mark, is_ticked=is_ticked)
        painter.setFont(theme.font(TextRole.BODY, weight=700 if is_strong else 500))
        painter.setPen(QColor(theme.palette.primary_press if is_strong else theme.palette.ink))
        words = box.adjusted(theme.px(14) + side + theme.px(10), 0, -theme.px(14), 0)
        if self._pictures is not None:
            picture = self._pictures.of(str(index.data(Qt.ItemDataRole.UserRole)))
            painter.drawPixmap(QPointF(words.left(), box.center().y() - picture.height() / 2), picture)
            words.setLeft(words.left() + picture.width() + theme.px(10))
        text = painter.fontMetrics().elidedText(
            str(index.data(Qt.ItemDataRole.DisplayRole)), Qt.TextElideMode.ElideRight, int(words.width())
        )
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, text)
        painter.restore()


def row_height(pictures: ChoicePictures | None = None) -> int:
    """Give the height of one choice with the gap under it, in pixels."""
    least = current_theme().px(HEIGHT_OPTION)
    room = pictures.size.height() + 2 * _GAP if pictures else 0
    return max(least, room) + _GAP


def _paint_box(painter: QPainter, theme: Theme, box: QRectF, *, is_ticked: bool) -> None:
    palette = theme.palette
    painter.setPen(QPen(QColor(palette.primary if is_ticked else palette.border_strong), 2.0))
    painter.setBrush(QColor(palette.primary if is_ticked else palette.surface))
    painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 5, 5)
    if is_ticked:
        paint_icon(painter, "check", palette.on_primary, box.adjusted(3, 3, -3, -3), stroke=3.0)
