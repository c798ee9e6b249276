"""The left half of the unlock screen: what this is, and three facts about this computer.

The only gradient in the program (it is in the stylesheet), with rings as on still water.
"""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSizeF
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout

from desktop.components.icon_label import IconLabel
from desktop.components.labels import Label
from desktop.shell.brand_mark import BrandMark
from desktop.theme import current_theme
from desktop.tokens import TextRole
from resources.words import Words

_RINGS = 8
_ABOVE_WATER = 180 * 16  # the upper half, in Qt's sixteenths of a degree; the lower one lies below the edge


class BrandPanel(QFrame):
    """Mark, slogan, promise and facts on dark water."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.setProperty("surface", "brand")
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(Label(words.text("screens.shell.product"), role=TextRole.H1, tone="on-primary"))
        names.addWidget(Label(words.text("screens.shell.product_line"), role=TextRole.LABEL, tone="nav"))
        brand = QHBoxLayout()
        brand.setSpacing(18)
        brand.addWidget(BrandMark(size=54))
        brand.addLayout(names, 1)
        self._slogans = [
            Label(words.text(key), role=TextRole.DISPLAY, tone="on-primary", wrap=True)
            for key in ("screens.unlock.slogan_1", "screens.unlock.slogan_2")
        ]
        self._facts = QVBoxLayout()
        self._facts.setSpacing(14)
        self._column = QVBoxLayout(self)
        self._column.addLayout(brand)
        self._column.addStretch(2)
        self._column.setSpacing(8)
        for slogan in self._slogans:
            self._column.addWidget(slogan)
        self._column.addSpacing(12)
        self._promise = Label(
            words.text("screens.unlock.promise"), role=TextRole.LABEL, tone="nav", wrap=True
        )
        self._column.addWidget(self._promise)
        self._column.addStretch(5)
        self._column.addLayout(self._facts)
        self.set_low(is_low=False)

    def show_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """Replace the facts; each is an icon and a sentence."""
        while self._facts.count():
            item = self._facts.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.deleteLater()
        for icon, sentence in facts:
            self._facts.addWidget(IconLabel(sentence, icon=icon, tone="nav", role=TextRole.BODY))

    def set_low(self, *, is_low: bool) -> None:
        self._column.setContentsMargins(*((36, 28, 28, 28) if is_low else (64, 64, 40, 48)))
        self._promise.setVisible(not is_low)  # the facts about this computer matter more

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 — Qt's name
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        line = QColor(current_theme().palette.mint)
        line.setAlpha(34)
        painter.setPen(QPen(line, 1.6))
        centre = QPointF(self.width() / 2, self.height() + 40)
        widest = QSizeF(self.width() * 1.9, self.height() * 1.16)
        for number in range(1, _RINGS + 1):
            ring = QRectF(QPointF(), widest * (number / _RINGS))
            ring.moveCenter(centre)
            painter.drawArc(ring, 0, _ABOVE_WATER)
