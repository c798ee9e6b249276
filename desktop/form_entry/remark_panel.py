"""One remark of the rules at the review: why, what to ask, and where the officer answers it.

What stops can only be mended; what must be verified takes a note and a confirmation; a hint
asks for nothing.
"""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from desktop.components.buttons import Button, ButtonKind, ButtonSize
from desktop.components.chip import Chip
from desktop.components.icon_label import Icon, IconLabel
from desktop.components.labels import Label
from desktop.components.text_field import TextField
from desktop.components.tone_ground import ToneGround
from desktop.form_entry.form_screen import RemarkCard
from desktop.tokens import TextRole, Tone
from forms import Strength
from resources.words import Words

LOOKS: Final[Mapping[Strength, tuple[str, Tone]]] = {
    Strength.STOP: ("circle-alert", Tone.DANGER),
    Strength.MUST_VERIFY: ("triangle-alert", Tone.WARN),
    Strength.HINT: ("info", Tone.INFO),
}


class RemarkPanel(ToneGround):
    """Shows one card; built anew with the review."""

    note_written = Signal(str)
    confirmed = Signal()
    reopened = Signal(str)
    mend_chosen = Signal(str)

    def __init__(self, card: RemarkCard, words: Words) -> None:
        icon, tone = ("circle-check", Tone.OK) if card.is_confirmed else LOOKS[card.strength]
        super().__init__(tone)
        self._card, self._words = card, words
        self.note: TextField | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 14)
        column.setSpacing(8)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Icon(icon, tone=tone, size=20))
        head.addWidget(Label(card.title, role=TextRole.LABEL, tone=tone, wrap=True), 1)
        head.addWidget(Chip(self._say("done" if card.is_confirmed else card.strength), tone=tone))
        column.addLayout(head)
        if card.is_confirmed:
            column.addLayout(self._said())
            return
        column.addWidget(Label(card.explanation, role=TextRole.SMALL, wrap=True))
        if card.question:
            column.addWidget(Label(card.question, role=TextRole.SMALL, tone="ink2", wrap=True))
        if card.strength is Strength.MUST_VERIFY:
            column.addWidget(self._note_field())
        column.addLayout(self._acts())

    def _note_field(self) -> TextField:
        note = TextField(
            self._say("note"),
            required_mark=self._words.text("screens.form.required"),
            example=self._say("note_example"),
        )
        note.set_text(self._card.note)
        note.show_error(self._card.problem)
        note.edited.connect(self.note_written)
        note.input.returnPressed.connect(self.confirmed)
        self.note = note
        return note

    def _acts(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(10)
        if self._card.strength is Strength.MUST_VERIFY:
            confirm = self._button("confirm", ButtonKind.SOFT, icon="check")
            confirm.clicked.connect(self.confirmed)
            row.addWidget(confirm)
        if self._card.mend_at:
            mend = self._button("mend", ButtonKind.GHOST, icon="pencil")
            mend.clicked.connect(lambda: self.mend_chosen.emit(self._card.mend_at))
            row.addWidget(mend)
        row.addStretch(1)
        return row

    def _said(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(IconLabel(self._card.note, icon="pencil", tone="ink2"), 1)
        again = self._button("reopen", ButtonKind.GHOST, icon="undo-2")
        again.clicked.connect(lambda: self.reopened.emit(self._card.note))
        row.addWidget(again)
        return row

    def _button(self, key: str, kind: ButtonKind, *, icon: str) -> Button:
        button = Button(self._say(key), kind=kind, size=ButtonSize.SMALL, icon=icon)
        button.setAccessibleName(f"{self._say(key)} {self._card.title}")
        return button

    def _say(self, key: str) -> str:
        return self._words.text(f"screens.form.remark.{key}")
