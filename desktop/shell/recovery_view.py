"""A forgotten secret, in two pages: choose a new one and ask; take the answer and come in.

The request is a code another camera can read, or a file; the answer comes as a file. Both
pages can be left at any time, and the second is shown again as long as an answer is awaited.
"""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.codecard.code_picture import CodePicture
from desktop.components.buttons import Button, ButtonKind
from desktop.components.handing_on import hand_focus_on
from desktop.components.icon_label import IconLabel
from desktop.components.text_field import TextField
from desktop.file_asking import FilePurpose, ask_for_file, ask_where_to_save
from desktop.shell.branded_page import BrandedPage
from desktop.shell.secret_form import NewSecret, SecretForm
from desktop.tokens import Tone
from resources.words import Words


def _side_by_side(*buttons: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(12)
    for button in buttons:
        row.addWidget(button)
    row.addStretch(1)
    return row


class AskView(BrandedPage):
    """Chooses the secret the answer will be opened with."""

    chosen = Signal(NewSecret)
    left = Signal()

    def __init__(self, words: Words, *, operator: str, has_keychain: bool) -> None:
        text = words.text
        super().__init__(
            words,
            title=text("screens.recovery.title"),
            quiet=text("screens.recovery.quiet", operator=operator),
        )
        self._words = words
        self.form = SecretForm(words, has_keychain=has_keychain)
        self.go = Button(text("screens.recovery.ask"), kind=ButtonKind.PRIMARY)
        back = Button(text("screens.recovery.back"), kind=ButtonKind.GHOST)
        self.card.body.addWidget(self.form)
        self.card.body.addWidget(self.notice)
        self.card.body.addLayout(_side_by_side(self.go, back))
        self.go.clicked.connect(self._enter)
        self.form.entered.connect(self._enter)
        back.clicked.connect(self.left)
        hand_focus_on(self, self.form.first.input)

    def refuse(self, sentence: str) -> None:
        self.go.set_idle()
        self.show_notice(sentence)

    def _enter(self) -> None:
        self.show_notice("")
        secret = self.form.read()
        if secret is not None:
            self.go.set_busy(self._words.text("screens.recovery.asking"))
            self.chosen.emit(secret)


class AnswerView(BrandedPage):
    """Shows the request, and takes the answer with the secret chosen then."""

    answered = Signal(Path, str)  # the answer file, the secret
    asked_again = Signal()
    left = Signal()

    def __init__(self, words: Words, *, request: str) -> None:
        text = words.text
        super().__init__(
            words, title=text("screens.recovery.wait_title"), quiet=text("screens.recovery.wait_quiet")
        )
        self._words, self._request = words, request
        self._path: Path | None = None
        self.code = CodePicture(name=text("screens.recovery.code"), side=216)
        self.code.show_text(request)
        save = Button(text("screens.recovery.save"), kind=ButtonKind.SOFT, icon="save")
        pick = Button(text("screens.recovery.pick"), kind=ButtonKind.SOFT, icon="usb")
        self.file = IconLabel(text("screens.recovery.no_answer"), icon="usb", tone=Tone.OFF)
        self.secret = TextField(text("screens.recovery.secret"), is_secret=True)
        self.go = Button(text("screens.recovery.open"), kind=ButtonKind.PRIMARY)
        again = Button(text("screens.recovery.again"), kind=ButtonKind.GHOST)
        back = Button(text("screens.recovery.back"), kind=ButtonKind.GHOST)
        body = self.card.body
        files = QVBoxLayout()
        files.setSpacing(12)
        for widget in (save, pick, self.file):
            files.addWidget(widget)
        files.addStretch(1)
        top = QHBoxLayout()
        top.setSpacing(20)
        top.addWidget(self.code, 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(files, 1)
        body.addLayout(top)
        body.addWidget(self.secret)
        body.addWidget(self.notice)
        body.addLayout(_side_by_side(self.go, again, back))
        save.clicked.connect(self._save)
        pick.clicked.connect(self._pick)
        self.go.clicked.connect(self._enter)
        self.secret.input.returnPressed.connect(self._enter)
        again.clicked.connect(self.asked_again)
        back.clicked.connect(self.left)

    def save_to(self, path: Path) -> None:
        """Write the request; it holds nothing that is secret."""
        try:
            path.write_text(self._request, encoding="ascii")
        except OSError:
            self.show_notice(self._words.error("copy-place-read-only").next_step)
            return
        self.show_notice("")
        saved = self._words.text("screens.recovery.saved", file=path.name)
        self.file.show_status(saved, icon="circle-check", tone=Tone.OK)

    def choose_answer(self, path: Path) -> None:
        self._path = path
        self.file.show_status(path.name, icon="usb", tone=Tone.OFF)
        self.secret.input.setFocus()

    def refuse(self, sentence: str) -> None:
        self.go.set_idle()
        self.secret.set_text("")
        self.show_notice(sentence)

    def _save(self) -> None:
        text = self._words.text
        chosen = ask_where_to_save(
            self, FilePurpose.RECOVERY, text("screens.recovery.save"), name=text("screens.recovery.file")
        )
        if chosen is not None:
            self.save_to(chosen)

    def _pick(self) -> None:
        chosen = ask_for_file(self, FilePurpose.RECOVERY, self._words.text("screens.recovery.pick"))
        if chosen is not None:
            self.choose_answer(chosen)

    def _enter(self) -> None:
        if self._path is None:
            missing = self._words.text("screens.recovery.no_answer")
            self.file.show_status(missing, icon="circle-alert", tone=Tone.DANGER)
            return
        self.file.show_status(self._path.name, icon="usb", tone=Tone.OFF)
        is_typed = bool(self.secret.text())
        self.secret.show_error("" if is_typed else self._words.text("screens.recovery.secret_missing"))
        if is_typed:
            self.show_notice("")
            self.go.set_busy(self._words.text("screens.recovery.opening"))
            self.answered.emit(self._path, self.secret.text())
