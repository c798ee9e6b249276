"""The cards of what is seen and heard: text size with a sample, contrast, sound, language."""

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout

from desktop.components.card import Card, surface
from desktop.components.icon_label import IconLabel
from desktop.components.labels import Label
from desktop.components.option_card import OptionCheck, OptionGrid, OptionRadio
from desktop.tokens import SCALES, TextRole, Tone
from resources.words import LANGUAGES, Words

_SAMPLE_PADDING: Final = 14


class TextSizeCard(Card):
    """One size of four; the sample changes with the whole program, at once."""

    percent_chosen = Signal(int)

    def __init__(self, words: Words) -> None:
        super().__init__(spacing=12)
        text = words.text
        self.add_heading(text("screens.settings.size_heading"))
        self._options = {
            percent: OptionRadio(text(f"screens.settings.size_{percent}"), key_number=number)
            for number, percent in enumerate(SCALES, start=1)
        }
        for percent, option in self._options.items():
            option.clicked.connect(lambda _=False, chosen=percent: self.percent_chosen.emit(chosen))
        self.grid = OptionGrid(list(self._options.values()), columns=2)
        self.body.addWidget(self.grid)
        sample = surface("sunken")
        sample.setAccessibleName(text("screens.settings.sample"))
        lines = QVBoxLayout(sample)
        lines.setContentsMargins(_SAMPLE_PADDING, _SAMPLE_PADDING, _SAMPLE_PADDING, _SAMPLE_PADDING)
        lines.setSpacing(4)
        lines.addWidget(Label(text("screens.settings.sample_name"), role=TextRole.LABEL, wrap=True))
        sentence = text("screens.settings.sample_line")
        lines.addWidget(Label(sentence, role=TextRole.SMALL, tone="ink2", wrap=True))
        self.body.addWidget(sample)
        quiet = text("screens.settings.size_quiet")
        self.body.addWidget(Label(quiet, role=TextRole.CAPTION, tone="ink2", wrap=True))

    def show_percent(self, percent: int) -> None:
        if percent in self._options:
            self._options[percent].setChecked(True)


class LooksCard(Card):
    """Two things that are on or off, each with what it does."""

    contrast_chosen = Signal(bool)
    sound_chosen = Signal(bool)

    def __init__(self, words: Words) -> None:
        super().__init__(spacing=10)
        text = words.text
        self.add_heading(text("screens.settings.looks_heading"))
        self.contrast = OptionCheck(text("screens.settings.contrast"))
        self.sound = OptionCheck(text("screens.settings.sound"))
        for option, key in ((self.contrast, "contrast_quiet"), (self.sound, "sound_quiet")):
            self.body.addWidget(option)
            quiet = text(f"screens.settings.{key}")
            option.setAccessibleDescription(quiet)
            self.body.addWidget(Label(quiet, role=TextRole.CAPTION, tone="ink2", wrap=True))
        self.contrast.clicked.connect(self.contrast_chosen)
        self.sound.clicked.connect(self.sound_chosen)

    def show_choices(self, *, has_contrast: bool, has_sound: bool) -> None:
        self.contrast.setChecked(has_contrast)
        self.sound.setChecked(has_sound)


class LanguageCard(Card):
    """One language of those shipped; another one waits for the next start, and the card says so."""

    language_chosen = Signal(str)

    def __init__(self, words: Words) -> None:
        super().__init__(spacing=12)
        self._words = words
        self.add_heading(words.text("screens.settings.language_heading"))
        self._options = {
            name: OptionRadio(words.text(f"screens.settings.language_{name}")) for name in LANGUAGES
        }
        for name, option in self._options.items():
            option.clicked.connect(lambda _=False, chosen=name: self.language_chosen.emit(chosen))
        self._note = IconLabel("", icon="info", tone=Tone.OFF)
        self.body.addWidget(OptionGrid(list(self._options.values()), columns=2))
        self.body.addWidget(self._note)

    def show_language(self, chosen: str) -> None:
        """Show what was chosen; empty is the language of now."""
        language = chosen or self._words.language
        self._options[language].setChecked(True)
        words, name = self._words, _language(language, self._words)
        if language == words.language:
            said, icon = words.text("screens.settings.language_now"), "info"
        else:
            said, icon = words.text("screens.settings.language_later", language=name), "rotate-cw"
        self._note.show_status(said, icon=icon, tone=Tone.OFF)


def _language(name: str, words: Words) -> str:
    return words.text(f"screens.settings.language_{name}")
