"""The cards that only tell: how much lies here, what program this is, where help is."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout

from desktop.components.buttons import Button, ButtonKind
from desktop.components.card import Card
from desktop.components.fact_row import FactRow
from desktop.components.icon_label import IconLabel
from desktop.components.labels import Label
from desktop.components.row_list import RowList
from desktop.tokens import TextRole, Tone
from resources.words import Words

Fact = tuple[str, str]  # its name and its value, both in words


class DataCard(Card):
    """How large the records are, how much room is left, and that they are encrypted."""

    def __init__(self, words: Words) -> None:
        super().__init__(spacing=10)
        self.add_heading(words.text("screens.settings.data_heading"))
        self._facts = RowList()
        self.body.addWidget(self._facts)
        quiet = words.text("screens.settings.data_quiet")
        self.body.addWidget(Label(quiet, role=TextRole.CAPTION, tone="ink2", wrap=True))

    def show_facts(self, facts: Sequence[Fact]) -> None:
        self._facts.show_rows([FactRow(name, value) for name, value in facts])


class AboutCard(Card):
    """Version, build and licence, and one calm line about new versions."""

    licences_chosen = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__(spacing=10)
        self.add_heading(words.text("screens.settings.about_heading"))
        self._facts = RowList()
        self.body.addWidget(self._facts)
        self._update = IconLabel(words.text("screens.updates.off"), icon="info", tone=Tone.OFF)
        self.body.addWidget(self._update)
        licences = Button(words.text("screens.settings.about_licences"), kind=ButtonKind.GHOST)
        licences.clicked.connect(self.licences_chosen)
        row = QHBoxLayout()
        row.addWidget(licences)
        row.addStretch(1)
        self.body.addLayout(row)

    def show_facts(self, facts: Sequence[Fact]) -> None:
        self._facts.show_rows([FactRow(name, value) for name, value in facts])

    def show_update(self, sentence: str) -> None:
        self._update.set_text(sentence)


class HelpCard(Card):
    """The way to the pages and the keys."""

    help_chosen = Signal(str)  # a topic; empty for the first

    def __init__(self, words: Words) -> None:
        super().__init__(spacing=10)
        text = words.text
        self.add_heading(text("screens.settings.help_heading"))
        self.body.addWidget(
            Label(text("screens.settings.help_quiet"), role=TextRole.SMALL, tone="ink2", wrap=True)
        )
        pages = Button(text("screens.settings.help_open"), kind=ButtonKind.SOFT, icon="info", key_hint="F1")
        keys = Button(text("screens.settings.help_keys"), kind=ButtonKind.DEFAULT, icon="keyboard")
        pages.clicked.connect(lambda: self.help_chosen.emit(""))
        keys.clicked.connect(lambda: self.help_chosen.emit("keys"))
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addWidget(pages)
        row.addWidget(keys)
        row.addStretch(1)
        self.body.addLayout(row)
