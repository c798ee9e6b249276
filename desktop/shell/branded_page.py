"""A page before the work begins: the brand at the left, one card at the right."""

from PySide6.QtGui import QResizeEvent
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
_WIDE_CARD = 760


class BrandedPage(QWidget):
    """`card.body` is the layout to fill; `notice` is added where its words belong."""

    def __init__(self, words: Words, *, title: str, quiet: str) -> None:
        super().__init__()
        self.setProperty("surface", "canvas")
        self._wish = _CARD_WIDTH
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
        self._scroll, self._around = scroll, scroll.body
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
        """Where height is scarce the card is wide and close, so that its last button is in sight."""
        self.brand.setVisible(not layout.is_compact)
        is_wide = layout.is_low and layout.is_compact
        self._wish = _WIDE_CARD if is_wide else _CARD_WIDTH
        inside, around = (18, 12) if layout.is_low else (28, 28)
        self.card.body.setContentsMargins(inside, inside, inside, inside)
        self.card.body.setSpacing(10 if layout.is_low else 16)
        self._around.setContentsMargins(around, around, around, around)
        self._fit_card()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 — Qt's name
        super().resizeEvent(event)
        self._fit_card()

    def _fit_card(self) -> None:
        sides = self._around.contentsMargins()
        room = (
            self.width() - sides.left() - sides.right() - self._scroll.verticalScrollBar().sizeHint().width()
        )
        wish = current_theme().px(self._wish)
        self.card.setFixedWidth(min(wish, room) if self.brand.isHidden() else wish)
