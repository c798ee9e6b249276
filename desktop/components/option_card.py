"""Answers as whole cards: real radio buttons and check boxes that paint themselves.

Because they are Qt's own widgets, the role, the space bar, the arrows and the screen
reader work as everywhere; we only enlarge the target to the whole card and draw it.
Number keys choose while the group has the focus; a held key counts once. A card may show a
picture before its words; to a screen reader it is its words.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QGridLayout, QRadioButton, QSizePolicy, QWidget

from desktop.components.badge import paint_key_cap
from desktop.components.restyled import Restyled
from desktop.icons import paint_icon
from desktop.theme import Theme, current_theme
from desktop.tokens import HEIGHT_OPTION, RADIUS_CONTROL, TextRole, Tone

_INDICATOR: Final = 20
_CAP: Final = 24
_PICTURE_MARGIN: Final = 8


# PySide cannot combine two Qt bases in one class; the mixin is a button only to the type checker.
if TYPE_CHECKING:
    _Button = QAbstractButton
else:
    _Button = object


class _OptionCard(Restyled, _Button):
    """The painting and the sizes both kinds of card have in common."""

    key_number: int
    picture: QPixmap | None
    is_invalid: bool

    def _set_up(self, key_number: int, picture: QPixmap | None) -> None:
        self.key_number, self.picture, self.is_invalid = key_number, picture, False
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAccessibleName(self.text())
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.restyle(current_theme())

    def restyle(self, theme: Theme) -> None:
        self.setMinimumHeight(self._card_height(theme))
        self.updateGeometry()

    def sizeHint(self) -> QSize:  # noqa: N802 — Qt's name
        theme = current_theme()
        text = QFontMetrics(theme.font(TextRole.BODY, weight=700)).horizontalAdvance(self.text())
        return QSize(text + self._text_left(theme) + self._text_right(theme), self._card_height(theme))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 — Qt's name
        return self.sizeHint()

    def show_problem(self, sentence: str) -> None:
        """Draw the card as one of a wrong answer, or as right again when the sentence is blank."""
        self.setAccessibleDescription(sentence)
        if self.is_invalid != bool(sentence):
            self.is_invalid = bool(sentence)
            self.update()

    def hitButton(self, pos: QPoint) -> bool:  # noqa: N802 — Qt's name
        return self.rect().contains(pos)

    def _card_height(self, theme: Theme) -> int:
        picture = 0 if self.picture is None else self.picture.height() + 2 * theme.px(_PICTURE_MARGIN)
        return max(theme.px(HEIGHT_OPTION), picture)

    def _text_left(self, theme: Theme) -> int:
        return self._picture_left(theme) + (
            0 if self.picture is None else self.picture.width() + theme.px(_PICTURE_MARGIN + 4)
        )

    def _picture_left(self, theme: Theme) -> int:
        return theme.px(14 + _INDICATOR + 10)

    def _text_right(self, theme: Theme) -> int:
        return theme.px(14 + (_CAP + 8 if self.key_number else 0))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002 — Qt's name
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, theme)
        side = theme.px(_INDICATOR)
        self._paint_indicator(painter, theme, QRectF(theme.px(14), (self.height() - side) / 2, side, side))
        if self.picture is not None:
            top = (self.height() - self.picture.height()) // 2
            painter.drawPixmap(self._picture_left(theme), top, self.picture)
        weight = 700 if self.isChecked() else 500
        painter.setFont(theme.font(TextRole.BODY, weight=weight))
        ink = theme.palette.primary_press if self.isChecked() else theme.palette.ink
        painter.setPen(QColor(ink if self.isEnabled() else theme.palette.ink3))
        left = self._text_left(theme)
        room = QRectF(left, 0, self.width() - left - self._text_right(theme) + 2, self.height())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, self.text())
        if self.key_number:
            cap = theme.px(_CAP)
            box = QRectF(self.width() - theme.px(12) - cap, (self.height() - cap) / 2, cap, cap)
            paint_key_cap(painter, str(self.key_number), box, is_selected=self.isChecked())

    def _paint_ground(self, painter: QPainter, theme: Theme) -> None:
        palette = theme.palette
        is_strong = self.isChecked()
        width = 2.0 if is_strong or self.is_invalid else 1.0
        calm = palette.primary if is_strong else palette.border_strong
        painter.setPen(QPen(QColor(theme.tone(Tone.DANGER).text if self.is_invalid else calm), width))
        plain = palette.surface2 if self.underMouse() else palette.surface
        painter.setBrush(QColor(palette.primary_soft if is_strong else plain))
        radius = theme.px(RADIUS_CONTROL)
        inset = width / 2
        ground = QRectF(self.rect()).adjusted(inset, inset, -inset, -inset)
        painter.drawRoundedRect(ground, radius, radius)

    def _paint_indicator(self, painter: QPainter, theme: Theme, box: QRectF) -> None:
        raise NotImplementedError


class OptionRadio(_OptionCard, QRadioButton):
    """One answer of several; a circle at the left."""

    def __init__(self, text: str, *, key_number: int = 0, picture: QPixmap | None = None) -> None:
        QRadioButton.__init__(self, text)
        self._set_up(key_number, picture)

    def _paint_indicator(self, painter: QPainter, theme: Theme, box: QRectF) -> None:
        palette = theme.palette
        painter.setPen(QPen(QColor(palette.primary if self.isChecked() else palette.border_strong), 2.0))
        painter.setBrush(QColor(palette.surface))
        painter.drawEllipse(box.adjusted(1, 1, -1, -1))
        if self.isChecked():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(palette.primary))
            radius = box.width() * 0.29
            painter.drawEllipse(QPointF(box.center()), radius, radius)


class OptionCheck(_OptionCard, QCheckBox):
    """One of any number of answers; a ticked square at the left."""

    def __init__(self, text: str, *, key_number: int = 0, picture: QPixmap | None = None) -> None:
        QCheckBox.__init__(self, text)
        self._set_up(key_number, picture)

    def _paint_indicator(self, painter: QPainter, theme: Theme, box: QRectF) -> None:
        palette = theme.palette
        is_ticked = self.isChecked()
        painter.setPen(QPen(QColor(palette.primary if is_ticked else palette.border_strong), 2.0))
        painter.setBrush(QColor(palette.primary if is_ticked else palette.surface))
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 5, 5)
        if is_ticked:
            paint_icon(painter, "check", palette.on_primary, box.adjusted(3, 3, -3, -3), stroke=3.0)


class OptionGrid(QWidget):
    """Cards in columns; keys 1 to 9 choose while one of them has the focus."""

    def __init__(self, cards: Sequence[OptionRadio | OptionCheck], *, columns: int = 3) -> None:
        super().__init__()
        self._cards = tuple(cards)
        self._columns = 0
        self._layout = QGridLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(10)
        self.set_columns(columns)

    @property
    def cards(self) -> tuple[OptionRadio | OptionCheck, ...]:
        return self._cards

    def set_columns(self, columns: int) -> None:
        """Lay the cards out again; fewer columns when the window is narrow."""
        if columns == self._columns:
            return
        for column in range(self._columns):
            self._layout.setColumnStretch(column, 0)
        self._columns = columns
        for index, card in enumerate(self._cards):
            self._layout.addWidget(card, index // columns, index % columns)
        for column in range(columns):
            self._layout.setColumnStretch(column, 1)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 — Qt's name
        number = event.key() - Qt.Key.Key_0
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        chosen = next((card for card in self._cards if 1 <= card.key_number == number), None)
        if chosen is None or not plain or event.isAutoRepeat():
            super().keyPressEvent(event)
            return
        chosen.setFocus(Qt.FocusReason.ShortcutFocusReason)
        chosen.click()
