"""First things first: your name, a passphrase for this computer, and the invitation of your office.

Two small pages with the same look. The first makes a new installation (name the
passphrase twice, because only the city can recover it); the second loads the
invitation, says which platform it belongs to, and joins.
"""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog

from desktop.components.buttons import Button, ButtonKind, ButtonSize
from desktop.components.icon_label import IconLabel
from desktop.components.text_field import TextField
from desktop.shell.branded_page import BrandedPage
from desktop.tokens import TextRole, Tone
from resources.words import Words


class FirstPassphraseView(BrandedPage):
    """Makes a new installation."""

    chosen = Signal(str)

    def __init__(self, words: Words, *, shortest: int) -> None:
        super().__init__(
            words,
            title=words.text("screens.joining.passphrase_title"),
            quiet=words.text("screens.joining.passphrase_quiet", shortest=shortest),
        )
        self._words, self._shortest = words, shortest
        mark = words.text("screens.joining.required")
        self.first = TextField(words.text("screens.joining.passphrase"), required_mark=mark, is_secret=True)
        self.again = TextField(words.text("screens.joining.again"), required_mark=mark, is_secret=True)
        self.go = Button(words.text("screens.joining.start"), kind=ButtonKind.PRIMARY, size=ButtonSize.BIG)
        for widget in (self.first, self.again, self.notice, self.go):
            self.card.body.addWidget(widget)
        self.go.clicked.connect(self._check)
        self.again.input.returnPressed.connect(self._check)
        self.setFocusProxy(self.first.input)

    def _check(self) -> None:
        passphrase = self.first.text()
        is_short, differs = len(passphrase) < self._shortest, passphrase != self.again.text()
        too_short = self._words.text("screens.joining.too_short", shortest=self._shortest)
        self.first.show_error(too_short if is_short else "")
        self.again.show_error(self._words.text("screens.joining.differs") if differs and not is_short else "")
        if not is_short and not differs:
            self.go.set_busy(self._words.text("screens.joining.making"))
            self.chosen.emit(passphrase)


class JoiningView(BrandedPage):
    """Loads an invitation and joins; says how the request stands."""

    joining = Signal(str, Path)  # the operator's name, the invitation file

    def __init__(self, words: Words, *, invitation: Path | None = None) -> None:
        super().__init__(
            words,
            title=words.text("screens.joining.title"),
            quiet=words.text("screens.joining.quiet"),
        )
        self._words = words
        self._path = invitation
        mark = words.text("screens.joining.required")
        self.operator = TextField(
            words.text("screens.joining.operator"),
            required_mark=mark,
            example=words.text("screens.joining.operator_example"),
        )
        self.file = IconLabel("", icon="hard-drive-upload", tone=Tone.OFF, role=TextRole.SMALL)
        self.pick = Button(words.text("screens.joining.pick"), kind=ButtonKind.SOFT)
        self.go = Button(words.text("screens.joining.join"), kind=ButtonKind.PRIMARY, size=ButtonSize.BIG)
        for widget in (self.operator, self.file, self.pick, self.notice, self.go):
            self.card.body.addWidget(widget)
        self.pick.clicked.connect(self._pick)
        self.go.clicked.connect(self._join)
        self._show_file()
        self.setFocusProxy(self.operator.input)

    def show_waiting(self) -> None:
        """The office has the request and has not answered yet."""
        self.show_notice("")
        self.go.set_busy(self._words.text("screens.joining.waiting"))

    def show_refusal(self, sentence: str) -> None:
        self.go.set_idle()
        self.show_notice(sentence)

    def _pick(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(self, self._words.text("screens.joining.pick"), "", "*.qjy")
        if chosen:
            self.choose_file(Path(chosen))

    def choose_file(self, invitation: Path) -> None:
        self._path = invitation
        self._show_file()

    def _show_file(self) -> None:
        name = self._path.name if self._path else self._words.text("screens.joining.no_file")
        self.file.set_text(name)

    def _join(self) -> None:
        name = self.operator.text().strip()
        self.operator.show_error("" if name else self._words.text("screens.joining.operator_missing"))
        if self._path is None:
            self.show_notice(self._words.text("screens.joining.file_missing"))
        elif name:
            self.show_waiting()
            self.joining.emit(name, self._path)
