"""Many choices of which several apply: a list to tick, narrowed by typing, and what was ticked above it."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QModelIndex, QSignalBlocker, QSortFilterProxyModel, Qt, Signal
from PySide6.QtGui import QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QLineEdit, QListView, QVBoxLayout

from desktop.components.labels import Label
from desktop.form_entry.questions.choice_delegate import ChoiceDelegate, row_height
from desktop.form_entry.questions.choice_pictures import ChoicePictures
from desktop.form_entry.questions.question_input import QuestionInput, mark_invalid
from desktop.form_entry.questions.search_text import search_text
from desktop.tokens import TextRole
from forms import Choice
from resources.words import Words

_VALUE: Final = int(Qt.ItemDataRole.UserRole)
_SOUGHT: Final = int(Qt.ItemDataRole.UserRole) + 1
_ROWS: Final = 5


class TickList(QListView):
    """A list whose space bar ticks the row it is on."""

    ticked = Signal(QModelIndex)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 — Qt's name
        if event.key() == Qt.Key.Key_Space and self.currentIndex().isValid():
            self.ticked.emit(self.currentIndex())
            return
        super().keyPressEvent(event)


class SelectManySearch(QuestionInput):
    """A field to look for a choice, and the choices; a press or the space bar ticks one."""

    def __init__(
        self, choices: Sequence[Choice], words: Words, *, pictures: ChoicePictures | None = None
    ) -> None:
        super().__init__()
        self._words = words
        self._model = QStandardItemModel(self)
        for choice in choices:
            item = QStandardItem(choice.label)
            # Not "user checkable": Qt would tick only by its small box, we take the whole row.
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            item.setCheckState(Qt.CheckState.Unchecked)
            item.setData(choice.value, _VALUE)
            item.setData(search_text(choice.label, choice.value), _SOUGHT)
            self._model.appendRow(item)
        self._found = QSortFilterProxyModel(self)
        self._found.setSourceModel(self._model)
        self._found.setFilterRole(_SOUGHT)
        self._found.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.field = QLineEdit()
        self.field.setPlaceholderText(words.text("screens.form.search"))
        self.field.textEdited.connect(self._found.setFilterFixedString)
        self.list = TickList()
        self.list.setModel(self._found)
        self.list.setItemDelegate(ChoiceDelegate(self.list, pictures))
        self.list.setUniformItemSizes(True)
        self.list.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.list.setFixedHeight(min(_ROWS, len(choices)) * row_height(pictures) + 2)
        self.list.clicked.connect(self._toggle)
        self.list.ticked.connect(self._toggle)
        self._chosen = Label(role=TextRole.SMALL, tone="primary", wrap=True)
        self._model.itemChanged.connect(lambda _: self._announce())
        self.watch(self.field)
        self.watch(self.list)
        self.setFocusProxy(self.field)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in (self._chosen, self.field, self.list):
            column.addWidget(widget)
        self._tell()

    def show_text(self, text: str) -> None:
        chosen = set(text.split())
        with QSignalBlocker(self._model):
            for item in self._items():
                is_chosen = item.data(_VALUE) in chosen
                item.setCheckState(Qt.CheckState.Checked if is_chosen else Qt.CheckState.Unchecked)
        self._tell()
        self.list.viewport().update()

    def show_problem(self, sentence: str) -> None:
        self.list.setAccessibleDescription(sentence)
        self.field.setAccessibleDescription(sentence)
        mark_invalid(self.field, is_invalid=bool(sentence))

    def name(self, label: str) -> None:
        self.list.setAccessibleName(label)
        self.field.setAccessibleName(f"{label} {self.field.placeholderText()}")

    def _toggle(self, index: QModelIndex) -> None:
        item = self._model.itemFromIndex(self._found.mapToSource(index))
        item.setCheckState(_other(item.checkState()))

    def _announce(self) -> None:
        self._tell()
        self.answered.emit(" ".join(str(item.data(_VALUE)) for item in self._ticked()))

    def _tell(self) -> None:
        labels = [item.text() for item in self._ticked()]
        for_none = self._words.text("screens.form.none_chosen")
        self._chosen.setText(self._words.text("screens.form.comma").join(labels) or for_none)

    def _ticked(self) -> list[QStandardItem]:
        return [item for item in self._items() if item.checkState() is Qt.CheckState.Checked]

    def _items(self) -> list[QStandardItem]:
        return [self._model.item(row) for row in range(self._model.rowCount())]


def _other(state: Qt.CheckState) -> Qt.CheckState:
    return Qt.CheckState.Unchecked if state is Qt.CheckState.Checked else Qt.CheckState.Checked
