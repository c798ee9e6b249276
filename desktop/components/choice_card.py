"""A radio card of several lines: what it says, whose word it is, and a mark for what stands now.

The lines are painted by one of Qt's own radio buttons, so keys and screen readers work as everywhere.
"""

from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from desktop.components.badge import paint_key_cap
from desktop.components.option_card import OptionRadio
from desktop.theme import Theme, current_theme
from desktop.tokens import TextRole

_PAD: Final = 10
_GAP: Final = 3
_WRAP: Final = int(Qt.TextFlag.TextWordWrap)


class ChoiceRadio(OptionRadio):
    """One of two or more values; its height follows its lines at the width it gets."""

    def __init__(self, text: str, *, by: str, mark: str, key_number: int = 0) -> None:
        self._by, self._mark = by, mark
        super().__init__(text, key_number=key_number)
        self.setAccessibleName(" ".join(part for part in (text.replace("\n", " "), mark) if part))
        self.setAccessibleDescription(by)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def hasHeightForWidth(self) -> bool:  # noqa: N802 — Qt's name
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802 — Qt's name
        theme = current_theme()
        room = width - self._text_left(theme) - self._text_right(theme)
        lines = sum(self._height(text, font, room) + theme.px(_GAP) for text, font in self._lines(theme))
        return max(self.minimumHeight(), round(lines) + 2 * theme.px(_PAD))

    def sizeHint(self) -> QSize:  # noqa: N802 — Qt's name
        theme = current_theme()
        widest = max(
            QFontMetrics(font).horizontalAdvance(line)
            for text, font in self._lines(theme)
            for line in text.split("\n")
        )
        width = min(theme.px(420), widest + self._text_left(theme) + self._text_right(theme))
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 — Qt's name
        width = current_theme().px(220)
        return QSize(width, self.minimumHeight())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002 — Qt's name
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, theme)
        side, top = theme.px(20), theme.px(_PAD)
        self._paint_indicator(painter, theme, QRectF(theme.px(14), top + theme.px(2), side, side))
        left = self._text_left(theme)
        room = self.width() - left - self._text_right(theme)
        inks = (theme.palette.primary_press if self.isChecked() else theme.palette.ink, theme.palette.ink2)
        for (text, font), ink in zip(self._lines(theme), (*inks, theme.palette.primary), strict=False):
            height = self._height(text, font, room)
            painter.setFont(font)
            painter.setPen(QColor(ink))
            painter.drawText(QRectF(left, top, room, height), _WRAP, text)
            top += round(height) + theme.px(_GAP)
        if self.key_number:
            cap = theme.px(24)
            box = QRectF(self.width() - theme.px(12) - cap, theme.px(_PAD), cap, cap)
            paint_key_cap(painter, str(self.key_number), box, is_selected=self.isChecked())

    def _lines(self, theme: Theme) -> list[tuple[str, QFont]]:
        lines = [
            (self.text(), theme.font(TextRole.LABEL, weight=700 if self.isChecked() else 500)),
            (self._by, theme.font(TextRole.CAPTION)),
            (self._mark, theme.font(TextRole.CAPTION, weight=500)),
        ]
        return [line for line in lines if line[0]]

    @staticmethod
    def _height(text: str, font: QFont, room: int) -> float:
        # Bold is the wider one: measured so, choosing a card never makes its lines break anew.
        bold = QFont(font)
        bold.setWeight(QFont.Weight.Bold)
        return float(QFontMetrics(bold).boundingRect(0, 0, max(1, room), 10_000, _WRAP, text).height())
