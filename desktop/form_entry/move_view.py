"""A draft of an older version, over the whole window: what comes along, what does not, and two ways on."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.components.badge import Avatar
from desktop.components.buttons import Button, ButtonKind, ButtonSize
from desktop.components.card import Card, divider, surface
from desktop.components.icon_label import IconLabel
from desktop.components.labels import Label
from desktop.components.page import DockedFooter, ScrollBody
from desktop.components.rows import TwoLines
from desktop.form_entry.draft_move import LeftLine, MoveOffer
from desktop.form_entry.form_screen import FormHeader
from desktop.theme import current_theme
from desktop.tokens import TextRole, Tone
from resources.words import Words

_CARD_WIDTH = 760


class MoveView(QWidget):
    """Shows one offer; nothing happens to the draft before `moved`."""

    moved = Signal()
    kept = Signal()  # go on with the version the draft was begun with
    left = Signal()

    def __init__(self, header: FormHeader, offer: MoveOffer, words: Words) -> None:
        super().__init__()
        self.setProperty("surface", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._words = words
        self.move_on = Button(words.text("screens.move.act"), kind=ButtonKind.PRIMARY, size=ButtonSize.BIG)
        self.move_on.clicked.connect(self.moved)
        scroll = ScrollBody(margins=(28, 20, 28, 20), spacing=14)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(self._card(offer), 100)
        middle.addStretch(1)
        scroll.body.addLayout(middle)
        scroll.body.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head(header))
        column.addWidget(scroll, 1)
        column.addWidget(self._footer(can_stay=offer.can_stay))
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self.left)
        self.setFocusProxy(self.move_on)

    def _head(self, header: FormHeader) -> QWidget:
        back = Button(self._words.text("screens.form.back"), kind=ButtonKind.GHOST, icon="arrow-left")
        back.clicked.connect(self.left)
        ground = surface("panel")
        row = QHBoxLayout(ground)
        row.setContentsMargins(20, 10, 24, 10)
        row.setSpacing(14)
        row.addWidget(back)
        row.addWidget(Avatar(header.name, tone=Tone.BRICK, size=44))
        row.addWidget(TwoLines(header.name, header.detail, role=TextRole.H3), 1)
        return ground

    def _card(self, offer: MoveOffer) -> QWidget:
        card = Card(padding=28, spacing=14)
        card.setMaximumWidth(current_theme().px(_CARD_WIDTH))
        body = card.body
        body.addWidget(Label(offer.title, role=TextRole.H2, wrap=True))
        body.addWidget(Label(offer.reason, role=TextRole.SMALL, tone="ink2", wrap=True))
        body.addWidget(divider())
        body.addWidget(IconLabel(offer.kept, icon="circle-check", tone=Tone.OK, role=TextRole.BODY))
        if offer.left:
            body.addWidget(
                IconLabel(offer.left_heading, icon="triangle-alert", tone=Tone.WARN, role=TextRole.BODY)
            )
            for line in offer.left:
                body.addWidget(_left(line))
        if offer.asked:
            body.addWidget(IconLabel(offer.asked_heading, icon="info", tone=Tone.INFO, role=TextRole.BODY))
            listed = self._words.text("screens.move.joined").join(offer.asked)
            body.addWidget(_indented(Label(listed, role=TextRole.SMALL, tone="ink2", wrap=True)))
        body.addWidget(divider())
        body.addWidget(
            Label(self._words.text("screens.move.quiet"), role=TextRole.CAPTION, tone="ink2", wrap=True)
        )
        return card

    def _footer(self, *, can_stay: bool) -> DockedFooter:
        footer = DockedFooter()
        if can_stay:
            stay = Button(self._words.text("screens.move.stay"))
            stay.clicked.connect(self.kept)
            footer.row.addWidget(stay)
        footer.row.addStretch(1)
        footer.row.addWidget(self.move_on)
        return footer


def _left(line: LeftLine) -> QWidget:
    panel = QWidget()
    column = QVBoxLayout(panel)
    column.setContentsMargins(26, 0, 0, 0)
    column.setSpacing(2)
    column.addWidget(Label(f"{line.label} · {line.answer}", role=TextRole.SMALL, wrap=True))
    column.addWidget(Label(line.reason, role=TextRole.CAPTION, tone="ink2", wrap=True))
    return panel


def _indented(label: Label) -> QWidget:
    panel = QWidget()
    column = QVBoxLayout(panel)
    column.setContentsMargins(26, 0, 0, 0)
    column.addWidget(label)
    return panel
