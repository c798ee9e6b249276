"""What the officer should know while asking: doubts about this person, and the last visit."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.components.icon_label import Icon
from desktop.components.labels import ElidedLabel, Label
from desktop.components.page import ScrollBody
from desktop.form_entry.form_screen import ContextCard, ContextFact
from desktop.theme import current_theme
from desktop.tokens import RADIUS_CARD, TextRole, Tone

_ICONS = {Tone.WARN: "triangle-alert", Tone.DANGER: "circle-alert", Tone.INFO: "info"}


class _Ground(QWidget):
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


class ContextPanel(ScrollBody):
    """The cards, one under the other."""

    def __init__(self, cards: Sequence[ContextCard]) -> None:
        super().__init__(spacing=14)
        for card in cards:
            self.body.addWidget(_card(card))
        self.body.addStretch(1)


def _card(card: ContextCard) -> QWidget:
    ground = _Ground(card.tone)
    column = QVBoxLayout(ground)
    column.setContentsMargins(16, 14, 16, 16)
    column.setSpacing(8)
    head = QHBoxLayout()
    head.setSpacing(8)
    if card.tone is not None:
        head.addWidget(Icon(_ICONS.get(card.tone, "info"), tone=card.tone, size=20))
    head.addWidget(Label(card.title, role=TextRole.LABEL, tone=card.tone or "ink", wrap=True), 1)
    column.addLayout(head)
    for number, sentence in enumerate(card.sentences):
        tone = "ink" if number == 0 else "ink2"
        column.addWidget(Label(sentence, role=TextRole.SMALL, tone=tone, wrap=True))
    for fact in card.facts:
        column.addLayout(_fact(fact))
    return ground


def _fact(fact: ContextFact) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(10)
    row.addWidget(Label(fact.label, role=TextRole.CAPTION, tone="ink2"))
    row.addStretch(1)
    row.addWidget(ElidedLabel(fact.value, role=TextRole.SMALL))
    return row
