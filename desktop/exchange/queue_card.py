"""要上传的: one row for each piece of work, with the four states it passes."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.components.badge import IconTile
from desktop.components.card import Card, divider
from desktop.components.chip import Chip
from desktop.components.delivery_stepper import DeliveryStepper
from desktop.components.empty_state import EmptyState
from desktop.components.icon_label import IconLabel
from desktop.components.row_list import RowList
from desktop.components.rows import TwoLines
from desktop.exchange.exchange_page import QueueLine
from desktop.theme import current_theme
from desktop.tokens import Tone
from resources.words import Words


class QueueRowView(QWidget):
    """Words and stepper side by side; why it came back stands under them."""

    def __init__(self, line: QueueLine, *, is_divided: bool) -> None:
        super().__init__()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        if is_divided:
            column.addWidget(divider())
        tile = IconTile("user", tone=line.tone)
        stepper = DeliveryStepper(line.steps)
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(tile, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(TwoLines(line.title, line.detail), 5, Qt.AlignmentFlag.AlignTop)
        row.addWidget(stepper, 4)
        column.addLayout(row)
        if line.trouble:
            column.addLayout(_beneath(IconLabel(line.trouble, icon="circle-alert", tone=Tone.DANGER)))
        if line.wait:
            column.addLayout(_beneath(IconLabel(line.wait, icon="info", tone=Tone.INFO)))


def _beneath(label: IconLabel) -> QBoxLayout:
    """Set a sentence under the words, past the tile."""
    row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
    row.setContentsMargins(current_theme().px(40) + 14, 0, 0, 0)
    row.addWidget(label)
    return row


class QueueCard(Card):
    """The queue, or that it is empty."""

    def __init__(self, words: Words) -> None:
        super().__init__(spacing=10)
        self._words = words
        self._count = Chip("", tone=Tone.OFF)
        self._count.hide()
        self.add_heading(words.text("screens.exchange.queue_title"), trailing=self._count)
        self.body.addWidget(divider())
        self._rows = RowList(spacing=10)
        self.body.addWidget(self._rows)
        self.body.addStretch(1)
        self.show_queue([], count="")

    def show_queue(self, lines: Sequence[QueueLine], *, count: str) -> None:
        self._count.setVisible(bool(count))
        self._count.show_status(count, tone=Tone.OFF)
        if lines:
            self._rows.show_rows(
                [QueueRowView(line, is_divided=index > 0) for index, line in enumerate(lines)]
            )
            return
        sentence = self._words.text("screens.exchange.queue_empty")
        quiet = self._words.text("screens.exchange.queue_empty_quiet")
        self._rows.show_rows([EmptyState(sentence, icon="cloud-check", quiet=quiet, tone=Tone.OK)])
