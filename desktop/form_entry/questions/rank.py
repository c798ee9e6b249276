"""An order to be made: the choices as a list, each moved up or down by a key or a button."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QListWidget, QListWidgetItem, QVBoxLayout

from desktop.components.buttons import Button, ButtonKind
from desktop.components.labels import Label
from desktop.form_entry.questions.choice_delegate import ChoiceDelegate, row_height
from desktop.form_entry.questions.choice_pictures import ChoicePictures
from desktop.form_entry.questions.question_input import QuestionInput
from desktop.tokens import TextRole
from forms import Choice
from resources.words import Words

_MOST_ROWS: Final = 8


class RankList(QListWidget):
    """A list whose rows are moved with Ctrl and the arrow keys, too."""

    def __init__(self, owner: "RankInput") -> None:
        super().__init__()
        self._owner = owner

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 — Qt's name
        ways = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.key() in ways and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._owner.move_row(ways[Qt.Key(event.key())])
            return
        super().keyPressEvent(event)


class RankInput(QuestionInput):
    """Unanswered until the order was moved or confirmed."""

    def __init__(
        self, choices: Sequence[Choice], words: Words, *, pictures: ChoicePictures | None = None
    ) -> None:
        super().__init__()
        self._choices, self._words = tuple(choices), words
        self.list = RankList(self)
        self.list.setItemDelegate(ChoiceDelegate(self.list, pictures))
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.list.setFixedHeight(min(_MOST_ROWS, len(self._choices)) * row_height(pictures) + 2)
        self.up = Button(words.text("screens.form.rank.up"))
        self.down = Button(words.text("screens.form.rank.down"))
        self.confirm = Button(words.text("screens.form.rank.confirm"), kind=ButtonKind.SOFT, icon="check")
        self.up.clicked.connect(lambda: self.move_row(-1))
        self.down.clicked.connect(lambda: self.move_row(1))
        self.confirm.clicked.connect(self._announce)
        hint = Label(words.text("screens.form.rank.hint"), role=TextRole.CAPTION, tone="ink2")
        row = QHBoxLayout()
        row.setSpacing(10)
        for button in (self.up, self.down, self.confirm):
            row.addWidget(button)
            self.watch(button)
        row.addStretch(1)
        row.addWidget(hint)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.list)
        column.addLayout(row)
        self.watch(self.list)
        self.setFocusProxy(self.list)
        self._fill([choice.value for choice in self._choices], row=0)

    def show_text(self, text: str) -> None:
        self.confirm.setVisible(not text)
        wanted = text.split() or [choice.value for choice in self._choices]
        if wanted != self._order():
            self._fill(wanted, row=max(0, self.list.currentRow()))

    def name(self, label: str) -> None:
        self.list.setAccessibleName(label)
        for button in (self.up, self.down, self.confirm):
            button.setAccessibleName(f"{label} {button.text()}")

    def move_row(self, by: int) -> None:
        """Move the chosen row; the order is the answer from then on."""
        order, row = self._order(), self.list.currentRow()
        if not 0 <= row + by < len(order):
            return
        order.insert(row + by, order.pop(row))
        self._fill(order, row=row + by)
        self._announce()

    def _announce(self) -> None:
        self.answered.emit(" ".join(self._order()))

    def _order(self) -> list[str]:
        return [str(self.list.item(row).data(Qt.ItemDataRole.UserRole)) for row in range(self.list.count())]

    def _fill(self, order: Sequence[str], *, row: int) -> None:
        labels = {choice.value: choice.label for choice in self._choices}
        self.list.clear()
        for value in order:
            item = QListWidgetItem(labels.get(value, value))
            item.setData(Qt.ItemDataRole.UserRole, value)
            self.list.addItem(item)
        self.list.setCurrentRow(row)
