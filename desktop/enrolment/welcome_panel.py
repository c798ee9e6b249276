"""The first page: what is about to happen, what to have at hand, and in which language."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.components.card import Card, divider
from desktop.components.icon_label import IconLabel
from desktop.components.labels import Label
from desktop.components.option_card import OptionGrid, OptionRadio
from desktop.components.page import ScrollBody
from desktop.tokens import TextRole
from resources.words import LANGUAGES, Words

_NEEDED = (("invitation", "scan-qr-code"), ("sheet", "shield-check"), ("network", "cloud-check"))
_NAMES = {"zh_CN": "中文", "en": "English"}


class WelcomePanel(ScrollBody):
    """Asks for nothing but the language."""

    language_chosen = Signal(str)

    def __init__(self, words: Words) -> None:
        super().__init__(spacing=14)
        text = words.text
        card = Card(padding=28, spacing=16)
        card.body.addWidget(Label(text("screens.enrolment.welcome_title"), role=TextRole.H2, wrap=True))
        card.body.addWidget(
            Label(text("screens.enrolment.welcome_quiet"), role=TextRole.BODY, tone="ink2", wrap=True)
        )
        card.body.addWidget(divider())
        card.body.addWidget(Label(text("screens.enrolment.need_title"), role=TextRole.H3))
        for name, icon in _NEEDED:
            sentence = text(f"screens.enrolment.need_{name}")
            card.body.addWidget(IconLabel(sentence, icon=icon, tone="primary", role=TextRole.BODY))
        card.body.addWidget(divider())
        card.body.addWidget(Label(text("screens.enrolment.language"), role=TextRole.LABEL))
        card.body.addWidget(self._languages(words.language))
        self.body.addWidget(card)
        self.body.addStretch(1)

    def _languages(self, spoken: str) -> QWidget:
        cards = []
        for number, language in enumerate(LANGUAGES, start=1):
            card = OptionRadio(_NAMES[language], key_number=number)
            card.setChecked(language == spoken)
            card.clicked.connect(lambda _=False, chosen=language: self._choose(chosen, spoken))
            cards.append(card)
        return OptionGrid(cards, columns=2)

    def _choose(self, chosen: str, spoken: str) -> None:
        if chosen != spoken:
            self.language_chosen.emit(chosen)
