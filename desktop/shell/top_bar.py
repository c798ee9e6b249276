"""The top of a page: its title, one grey sentence, an action, and the state of the exchange."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.components.buttons import Button, ButtonKind
from desktop.components.chip import Chip, ChipButton
from desktop.components.labels import ElidedLabel
from desktop.tokens import TextRole, Tone
from resources.words import Words


class TopBar(QWidget):
    """One bar for all pages; what it says changes with the page."""

    action_chosen = Signal()
    sync_chosen = Signal()
    menu_chosen = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.menu = Button(words.text("screens.shell.menu"), icon="menu")
        self.menu.clicked.connect(self.menu_chosen)
        self.menu.hide()
        self.title = ElidedLabel(role=TextRole.H1)
        self.sentence = ElidedLabel(role=TextRole.SMALL, tone="ink2")
        self.action = Button("", kind=ButtonKind.PRIMARY)
        self.action.clicked.connect(self.action_chosen)
        self.action.hide()
        self.sync_chip = ChipButton("", tone=Tone.OFF, icon="cloud-off")
        self.sync_chip.clicked.connect(self.sync_chosen)
        self.scanner_chip = Chip("", tone=Tone.OK, icon="barcode")
        self.scanner_chip.hide()
        titles = QVBoxLayout()
        titles.setSpacing(0)
        titles.addWidget(self.title)
        titles.addWidget(self.sentence)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.menu, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addLayout(titles, 1)
        row.addWidget(self.action, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.scanner_chip, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.sync_chip, 0, Qt.AlignmentFlag.AlignVCenter)

    def show_heading(self, title: str, *, sentence: str) -> None:
        self.title.setText(title)
        self.sentence.setText(sentence)
        self.sentence.setVisible(bool(sentence))

    def show_scanner(self, text: str) -> None:
        """Say that a scanner gun is there; nobody can know before it was heard."""
        self.scanner_chip.show_status(text, tone=Tone.OK, icon="barcode")
        self.scanner_chip.setVisible(bool(text))

    def show_action(self, text: str, *, icon: str = "", key_hint: str = "", is_primary: bool = True) -> None:
        """Offer one action at the right; an empty text takes it away."""
        self.action.setVisible(bool(text))
        self.action.set_text(text)
        self.action.set_icon(icon)
        self.action.set_key_hint(key_hint)
        self.action.set_kind(ButtonKind.PRIMARY if is_primary else ButtonKind.DEFAULT)
