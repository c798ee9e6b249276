"""A page before the work begins: the brand at the left, one card at the right."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.components.card import Card
from desktop.components.icon_label import IconLabel
from desktop.components.labels import Label
from desktop.components.page import ScrollBody
from desktop.shell.brand_panel import BrandPanel
from desktop.shell.layout import WindowLayout
from desktop.theme import current_theme
from desktop.tokens import TextRole, Tone
from resources.words import Words

_CARD_WIDTH = 520


class BrandedPage(QWidget):
    """`card.body` is the layout to fill; `notice` is added where its words belong."""

    def __init__(self, words: Words, *, title: str, quiet: str) -> None:
        super().__init__()
        self.setProperty("surface", "canvas")
        self.brand = BrandPanel(words)
        self.card = Card(padding=28, spacing=16)
        self.card.setFixedWidth(current_theme().px(_CARD_WIDTH))
        self.title = Label(title, role=TextRole.H1, wrap=True)
        self.quiet = Label(quiet, role=TextRole.SMALL, tone="ink2", wrap=True)
        self.card.body.addWidget(self.title)
        self.card.body.addWidget(self.quiet)
        self.notice = IconLabel("", icon="circle-alert", tone=Tone.DANGER, role=TextRole.SMALL)
        self.notice.hide()
        scroll = ScrollBody(margins=(28, 28, 28, 28), spacing=0)
        scroll.body.addStretch(1)
        # Between two stretches, not aligned: only so is the height asked for at the card's own width.
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self.card)
        middle.addStretch(1)
        scroll.body.addLayout(middle)
        scroll.body.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.brand, 10)
        row.addWidget(scroll, 15)

    def show_notice(self, sentence: str) -> None:
        self.notice.set_text(sentence)
        self.notice.setVisible(bool(sentence))

    def adapt(self, layout: WindowLayout) -> None:
        self.brand.setVisible(not layout.is_compact)
