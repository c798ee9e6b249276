"""A new secret, named twice: a passphrase, or a PIN where this computer's keychain works.

The form checks what it can see; how good a secret is decides `sync.custody.secret_policy`,
and its refusal is shown here.
"""

from dataclasses import dataclass, field

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.components.handing_on import hand_focus_on
from desktop.components.icon_label import IconLabel
from desktop.components.option_card import OptionGrid, OptionRadio
from desktop.components.text_field import TextField
from desktop.tokens import TextRole, Tone
from resources.words import Words
from sync.custody.key_file import SecretKind
from sync.custody.secret_policy import PIN_DIGITS, SHORTEST_PASSPHRASE


@dataclass(frozen=True, slots=True)
class NewSecret:
    """What somebody has chosen to come in with."""

    kind: SecretKind
    typed: str = field(repr=False)


class SecretForm(QWidget):
    """`read` gives the secret, or None after saying what is missing."""

    entered = Signal()

    def __init__(self, words: Words, *, has_keychain: bool) -> None:
        super().__init__()
        self._words = words
        kinds = (SecretKind.PIN, SecretKind.PASSPHRASE) if has_keychain else ()
        self._kinds = {kind: OptionRadio(words.text(f"screens.secret.{kind}")) for kind in kinds}
        self.first = TextField(words.text("screens.secret.first_passphrase"), is_secret=True)
        self.again = TextField(words.text("screens.secret.again"), is_secret=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        if has_keychain:
            column.addWidget(OptionGrid(list(self._kinds.values()), columns=2))
        else:
            why = words.text("screens.secret.no_keychain", shortest=SHORTEST_PASSPHRASE)
            column.addWidget(IconLabel(why, icon="info", tone=Tone.INFO, role=TextRole.SMALL))
        column.addWidget(self.first)
        column.addWidget(self.again)
        for kind, option in self._kinds.items():
            option.clicked.connect(lambda _=False, chosen=kind: self._choose(chosen))
        self.first.input.returnPressed.connect(self._go_on)
        self.again.input.returnPressed.connect(self.entered)
        hand_focus_on(self, self.first.input)
        self._choose(next(iter(self._kinds), SecretKind.PASSPHRASE))

    def read(self) -> NewSecret | None:
        typed = self.first.text()
        is_short = len(typed) < self._shortest
        differs = typed != self.again.text()
        self.first.show_error(self._too_short() if is_short else "")
        self.again.show_error(self._words.text("screens.joining.differs") if differs and not is_short else "")
        return None if is_short or differs else NewSecret(self._kind, typed)

    def refuse(self, sentence: str) -> None:
        """Say why the secret was not taken."""
        self.first.show_error(sentence)

    def clear(self) -> None:
        for one in (self.first, self.again):
            one.set_text("")
            one.show_error("")

    def _go_on(self) -> None:
        """Enter in the first field: say that it is too short, or ask for it once more."""
        is_short = len(self.first.text()) < self._shortest
        self.first.show_error(self._too_short() if is_short else "")
        if not is_short:
            self.again.input.setFocus(Qt.FocusReason.TabFocusReason)

    @property
    def _shortest(self) -> int:
        return PIN_DIGITS if self._kind is SecretKind.PIN else SHORTEST_PASSPHRASE

    def _too_short(self) -> str:
        return self._words.text(f"screens.secret.short_{self._kind}", shortest=self._shortest)

    def _choose(self, kind: SecretKind) -> None:
        self._kind = kind
        if kind in self._kinds:
            self._kinds[kind].setChecked(True)
        self.clear()
        self.first.set_label(self._words.text(f"screens.secret.first_{kind}"))
        self.first.input.setPlaceholderText(self._words.text(f"screens.secret.example_{kind}"))
