"""Any number of answers, as cards to tick; kept in the order of the list, as forms expect."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QPixmap, QResizeEvent
from PySide6.QtWidgets import QVBoxLayout

from desktop.components.option_card import OptionCheck, OptionGrid
from desktop.form_entry.questions.option_columns import NO_PICTURES, fitting_columns
from desktop.form_entry.questions.question_input import QuestionInput
from forms import Choice

_KEYS = 9


class SelectMany(QuestionInput):
    """Cards with number keys; each press adds or takes away."""

    def __init__(
        self, choices: Sequence[Choice], *, columns: int = 0, pictures: Mapping[str, QPixmap] = NO_PICTURES
    ) -> None:
        super().__init__()
        self._columns = columns
        self._cards = {
            choice.value: OptionCheck(
                choice.label,
                key_number=number if number <= _KEYS else 0,
                picture=pictures.get(choice.value),
            )
            for number, choice in enumerate(choices, start=1)
        }
        self._grid = OptionGrid(tuple(self._cards.values()))
        for card in self._cards.values():
            card.toggled.connect(self._announce)
            self.watch(card)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._grid)

    def show_text(self, text: str) -> None:
        chosen = set(text.split())
        for value, card in self._cards.items():
            with QSignalBlocker(card):
                card.setChecked(value in chosen)

    def show_problem(self, sentence: str) -> None:
        for card in self._cards.values():
            card.show_problem(sentence)

    def name(self, label: str) -> None:
        self._grid.setAccessibleName(label)

    def take_focus(self) -> None:
        next(iter(self._cards.values())).setFocus(Qt.FocusReason.ShortcutFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 — Qt's name
        super().resizeEvent(event)
        self._grid.set_columns(
            fitting_columns(tuple(self._cards.values()), width=event.size().width(), wanted=self._columns)
        )

    def _announce(self) -> None:
        self.answered.emit(" ".join(value for value, card in self._cards.items() if card.isChecked()))
