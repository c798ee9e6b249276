"""Showing a masked record in full: a purpose is asked first, and the record masks itself again in time."""

from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.components.buttons import Button, ButtonKind, ButtonSize
from desktop.components.icon_label import IconLabel
from desktop.components.labels import Label
from desktop.tokens import TextRole, Tone
from resources.words import Words

SHOWN_SECONDS: Final = 30
MOST_LETTERS: Final = 60


@dataclass(frozen=True, slots=True)
class RevealStanding:
    """How far the asking has come: what is typed as a purpose, and how long all is shown yet."""

    purpose: str | None  # None while nothing is asked
    shown_ms: int
    is_waiting: bool = False  # the purpose was given, and the answer of the store is awaited


class RevealPrompt(QWidget):
    """A quiet line: first a button, then one question, then how long it lasts."""

    asked = Signal(str)  # the purpose
    ended = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words, self._is_waiting = words, False
        self.button = Button(self._say("reveal"), kind=ButtonKind.GHOST, size=ButtonSize.SMALL)
        self.button.clicked.connect(self._begin)
        self.purpose = QLineEdit()
        self.purpose.setMaxLength(MOST_LETTERS)
        self.purpose.setPlaceholderText(self._say("reveal_hint"))
        self.purpose.setAccessibleName(self._say("reveal_why"))
        self.purpose.returnPressed.connect(self._ask)
        self.purpose.installEventFilter(self)
        self.confirm = Button(self._say("reveal_act"), kind=ButtonKind.SOFT, size=ButtonSize.SMALL)
        self.confirm.clicked.connect(self._ask)
        self.confirm.setEnabled(False)
        self.purpose.textChanged.connect(lambda text: self.confirm.setEnabled(bool(text.strip())))
        self._question = QWidget()
        column = QVBoxLayout(self._question)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(Label(self._say("reveal_why"), role=TextRole.SMALL, tone="ink2"))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.purpose, 1)
        row.addWidget(self.confirm)
        column.addLayout(row)
        self._open = QWidget()
        shown = QHBoxLayout(self._open)
        shown.setContentsMargins(0, 0, 0, 0)
        shown.addWidget(IconLabel(self._say("revealed"), icon="info", tone=Tone.INFO), 1)
        self.end = Button(self._say("hide"), kind=ButtonKind.GHOST, size=ButtonSize.SMALL)
        self.end.clicked.connect(self.ended)
        shown.addWidget(self.end)
        self._masks = QTimer(self)
        self._masks.setSingleShot(True)
        self._masks.timeout.connect(self.ended)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._question)
        outer.addWidget(self._open)
        self._question.hide()
        self._open.hide()

    def show_state(self, *, is_shown: bool) -> None:
        """Follow the record: in full, or masked."""
        self.button.setVisible(not is_shown)
        self._open.setVisible(is_shown)
        self._question.hide()
        if not is_shown:
            self._masks.stop()
        elif not self._masks.isActive():
            self._masks.start(SHOWN_SECONDS * 1000)

    @property
    def standing(self) -> RevealStanding:
        """Say how far the asking has come."""
        purpose = None if self._question.isHidden() else self.purpose.text()
        return RevealStanding(purpose, max(0, self._masks.remainingTime()), self._is_waiting)

    def take_up(self, standing: RevealStanding) -> None:
        """Go on where the prompt was that this one replaces."""
        if standing.shown_ms and self._masks.isActive():
            self._masks.start(standing.shown_ms)
        if standing.is_waiting and not self._open.isHidden():
            self.end.setFocus(Qt.FocusReason.OtherFocusReason)  # the field with the purpose is gone
        if standing.purpose is not None and self._open.isHidden():
            self._open_question()
            self.purpose.setText(standing.purpose)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 — Qt's name
        is_escape = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if watched is self.purpose and is_escape and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
        if watched is self.purpose and is_escape and event.type() == QEvent.Type.KeyPress:
            self.show_state(is_shown=False)
            self.button.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        return super().eventFilter(watched, event)

    def _begin(self) -> None:
        self.purpose.clear()
        self._open_question()
        self.purpose.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_question(self) -> None:
        self.button.hide()
        self._question.show()

    def _ask(self) -> None:
        purpose = self.purpose.text().strip()
        if purpose:
            self._is_waiting = True
            self.asked.emit(purpose)

    def _say(self, key: str) -> str:
        return self._words.text(f"screens.record.{key}")
