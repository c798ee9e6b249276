"""One answer of several: whole cards while they fit, a list to open when they do not."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, QSignalBlocker, Qt
from PySide6.QtGui import QKeyEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QComboBox, QVBoxLayout

from desktop.components.option_card import OptionGrid, OptionRadio
from desktop.form_entry.questions.option_columns import NO_PICTURES, fitting_columns, label_width
from desktop.form_entry.questions.question_input import QuestionInput, mark_invalid
from forms import Choice

_KEYS = 9
_PAIR = 2
_SHORT = 6
_HALF_ROW = 12  # Chinese characters


class SelectOneCards(QuestionInput):
    """Cards with number keys."""

    def __init__(
        self, choices: Sequence[Choice], *, columns: int = 0, pictures: Mapping[str, QPixmap] = NO_PICTURES
    ) -> None:
        super().__init__()
        self._columns = columns
        # 是 and 否 need no more room than a line of text, and stand beside one.
        self.is_wide = (
            bool(pictures) or len(choices) > _PAIR or any(len(choice.label) > _SHORT for choice in choices)
        )
        self._cards = {
            choice.value: OptionRadio(
                choice.label,
                key_number=number if number <= _KEYS else 0,
                picture=pictures.get(choice.value),
            )
            for number, choice in enumerate(choices, start=1)
        }
        self._grid = OptionGrid(tuple(self._cards.values()))
        for value, card in self._cards.items():
            card.toggled.connect(lambda is_on, value=value: self._choose(value, is_on=is_on))
            self.watch(card)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._grid)

    def show_text(self, text: str) -> None:
        for value, card in self._cards.items():
            with QSignalBlocker(card):
                # A lone radio button cannot be switched off while its group insists on one.
                card.setAutoExclusive(False)
                card.setChecked(value == text)
                card.setAutoExclusive(True)

    def show_problem(self, sentence: str) -> None:
        for card in self._cards.values():
            card.show_problem(sentence)

    def name(self, label: str) -> None:
        self._grid.setAccessibleName(label)

    def take_focus(self) -> None:
        cards = list(self._cards.values())
        chosen = next((card for card in cards if card.isChecked()), cards[0])
        chosen.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 — Qt's name
        super().resizeEvent(event)
        self._grid.set_columns(
            fitting_columns(tuple(self._cards.values()), width=event.size().width(), wanted=self._columns)
        )

    def _choose(self, value: str, *, is_on: bool) -> None:
        if is_on:
            self.answered.emit(value)


class SelectOneList(QuestionInput):
    """A list to open; the number keys choose among the first nine, typing jumps to an answer."""

    def __init__(self, choices: Sequence[Choice], *, invitation: str) -> None:
        super().__init__()
        # What was chosen must be read whole beside the arrow.
        self.is_wide = any(label_width(choice.label) > _HALF_ROW for choice in choices)
        self.field = QComboBox()
        self.field.setPlaceholderText(invitation)
        self.field.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.field.setMinimumContentsLength(8)
        # The wheel scrolls the page, it does not change answers.
        self.field.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        for choice in choices:
            self.field.addItem(choice.label, choice.value)
        self.field.setCurrentIndex(-1)
        self.field.activated.connect(lambda index: self.answered.emit(str(self.field.itemData(index))))
        self.watch(self.field)
        self.setFocusProxy(self.field)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.field)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 — Qt's name
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress and self._choose(event):
            return True
        return super().eventFilter(watched, event)

    def _choose(self, event: QKeyEvent) -> bool:
        """Take a number key as the place of an answer; say whether it was one."""
        place = "123456789".find(event.text()) if event.text() and not event.isAutoRepeat() else -1
        if not 0 <= place < self.field.count():
            return False
        self.field.setCurrentIndex(place)
        self.field.activated.emit(place)
        return True

    def show_text(self, text: str) -> None:
        self.field.setCurrentIndex(self.field.findData(text) if text else -1)
        self.field.setToolTip(self.field.currentText())

    def show_problem(self, sentence: str) -> None:
        self.field.setAccessibleDescription(sentence)
        mark_invalid(self.field, is_invalid=bool(sentence))

    def name(self, label: str) -> None:
        self.field.setAccessibleName(label)
