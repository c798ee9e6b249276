"""The page 任务: an inbox by due day and village, with the task at hand beside it.

The arrows go from task to task, Enter does what the task asks for first; on a narrow window Enter
opens the task, and Esc leads back to the list.
"""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QListView, QMenu, QStackedWidget, QVBoxLayout, QWidget

from desktop.caseload.caseload_screen import VillageChoice
from desktop.components.buttons import Button, ButtonSize
from desktop.components.card import Card, divider
from desktop.components.empty_state import EmptyState
from desktop.components.kept_place import keeping_top_row
from desktop.components.labels import Label
from desktop.components.two_panes import TwoPanes
from desktop.shell.layout import WindowLayout
from desktop.tasks.task_delegate import TaskDelegate
from desktop.tasks.task_panel import TaskPanel
from desktop.tasks.tasks_model import TasksModel
from desktop.tasks.tasks_screen import TaskLine, TaskPage
from desktop.tokens import TextRole
from resources.words import Words


class TasksView(QWidget):
    """Implements `TasksScreen`."""

    chosen = Signal(str)
    act_chosen = Signal(bool)  # about the task at hand: whether it is the verification form
    first_act_chosen = Signal()
    village_chosen = Signal(str)

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self._offered: tuple[VillageChoice, ...] = ()
        self.model = TasksModel()
        self.list = self._list_view()
        self.panel = TaskPanel(words)
        self.panel.act_chosen.connect(self.act_chosen)
        self.villages = Button("", icon="list-filter", size=ButtonSize.SMALL)
        self.villages.hide()
        self._count = Label(role=TextRole.H3)
        inbox = Card(padding=1, spacing=0)
        head = QHBoxLayout()
        head.setContentsMargins(17, 10, 13, 10)
        head.addWidget(self._count)
        head.addStretch(1)
        head.addWidget(self.villages)
        inbox.body.addLayout(head)
        inbox.body.addWidget(divider())
        inbox.body.addWidget(self.list, 1)
        self.panes = TwoPanes(inbox, self.panel, back=words.text("screens.tasks.back"), shares=(8, 6))
        self.panes.closed.connect(self.list.setFocus)
        nothing = Card(padding=28)
        quiet = words.text("screens.tasks.empty_quiet")
        nothing.body.addWidget(
            EmptyState(words.text("screens.tasks.empty"), icon="clipboard-list", quiet=quiet)
        )
        empty = QWidget()
        column = QVBoxLayout(empty)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(nothing)
        column.addStretch(1)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.panes)
        self._pages.addWidget(empty)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._pages)
        self.setFocusProxy(self.list)

    def show_lines(self, lines: Sequence[TaskLine], *, count: str, chosen: str) -> None:
        self._count.setText(count)
        self._pages.setCurrentIndex(0 if lines else 1)
        if chosen == self.model.id_at(self.list.currentIndex()):
            with keeping_top_row(self.list, id_at=self.model.id_at, row_of=self.model.row_of):
                self._show_lines(lines, chosen)
        else:
            self._show_lines(lines, chosen)

    def _show_lines(self, lines: Sequence[TaskLine], chosen: str) -> None:
        self.model.show_lines(lines)
        index = self.model.index_of(chosen)
        if index != self.list.currentIndex():
            self.list.setCurrentIndex(index)

    def show_task(self, page: TaskPage | None) -> None:
        self.panel.show_task(page)
        if page is None:
            self.panes.let_go()

    def show_villages(self, villages: Sequence[VillageChoice]) -> None:
        if tuple(villages) == self._offered:
            return  # the menu may be open
        self._offered = tuple(villages)
        menu = QMenu(self.villages)
        for village in villages:
            action = menu.addAction(village.label)
            action.triggered.connect(lambda _=False, code=village.code: self.village_chosen.emit(code))
            if village.is_on:
                self.villages.set_text(village.label)
        self.villages.setMenu(menu)
        self.villages.setVisible(bool(villages))

    def come_again(self) -> None:
        """The page was chosen while it is open: back to the list."""
        self.panes.close_beside()

    def adapt(self, layout: WindowLayout) -> None:
        self.panes.set_narrow(is_narrow=layout.is_narrow)

    def _list_view(self) -> QListView:
        view = QListView()
        view.setModel(self.model)
        view.setItemDelegate(TaskDelegate(view))
        view.setMouseTracking(True)
        view.setFrameShape(QFrame.Shape.NoFrame)
        view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        view.setAccessibleName(self._words.text("screens.tasks.list"))
        view.selectionModel().currentChanged.connect(self._choose)
        view.activated.connect(self._activate)
        view.clicked.connect(self._open_if_alone)
        return view

    def _choose(self, current: QModelIndex) -> None:
        line = self.model.line_at(current)
        if line is not None:
            self.chosen.emit(line.id)

    def _activate(self, _index: QModelIndex) -> None:
        if self.panes.is_beside_hidden:
            self._open_if_alone()
        else:
            self.first_act_chosen.emit()

    def _open_if_alone(self) -> None:
        if self.panes.is_beside_hidden:
            self.panes.open_beside()
            self.panel.take_focus()
