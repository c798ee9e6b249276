"""今天要做的事: at most five tasks, one filled button on the first."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.components.badge import IconTile
from desktop.components.buttons import Button, ButtonKind, ButtonSize
from desktop.components.card import Card, divider
from desktop.components.chip import Chip
from desktop.components.empty_state import EmptyState
from desktop.components.row_list import RowList
from desktop.components.rows import Row, TwoLines
from desktop.today.today_page import EmptyTasks, TaskLine
from resources.words import Words


class TaskCardView(Card):
    """The list, or why it is empty."""

    task_chosen = Signal(str)
    all_chosen = Signal()
    sync_chosen = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__(spacing=6)
        self.body.setContentsMargins(18, 10, 18, 10)
        more = Button(words.text("screens.today.all_tasks"), kind=ButtonKind.GHOST)
        more.clicked.connect(self.all_chosen)
        note = words.text("screens.today.tasks_note")
        self.add_heading(words.text("screens.today.tasks_title"), note=note, trailing=more)
        self.body.addWidget(divider())
        self._rows = RowList()
        self.body.addWidget(self._rows)
        self.body.addStretch(1)

    def show_tasks(self, lines: Sequence[TaskLine], *, empty: EmptyTasks) -> None:
        if lines:
            self._rows.show_rows([self._row(line, is_divided=index > 0) for index, line in enumerate(lines)])
            return
        nothing = EmptyState(empty.sentence, icon="clipboard-list", quiet=empty.quiet, act=empty.act)
        nothing.act_chosen.connect(self.sync_chosen)
        self._rows.show_rows([nothing])

    def _row(self, line: TaskLine, *, is_divided: bool) -> QWidget:
        kind = ButtonKind.PRIMARY if line.is_next else ButtonKind.SOFT
        act = Button(line.act, kind=kind, size=ButtonSize.SMALL)
        act.setAccessibleDescription(line.title)
        act.clicked.connect(lambda: self.task_chosen.emit(line.id))
        return Row(
            TwoLines(line.title, line.detail),
            leading=IconTile(line.icon, tone=line.tone),
            trailing=(Chip(line.due, tone=line.due_tone), act),
            is_divided=is_divided,
        )
