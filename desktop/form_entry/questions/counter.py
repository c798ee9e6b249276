"""A small number that is counted up and down by a press, or typed: how many members, how many rooms."""

from PySide6.QtWidgets import QHBoxLayout

from desktop.components.buttons import Button
from desktop.form_entry.questions.text import TextInput
from resources.words import Words


class CounterInput(TextInput):
    """A field between two buttons; it does not go below nothing."""

    def __init__(self, words: Words) -> None:
        super().__init__(example=words.text("screens.form.number_example"), is_digits=True)
        self.fewer, self.more = Button("－"), Button("＋")
        self._names = (words.text("screens.form.counter.fewer"), words.text("screens.form.counter.more"))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.fewer)
        row.addWidget(self.field, 1)
        row.addWidget(self.more)
        self.column.addLayout(row)
        self.fewer.clicked.connect(lambda: self._count(-1))
        self.more.clicked.connect(lambda: self._count(1))
        self.watch(self.fewer)
        self.watch(self.more)

    def name(self, label: str) -> None:
        super().name(label)
        for button, said in zip((self.fewer, self.more), self._names, strict=True):
            button.setAccessibleName(f"{label} {said}")

    def _count(self, by: int) -> None:
        text = self.field.text().strip()
        counted = max(0, (int(text) if text.isdecimal() else 0) + by)
        self.field.setText(str(counted))
        self.answered.emit(str(counted))
