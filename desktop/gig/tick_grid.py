"""A titled grid of answers to tick, whose cards stay while their words change.

The presenter holds what is ticked; a press only says which card it was, so that a card never shows
what was not taken.
"""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QSignalBlocker, QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.components.icon_label import IconLabel
from desktop.components.labels import ElidedLabel, Label
from desktop.components.option_card import OptionCheck, OptionGrid
from desktop.gig.gig_screen import Tick
from desktop.tokens import TextRole, Tone

_GAP: Final = 10
_COLUMNS: Final = (4, 2)  # three would leave a card alone in its row


class TickGrid(QWidget):
    """`count` cards; fewer ticks leave the last ones empty and hidden."""

    ticked = Signal(str)

    def __init__(self, title: str, *, count: int) -> None:
        super().__init__()
        self._values = [""] * count
        self.cards = tuple(OptionCheck("", key_number=number) for number in range(1, count + 1))
        for index, card in enumerate(self.cards):
            card.clicked.connect(lambda _on, index=index: self.ticked.emit(self._values[index]))
        self._title = Label(title, role=TextRole.H3)
        self._mark = Label("", role=TextRole.CAPTION, tone=Tone.BRICK)
        self._note = ElidedLabel("", role=TextRole.SMALL, tone="ink2")
        self._problem = IconLabel("", icon="circle-alert", tone=Tone.DANGER)
        self._grid = OptionGrid(self.cards, columns=4)
        self._grid.setAccessibleName(title)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._title)
        head.addWidget(self._mark)
        head.addWidget(self._note, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self._grid)
        column.addWidget(self._problem)
        self._problem.hide()

    def mark(self, required_mark: str) -> None:
        """Say beside the title that something must be ticked; blank takes the mark away."""
        self._mark.setText(required_mark)
        self._mark.setVisible(bool(required_mark))

    def show_ticks(self, ticks: Sequence[Tick], *, note: str, problem: str = "") -> None:
        self._note.setText(note)
        self._problem.set_text(problem)
        self._problem.setVisible(bool(problem))
        for index, card in enumerate(self.cards):
            tick = ticks[index] if index < len(ticks) else None
            self._values[index] = tick.value if tick else ""
            card.setVisible(tick is not None)
            if tick is not None:
                self._show(card, tick)
        self._fit(self.width())

    def take_focus(self) -> None:
        self.cards[0].setFocus(Qt.FocusReason.ShortcutFocusReason)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 — Qt's name
        """Ask for one column: whoever asks for the present ones is never made narrow enough for fewer."""
        widest = max(card.minimumSizeHint().width() for card in self.cards)
        return QSize(widest, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 — Qt's name
        super().resizeEvent(event)
        self._fit(event.size().width())

    def _fit(self, width: int) -> None:
        widest = max(card.sizeHint().width() for card in self.cards)
        fitting = (width + _GAP) // (widest + _GAP)
        self._grid.set_columns(next((most for most in _COLUMNS if most <= fitting), 1))

    @staticmethod
    def _show(card: OptionCheck, tick: Tick) -> None:
        with QSignalBlocker(card):
            card.setChecked(tick.is_ticked)
        card.key_number = tick.key_number
        card.setText(tick.label)
        card.setAccessibleName(tick.label)
        card.updateGeometry()
