"""The card of this computer's keys: by what the city knows it, new ones, and beginning anew."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.components.buttons import Button, ButtonKind
from desktop.components.card import Card
from desktop.components.icon_label import IconLabel
from desktop.components.labels import Label
from desktop.settings.key_words import KeyPage
from desktop.tokens import TextRole, Tone
from resources.words import Words


class KeysCard(Card):
    """Shows the keys and reports what is wanted; the office compares the numbers on the telephone."""

    rotate_chosen = Signal()
    anew_chosen = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__(spacing=12)
        text = words.text
        self.add_heading(text("screens.device.keys_heading"))
        self._values = {
            name: Label(role=TextRole.SMALL, wrap=True) for name in ("suite", "signing", "sealing", "since")
        }
        for name, value in self._values.items():
            self.body.addWidget(_named(text(f"screens.device.keys_{name}"), value))
        self._waiting = IconLabel("", icon="clock", tone=Tone.INFO)
        self.body.addWidget(self._waiting)
        self.rotate = Button(text("screens.device.keys_rotate"), kind=ButtonKind.SOFT, icon="refresh-cw")
        self.anew = Button(text("screens.device.anew"), kind=ButtonKind.DEFAULT)
        self.rotate.clicked.connect(self.rotate_chosen)
        self.anew.clicked.connect(self.anew_chosen)
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        buttons.addWidget(self.rotate)
        buttons.addWidget(self.anew)
        buttons.addStretch(1)
        self.body.addLayout(buttons)
        quiet = text("screens.device.keys_quiet")
        self.body.addWidget(Label(quiet, role=TextRole.CAPTION, tone="ink2", wrap=True))
        self.hide()

    def show_keys(self, page: KeyPage | None) -> None:
        """Show the keys, or nothing before this computer has joined."""
        if page is not None:
            for name, label in self._values.items():
                label.setText(getattr(page, name))
            self._waiting.set_text(page.waiting)
            self._waiting.setVisible(bool(page.waiting))
        self.setVisible(page is not None)


def _named(name: str, value: Label) -> QWidget:
    panel = QWidget()
    column = QVBoxLayout(panel)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    column.addWidget(Label(name, role=TextRole.CAPTION, tone="ink2"))
    column.addWidget(value)
    value.setAccessibleName(name)
    return panel
