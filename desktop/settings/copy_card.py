"""The card of the second copy: how it stands, copy now, choose the place."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout

from desktop.components.badge import IconTile
from desktop.components.buttons import Button, ButtonKind
from desktop.components.card import Card
from desktop.components.icon_label import IconLabel
from desktop.components.labels import Label
from desktop.components.rows import TwoLines
from desktop.file_asking import FilePurpose, ask_for_folder
from desktop.settings.copy_words import CopyWords
from desktop.tokens import TextRole, Tone
from resources.words import Words


class CopyCard(Card):
    """Shows one state and reports what is wanted."""

    copy_wanted = Signal()
    place_chosen = Signal(Path)

    def __init__(self, words: Words) -> None:
        super().__init__(spacing=12)
        self._words = words
        self.add_heading(words.text("screens.computer.copy_heading"))
        self._tile = IconTile("usb", size=44)
        self._lines = TwoLines("", " ")
        top = QHBoxLayout()
        top.setSpacing(14)
        top.addWidget(self._tile, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(self._lines, 1)
        self._note = IconLabel("", icon="info", tone=Tone.OFF)
        self._now = Button(words.text("screens.computer.copy_now"), kind=ButtonKind.SOFT)
        self._choose = Button(words.text("screens.computer.copy_choose"), kind=ButtonKind.DEFAULT)
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        buttons.addWidget(self._now)
        buttons.addWidget(self._choose)
        buttons.addStretch(1)
        self.body.addLayout(top)
        self.body.addWidget(self._note)
        self.body.addLayout(buttons)
        quiet = words.text("screens.computer.copy_quiet")
        self.body.addWidget(Label(quiet, role=TextRole.CAPTION, tone="ink2", wrap=True))
        self._now.clicked.connect(self.copy_wanted)
        self._choose.clicked.connect(self._pick)

    def show_copy(self, said: CopyWords) -> None:
        self._lines.title.setText(said.title)
        self._lines.detail.setText(said.quiet)
        self._lines.detail.setToolTip(said.quiet)
        self._tile.show_icon("usb", tone=said.tone)
        self._note.setVisible(bool(said.note))
        icon = "loader" if said.is_running else "info"
        self._note.show_status(said.note, icon=icon, tone=said.note_tone)
        self._now.setVisible(said.has_place)
        self._now.setEnabled(not said.is_running)
        key = "copy_choose_other" if said.has_place else "copy_choose"
        self._choose.set_text(self._words.text(f"screens.computer.{key}"))

    def _pick(self) -> None:
        title = self._words.text("screens.computer.copy_choose")
        chosen = ask_for_folder(self, FilePurpose.COPY, title)
        if chosen is not None:
            self.place_chosen.emit(chosen)
