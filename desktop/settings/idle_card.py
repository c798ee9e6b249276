"""The card of the idle lock: after how many minutes without a touch the program locks."""

from PySide6.QtCore import Signal

from desktop.components.card import Card
from desktop.components.labels import Label
from desktop.components.option_card import OptionGrid, OptionRadio
from desktop.preferences import IDLE_MINUTES
from desktop.tokens import TextRole
from resources.words import Words


class IdleCard(Card):
    """One choice of four."""

    minutes_chosen = Signal(int)

    def __init__(self, words: Words) -> None:
        super().__init__(spacing=12)
        self.add_heading(words.text("screens.computer.idle_heading"))
        self._options = {
            minutes: OptionRadio(words.text("screens.computer.idle_minutes", minutes=minutes))
            for minutes in IDLE_MINUTES
        }
        for minutes, option in self._options.items():
            option.clicked.connect(lambda _=False, chosen=minutes: self.minutes_chosen.emit(chosen))
        self.body.addWidget(OptionGrid(list(self._options.values()), columns=2))
        quiet = words.text("screens.computer.idle_quiet")
        self.body.addWidget(Label(quiet, role=TextRole.CAPTION, tone="ink2", wrap=True))

    def show_minutes(self, minutes: int) -> None:
        if minutes in self._options:
            self._options[minutes].setChecked(True)
