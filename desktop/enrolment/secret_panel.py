"""A secret for this computer and the name of who works on it; once there is a secret, the name alone."""

from PySide6.QtCore import Signal

from desktop.components.card import Card
from desktop.components.icon_label import IconLabel
from desktop.components.labels import Label
from desktop.components.page import ScrollBody
from desktop.components.text_field import TextField
from desktop.shell.secret_form import NewSecret, SecretForm
from desktop.tokens import TextRole, Tone
from resources.words import Words


class SecretPanel(ScrollBody):
    """`enter` checks what can be seen and reports it."""

    entered = Signal(str, object)  # the operator's name, a NewSecret or None

    def __init__(self, words: Words, *, has_keychain: bool) -> None:
        super().__init__(spacing=14)
        self._words, self._is_asked = words, True
        self.title = Label(role=TextRole.H2, wrap=True)
        self._quiet = Label(role=TextRole.BODY, tone="ink2", wrap=True)
        self.operator = TextField(
            words.text("screens.joining.operator"),
            required_mark=words.text("screens.joining.required"),
            example=words.text("screens.joining.operator_example"),
        )
        self.form = SecretForm(words, has_keychain=has_keychain)
        self.notice = IconLabel("", icon="circle-alert", tone=Tone.DANGER, role=TextRole.SMALL)
        self.notice.hide()
        card = Card(padding=28, spacing=16)
        for widget in (self.title, self._quiet, self.operator, self.form, self.notice):
            card.body.addWidget(widget)
        self.body.addWidget(card)
        self.body.addStretch(1)
        self.form.entered.connect(self.enter)
        self.operator.input.returnPressed.connect(self._go_on)
        self.setFocusProxy(self.operator.input)
        self.ask_for_secret(is_asked=True)

    def ask_for_secret(self, *, is_asked: bool) -> None:
        kind = "secret" if is_asked else "name"
        self._is_asked = is_asked
        self.title.setText(self._words.text(f"screens.enrolment.{kind}_title"))
        self._quiet.setText(self._words.text(f"screens.enrolment.{kind}_quiet"))
        self.form.setVisible(is_asked)

    def enter(self) -> None:
        self.show_notice("")
        name = self.operator.text().strip()
        self.operator.show_error("" if name else self._words.text("screens.joining.operator_missing"))
        secret: NewSecret | None = self.form.read() if self._is_asked else None
        if name and (secret is not None or not self._is_asked):
            self.entered.emit(name, secret)

    def show_notice(self, sentence: str) -> None:
        self.notice.set_text(sentence)
        self.notice.setVisible(bool(sentence))

    def _go_on(self) -> None:
        if self._is_asked:
            self.form.setFocus()
        else:
            self.enter()
