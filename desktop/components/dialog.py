"""The one dialog, for what cannot be taken back: a question over a dimmed page.

It lies inside the window (no second window, no shadow). The buttons name the act;
Escape and the default button are the safe choice.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.components.buttons import Button, ButtonKind
from desktop.components.card import Card
from desktop.components.labels import Label
from desktop.components.scrim import Scrim
from desktop.theme import current_theme
from desktop.tokens import TextRole


class ScrimDialog(Scrim):
    """Asks one question; `answered(True)` means the act was chosen."""

    answered = Signal(bool)

    def __init__(self, parent: QWidget, *, question: str, explanation: str, act: str, safe: str) -> None:
        super().__init__(parent)
        self.setAccessibleName(question)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._safe = Button(safe, kind=ButtonKind.DEFAULT)
        self._act = Button(act, kind=ButtonKind.DANGER)
        self._safe.clicked.connect(lambda: self._answer(chosen=False))
        self._act.clicked.connect(lambda: self._answer(chosen=True))
        card = Card(padding=24, spacing=12, ground="dialog")
        card.setMaximumWidth(current_theme().px(480))
        card.body.addWidget(Label(question, role=TextRole.H2, wrap=True))
        card.body.addWidget(Label(explanation, role=TextRole.BODY, tone="ink2", wrap=True))
        buttons = QHBoxLayout()
        buttons.setSpacing(12)
        buttons.addStretch(1)
        buttons.addWidget(self._act)
        buttons.addWidget(self._safe)
        card.body.addSpacing(8)
        card.body.addLayout(buttons)
        column = QVBoxLayout(self)
        column.addStretch(1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(card, 10)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)

    def ask(self) -> None:
        self.rise(self._safe)

    def withdraw(self) -> None:
        """Take the question away as if the safe choice had been made: the door closes over the page."""
        if self.isVisible():
            self._answer(chosen=False)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 — Qt's name
        if event.key() == Qt.Key.Key_Escape:
            self._answer(chosen=False)
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            focused = self._act if self._act.hasFocus() else self._safe
            focused.click()
            return
        super().keyPressEvent(event)

    def _answer(self, *, chosen: bool) -> None:
        self.sink()
        self.answered.emit(chosen)
