"""The top of a form: the way back, about whom, whether it is kept, and how far along."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.components.badge import Avatar
from desktop.components.buttons import Button, ButtonKind
from desktop.components.card import surface
from desktop.components.chip import Chip
from desktop.components.progress import ProgressBar
from desktop.components.rows import TwoLines
from desktop.form_entry.form_screen import FormHeader, SaveState
from desktop.tokens import TextRole, Tone
from resources.words import Words

_SAVE_LOOKS = {
    SaveState.CLEAN: (Tone.OFF, ""),
    SaveState.SAVING: (Tone.OFF, "loader"),
    SaveState.SAVED: (Tone.OK, "save"),
    SaveState.FAILED: (Tone.DANGER, "circle-alert"),
}


class FormHeaderBar(QWidget):
    """Docked above the questions."""

    back_chosen = Signal()

    def __init__(self, header: FormHeader, words: Words) -> None:
        super().__init__()
        self._words = words
        self.subject = _in_one_line(header.name, header.detail)
        self.masked_subject = _in_one_line(header.name, header.paper_detail or header.detail)
        back = Button(words.text("screens.form.back"), kind=ButtonKind.GHOST, icon="arrow-left")
        back.clicked.connect(self.back_chosen)
        self._saved = Chip("", tone=Tone.OK, icon="save", is_filled=False)
        self._network = Chip("", tone=Tone.OFF, icon="cloud-off")
        self._bar = ProgressBar(name=words.text("screens.form.progress"), thickness=5)
        ground = surface("panel")
        row = QHBoxLayout(ground)
        row.setContentsMargins(20, 10, 24, 10)
        row.setSpacing(14)
        row.addWidget(back)
        row.addWidget(Avatar(header.name, tone=Tone.BRICK, size=44))
        row.addWidget(TwoLines(header.name, header.detail, role=TextRole.H3), 1)
        row.addWidget(self._saved)
        row.addWidget(self._network)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(ground)
        column.addWidget(self._bar)
        self.show_network(is_online=False)

    def show_saved(self, state: SaveState, text: str) -> None:
        tone, icon = _SAVE_LOOKS[state]
        self._saved.show_status(text, tone=tone, icon=icon if text else "")

    def show_network(self, *, is_online: bool) -> None:
        text = self._words.text(f"screens.form.{'online' if is_online else 'offline'}")
        icon, tone = ("cloud-check", Tone.OK) if is_online else ("cloud-off", Tone.OFF)
        self._network.show_status(text, tone=tone, icon=icon)

    def show_share(self, share: float) -> None:
        self._bar.set_share(share)


def _in_one_line(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
