"""Adding a colleague, or changing one's own secret: one card over the page, with a way back."""

from enum import StrEnum

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.components.buttons import Button, ButtonKind
from desktop.components.card import Card
from desktop.components.handing_on import hand_focus_on
from desktop.components.icon_label import IconLabel
from desktop.components.labels import Label
from desktop.components.page import ScrollBody
from desktop.components.text_field import TextField
from desktop.shell.secret_form import NewSecret, SecretForm
from desktop.theme import current_theme
from desktop.tokens import TextRole, Tone
from resources.words import Words

_CARD_WIDTH = 560


class SecretAct(StrEnum):
    """What the secret is for."""

    ADD = "add"
    CHANGE = "change"


class SecretSheet(QWidget):
    """One act; made anew each time, so that no secret stays in a field."""

    chosen = Signal(str, NewSecret)  # the operator to add, empty when one's own secret changes
    left = Signal()

    def __init__(self, words: Words, act: SecretAct, *, has_keychain: bool) -> None:
        super().__init__()
        self._words, self.act = words, act
        text = words.text
        self.name = TextField(
            text("screens.computer.name"),
            required_mark=text("screens.joining.required"),
            example=text("screens.computer.name_example"),
        )
        self.form = SecretForm(words, has_keychain=has_keychain)
        self.notice = IconLabel("", icon="circle-alert", tone=Tone.DANGER, role=TextRole.SMALL)
        self.notice.hide()
        self.go = Button(text(f"screens.computer.{act}_go"), kind=ButtonKind.PRIMARY)
        back = Button(text("screens.computer.back"), kind=ButtonKind.GHOST)
        card = Card(padding=28, spacing=16)
        card.setFixedWidth(current_theme().px(_CARD_WIDTH))
        card.body.addWidget(Label(text(f"screens.computer.{act}_title"), role=TextRole.H2, wrap=True))
        quiet = text(f"screens.computer.{act}_quiet")
        card.body.addWidget(Label(quiet, role=TextRole.SMALL, tone="ink2", wrap=True))
        for widget in (self.name, self.form, self.notice):
            card.body.addWidget(widget)
        self.name.setVisible(act is SecretAct.ADD)
        buttons = QHBoxLayout()
        buttons.addWidget(self.go)
        buttons.addWidget(back)
        buttons.addStretch(1)
        card.body.addLayout(buttons)
        scroll = ScrollBody(spacing=0)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(card)
        middle.addStretch(1)
        scroll.body.addLayout(middle)
        scroll.body.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)
        self.go.clicked.connect(self._enter)
        # Or the secret that comes next is typed here, where everybody can read it.
        self.name.input.returnPressed.connect(self.form.setFocus)
        self.form.entered.connect(self._enter)
        back.clicked.connect(self.left)
        hand_focus_on(self, self.name.input if act is SecretAct.ADD else self.form.first.input)

    def refuse(self, sentence: str) -> None:
        self.go.set_idle()
        self.notice.set_text(sentence)
        self.notice.setVisible(bool(sentence))

    def _enter(self) -> None:
        self.refuse("")
        name = self.name.text().strip()
        is_named = bool(name) or self.act is SecretAct.CHANGE
        self.name.show_error("" if is_named else self._words.text("screens.computer.name_missing"))
        secret = self.form.read()
        if is_named and secret is not None:
            self.go.set_busy(self._words.text("screens.computer.working"))
            self.chosen.emit(name, secret)
