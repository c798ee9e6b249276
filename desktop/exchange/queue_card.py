"""要上传的: one row for each piece of work, with the four states it passes."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.components.badge import IconTile
from desktop.components.buttons import Button, ButtonKind, ButtonSize
from desktop.components.card import Card, divider
from desktop.components.chip import Chip
from desktop.components.delivery_stepper import DeliveryStepper
from desktop.components.empty_state import EmptyState
from desktop.components.icon_label import IconLabel
from desktop.components.labels import Label
from desktop.components.row_list import RowList
from desktop.components.rows import TwoLines
from desktop.exchange.exchange_page import QueueLine
from desktop.theme import current_theme
from desktop.tokens import TextRole, Tone
from resources.words import Words

SHOWN_AT_FIRST: Final = 30


class QueueRowView(QWidget):
    """Words and stepper side by side; why it came back stands under them, with what can be done about it."""

    fix_chosen = Signal()
    aside_chosen = Signal()

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
            lower = _beneath(IconLabel(line.trouble, icon="circle-alert", tone=Tone.DANGER))
            column.addLayout(lower)
        if line.act:
            column.addLayout(self._acts(line))
        if line.wait:
            column.addLayout(_beneath(IconLabel(line.wait, icon="info", tone=Tone.INFO)))

    def _acts(self, line: QueueLine) -> QBoxLayout:
        row = _past_the_tile()
        for words, kind, chosen in (
            (line.act, ButtonKind.SOFT, self.fix_chosen),
            (line.aside, ButtonKind.GHOST, self.aside_chosen),
        ):
            act = Button(words, kind=kind, size=ButtonSize.SMALL)
            act.setAccessibleDescription(line.title)
            act.clicked.connect(chosen)
            row.addWidget(act)
        row.addStretch(1)
        return row


def _beneath(label: IconLabel) -> QBoxLayout:
    """Set a sentence under the words, past the tile."""
    row = _past_the_tile()
    row.addWidget(label, 1, Qt.AlignmentFlag.AlignVCenter)
    return row


def _past_the_tile() -> QBoxLayout:
    row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
    row.setContentsMargins(current_theme().px(40) + 14, 0, 0, 0)
    row.setSpacing(14)
    return row


class QueueCard(Card):
    """The queue, or that it is empty; what waits can be tried at once."""

    fix_chosen = Signal(str)  # the id of a piece of work that came back
    aside_chosen = Signal(str)
    retry_chosen = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__(spacing=10)
        self._words = words
        self._count = Chip("", tone=Tone.OFF)
        self._count.hide()
        self._retry = Button(
            words.text("screens.exchange.retry_all"),
            kind=ButtonKind.GHOST,
            size=ButtonSize.SMALL,
            icon="rotate-cw",
        )
        self._retry.clicked.connect(self.retry_chosen)
        self._retry.hide()
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(Label(words.text("screens.exchange.queue_title"), role=TextRole.H3))
        head.addWidget(self._count)
        head.addStretch(1)
        head.addWidget(self._retry)
        self.body.addLayout(head)
        self.body.addWidget(divider())
        self._rows = RowList(spacing=10)
        self.body.addWidget(self._rows)
        self._lines: tuple[QueueLine, ...] = ()
        self._most = SHOWN_AT_FIRST
        self._more = Button("", kind=ButtonKind.GHOST, icon="chevron-down")
        self._more.clicked.connect(self._show_more)
        self.body.addWidget(self._more, 0, Qt.AlignmentFlag.AlignHCenter)
        self.body.addStretch(1)
        self.show_queue([], count="")

    def show_queue(self, lines: Sequence[QueueLine], *, count: str) -> None:
        self._count.setVisible(bool(count))
        self._count.show_status(count, tone=Tone.OFF)
        if tuple(lines) != self._lines or not lines:
            self._lines = tuple(lines)
            self._show_lines()

    def _show_lines(self) -> None:
        """Make the rows that are looked at; a busy week has hundreds, and news come every minute."""
        shown = self._lines[: self._most]
        left = len(self._lines) - len(shown)
        self._more.setVisible(left > 0)
        self._more.set_text(self._words.text("screens.exchange.queue_more", count=left))
        if shown:
            self._rows.show_rows([self._row(index, line) for index, line in enumerate(shown)])
            return
        sentence = self._words.text("screens.exchange.queue_empty")
        quiet = self._words.text("screens.exchange.queue_empty_quiet")
        self._rows.show_rows([EmptyState(sentence, icon="cloud-check", quiet=quiet, tone=Tone.OK)])

    def _show_more(self) -> None:
        self._most += SHOWN_AT_FIRST
        self._show_lines()

    def first_act(self) -> Button | None:
        """Give the button that puts right what came back first; None where nothing waits for a person."""
        fix = next((line.act for line in self._lines if line.act), "")
        buttons = self._rows.findChildren(Button) if fix else []
        return next((one for one in buttons if one.text() == fix and not one.isHidden()), None)

    def offer_retry(self, *, is_offered: bool) -> None:
        self._retry.setVisible(is_offered)

    def _row(self, index: int, line: QueueLine) -> QueueRowView:
        row = QueueRowView(line, is_divided=index > 0)
        row.fix_chosen.connect(lambda: self.fix_chosen.emit(line.id))
        row.aside_chosen.connect(lambda: self.aside_chosen.emit(line.id))
        return row
