"""What the officer should know while asking: doubts about this person, and the last visit."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.components.icon_label import Icon
from desktop.components.labels import ElidedLabel, Label
from desktop.components.page import ScrollBody
from desktop.components.tone_ground import ToneGround
from desktop.form_entry.form_screen import ContextCard, ContextFact
from desktop.tokens import TextRole, Tone

_ICONS = {Tone.WARN: "triangle-alert", Tone.DANGER: "circle-alert", Tone.INFO: "info"}


class ContextPanel(ScrollBody):
    """The cards, one under the other."""

    def __init__(self, cards: Sequence[ContextCard]) -> None:
        super().__init__(spacing=14)
        for card in cards:
            self.body.addWidget(_card(card))
        self.body.addStretch(1)


def _card(card: ContextCard) -> QWidget:
    ground = ToneGround(card.tone)
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
