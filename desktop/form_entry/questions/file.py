"""A sound, a film or any other file as an answer: chosen from the disk, kept with the form."""

from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from desktop.components.buttons import Button, ButtonKind
from desktop.components.icon_label import IconLabel
from desktop.components.labels import ElidedLabel
from desktop.form_entry.filled_files import MAX_FILE_BYTES, FileContent
from desktop.form_entry.questions.input_ports import InputPorts
from desktop.form_entry.questions.question_input import QuestionInput
from desktop.tokens import TextRole, Tone
from forms import QuestionKind
from resources.words import Words

_SUFFIXES: Final = {
    QuestionKind.AUDIO: (".m4a", ".mp3", ".wav", ".ogg", ".amr"),
    QuestionKind.VIDEO: (".mp4", ".mov", ".webm", ".avi"),
}
_MEBIBYTE: Final = 1024 * 1024


class FileInput(QuestionInput):
    """A button while there is no file; with one its name, its size and a way to take it away."""

    def __init__(self, kind: QuestionKind, words: Words, ports: InputPorts) -> None:
        super().__init__()
        self._suffixes, self._words, self._ports = _SUFFIXES.get(kind, ()), words, ports
        self._name = ElidedLabel("", role=TextRole.BODY)
        self.choose = Button(self._say("choose"), icon="upload")
        self.remove = Button(self._say("remove"), kind=ButtonKind.GHOST, icon="trash-2")
        self.trouble = IconLabel("", icon="circle-alert", tone=Tone.WARN)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.choose)
        row.addWidget(self._name, 1)
        row.addWidget(self.remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self.trouble)
        self.choose.clicked.connect(self._choose)
        self.remove.clicked.connect(lambda: self.attached.emit(None))
        self.watch(self.choose)
        self.setFocusProxy(self.choose)
        self.show_text("")
        self.trouble.hide()

    def show_text(self, text: str) -> None:
        self._name.setText(text or self._say("limit", size=MAX_FILE_BYTES // _MEBIBYTE))
        self._name.set_tone("ink" if text else "ink2")
        self.remove.setVisible(bool(text))

    def name(self, label: str) -> None:
        self.choose.setAccessibleName(f"{label} {self.choose.text()}")
        self.remove.setAccessibleName(f"{label} {self.remove.text()}")

    def _choose(self) -> None:
        kinds = " ".join(f"*{suffix}" for suffix in self._suffixes) or "*"
        path = self._ports.choose_file(self, self._say("choose"), f"{self._say('kinds')} ({kinds})")
        if path is not None:
            self._take(path)

    def _take(self, path: Path) -> None:
        self.trouble.hide()
        try:
            is_small = path.stat().st_size <= MAX_FILE_BYTES
            content = path.read_bytes() if is_small else b""
        except OSError:
            self._complain("unreadable")
            return
        if not content:
            self._complain("unreadable" if is_small else "too_large")
            return
        self.attached.emit(FileContent(content, path.suffix.lower()))

    def _complain(self, key: str) -> None:
        self.trouble.set_text(self._say(key, size=MAX_FILE_BYTES // _MEBIBYTE))
        self.trouble.show()

    def _say(self, key: str, **values: object) -> str:
        return self._words.text(f"screens.form.file.{key}", **values)
