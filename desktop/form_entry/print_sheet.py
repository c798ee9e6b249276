"""Asks how a form is printed: masked, or in full with what for; on paper or as a file."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.components.buttons import Button, ButtonKind
from desktop.components.icon_label import IconLabel
from desktop.components.option_card import OptionGrid, OptionRadio
from desktop.components.text_field import TextField
from desktop.form_entry.questions.sheet import Sheet
from desktop.tokens import Tone
from resources.words import Words

MOST_LETTERS = 60


class PrintSheet(Sheet):
    """`chosen` says whether a file is wanted, and the purpose: blank means masked."""

    chosen = Signal(bool, str)

    def __init__(self, opener: QWidget, words: Words) -> None:
        def say(key: str) -> str:
            return words.text(f"screens.form.print.{key}")

        super().__init__(opener, title=say("title"), sentence=say("sentence"), is_small=True)
        self._missing = say("purpose_missing")
        self.masked = OptionRadio(say("masked"), key_number=1)
        self.full = OptionRadio(say("full"), key_number=2)
        self.masked.setChecked(True)
        self.purpose = TextField(say("purpose"), required_mark=words.text("screens.form.required"))
        self.purpose.input.setMaxLength(MOST_LETTERS)
        self.body.addWidget(OptionGrid((self.masked, self.full), columns=2))
        self.body.addWidget(self.purpose)
        self.body.setSpacing(14)
        self.body.addWidget(IconLabel(say("warning"), icon="info", tone=Tone.INFO))
        leave = self.add_button(Button(say("leave"), kind=ButtonKind.GHOST))
        self.buttons.addStretch(1)
        self.file = self.add_button(Button(say("file"), icon="save"))
        self.paper = self.add_button(Button(say("paper"), kind=ButtonKind.PRIMARY, icon="printer"))
        leave.clicked.connect(self.close_sheet)
        self.file.clicked.connect(lambda: self._choose(is_file=True))
        self.paper.clicked.connect(lambda: self._choose(is_file=False))
        self.full.toggled.connect(self.purpose.setVisible)
        self.purpose.hide()

    def _choose(self, *, is_file: bool) -> None:
        purpose = self.purpose.text().strip() if self.full.isChecked() else ""
        if self.full.isChecked() and not purpose:
            self.purpose.show_error(self._missing)
            self.purpose.input.setFocus()
            return
        self.close_sheet()
        self.chosen.emit(is_file, purpose)
