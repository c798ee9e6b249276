"""One answer of many: typing finds it, by its words, its reading or the initials of the reading."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer
from PySide6.QtGui import QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QListView, QVBoxLayout

from desktop.form_entry.questions.choice_pictures import ChoicePictures, PicturedModel
from desktop.form_entry.questions.question_input import QuestionInput, mark_invalid
from desktop.form_entry.questions.search_text import search_text
from forms import Choice

_VALUE: Final = int(Qt.ItemDataRole.UserRole)
_SOUGHT: Final = int(Qt.ItemDataRole.UserRole) + 1
_MOST_SHOWN: Final = 9


class _Finder(QCompleter):
    """Looks in what a choice is found by, and writes its words."""

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:  # noqa: N802 — Qt's name
        return str(index.data(Qt.ItemDataRole.DisplayRole))


class SelectOneSearch(QuestionInput):
    """A field that is a list as well: opened by the arrow, narrowed by typing."""

    is_wide = False

    def __init__(
        self, choices: Sequence[Choice], *, invitation: str, pictures: ChoicePictures | None = None
    ) -> None:
        super().__init__()
        self._labels = {choice.value: choice.label for choice in choices}
        self._shown = ""
        self.field = QComboBox()
        self.field.setEditable(True)
        self.field.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.field.setMinimumContentsLength(8)
        # The wheel scrolls the page, it does not change answers.
        self.field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        model = PicturedModel(pictures, self) if pictures else QStandardItemModel(self)
        for choice in choices:
            item = QStandardItem(choice.label)
            item.setData(choice.value, _VALUE)
            model.appendRow(item)
        self._model, self._is_findable = model, False
        self.field.setModel(model)
        self.field.setCurrentIndex(-1)
        self.line.setPlaceholderText(invitation)
        # Before the finder hears of a key, which looks in what is made ready here.
        self.line.textEdited.connect(self.make_findable)
        finder = _Finder(model, self)
        finder.setCompletionRole(_SOUGHT)
        finder.setFilterMode(Qt.MatchFlag.MatchContains)
        finder.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        finder.setMaxVisibleItems(_MOST_SHOWN)
        self.field.setCompleter(finder)
        if pictures:
            self.field.setIconSize(pictures.size)
            for rows in (self.field.view(), finder.popup()):
                if isinstance(rows, QListView):
                    rows.setUniformItemSizes(True)  # else every picture is read to measure the list
        finder.activated.connect(lambda _words: self._settle())
        self.field.activated.connect(lambda index: self._choose(str(self.field.itemData(index, _VALUE))))
        self.line.editingFinished.connect(self._settle)
        self.watch(self.field)
        self.watch(self.line)
        self.setFocusProxy(self.field)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.field)

    @property
    def line(self) -> QLineEdit:
        line = self.field.lineEdit()
        if line is None:
            raise RuntimeError("a list that is typed in has a line")
        return line

    def make_findable(self) -> None:
        """Spell what the choices are found by; a long list nobody looks into is never spelled."""
        if self._is_findable:
            return
        self._is_findable = True
        for row in range(self._model.rowCount()):
            item = self._model.item(row)
            item.setData(search_text(item.text(), str(item.data(_VALUE))), _SOUGHT)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 — Qt's name
        if event.type() == QEvent.Type.FocusIn and not self._is_findable:
            QTimer.singleShot(0, self, self.make_findable)
        return super().eventFilter(watched, event)

    def show_text(self, text: str) -> None:
        self._shown = text
        if not self.line.hasFocus():
            self._show(text)

    def show_problem(self, sentence: str) -> None:
        self.field.setAccessibleDescription(sentence)
        mark_invalid(self.field, is_invalid=bool(sentence))

    def name(self, label: str) -> None:
        self.field.setAccessibleName(label)
        self.line.setAccessibleName(label)

    def _choose(self, value: str) -> None:
        self._show(value)
        if value != self._shown:
            self._shown = value
            self.answered.emit(value)

    def _settle(self) -> None:
        """Take what was typed whole, clear what was emptied, and forget what is no choice."""
        typed = self.line.text().strip().lower()
        if not typed:
            self._choose("")
            return
        if typed == self._labels.get(self._shown, "").lower():
            return
        whole = [value for value, label in self._labels.items() if typed == label.lower()]
        near = whole or [value for value, label in self._labels.items() if typed in search_text(label, value)]
        # One choice left is what was meant; of several none is guessed.
        self._choose(near[0] if len(near) == 1 else self._shown)

    def _show(self, value: str) -> None:
        self.field.setCurrentIndex(self.field.findData(value, _VALUE) if value else -1)
        self.line.setText(self._labels.get(value, ""))
        self.line.setCursorPosition(0)
        self.field.setToolTip(self.line.text())
