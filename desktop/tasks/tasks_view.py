"""The page 任务: one card a task, the most pressing first."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from desktop.caseload.caseload_screen import VillageChoice
from desktop.components.badge import IconTile
from desktop.components.banner import Banner
from desktop.components.buttons import Button, ButtonKind, ButtonSize
from desktop.components.card import Card
from desktop.components.chip import Chip, ChipButton
from desktop.components.delivery_stepper import DeliveryStepper
from desktop.components.empty_state import EmptyState
from desktop.components.labels import Label
from desktop.components.notice import Notice
from desktop.components.page import ScrollBody
from desktop.components.row_list import RowList
from desktop.tasks.rounds_view import RoundsView
from desktop.tasks.tasks_presenter import TaskEntry
from desktop.tokens import GAP, TextRole, Tone
from resources.words import Words


class TasksView(QWidget):
    """Shows what the presenter says; `task_chosen` opens a task, `verify_chosen` its verification form."""

    task_chosen = Signal(str)
    verify_chosen = Signal(str)
    village_chosen = Signal(str)
    rounds_opened = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self._has_villages = False
        self._rows = RowList(spacing=GAP)
        scroll = ScrollBody(spacing=GAP)
        scroll.body.addWidget(self._rows)
        scroll.body.addStretch(1)
        self.rounds = RoundsView(words)
        self.villages = Button("", icon="list-filter", size=ButtonSize.SMALL)
        self.villages.hide()
        self._pages = QStackedWidget()
        self._pages.addWidget(scroll)
        self._pages.addWidget(self.rounds)
        self.tabs = tuple(
            ChipButton(words.text(key)) for key in ("screens.tasks.sent", "screens.rounds.title")
        )
        row = QHBoxLayout()
        row.setSpacing(8)
        for place, tab in enumerate(self.tabs):
            tab.clicked.connect(lambda _=False, place=place: self._open(place))
            row.addWidget(tab)
        row.addStretch(1)
        row.addWidget(self.villages)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(10)
        outer.addLayout(row)
        outer.addWidget(self._pages, 1)
        self._open(0)

    @property
    def shows_rounds(self) -> bool:
        return self._pages.currentIndex() == 1

    def come_again(self) -> None:
        """The page was chosen while it is open: back to what was sent."""
        self._open(0)

    def show_villages(self, villages: Sequence[VillageChoice]) -> None:
        self._has_villages = bool(villages)
        menu = QMenu(self.villages)
        for village in villages:
            action = menu.addAction(village.label)
            action.triggered.connect(lambda _=False, code=village.code: self.village_chosen.emit(code))
            if village.is_on:
                self.villages.set_text(village.label)
        self.villages.setMenu(menu)
        self.villages.setVisible(self._has_villages and not self.shows_rounds)

    def _open(self, place: int) -> None:
        self._pages.setCurrentIndex(place)
        for number, tab in enumerate(self.tabs):
            tab.show_status(tab.text(), tone=Tone.PRIMARY if number == place else Tone.OFF)
        if place == 0:
            self.villages.setVisible(self._has_villages)
        else:
            self.villages.hide()
            self.rounds_opened.emit()

    def show_tasks(self, entries: Sequence[TaskEntry]) -> None:
        self.setFocusProxy(None)  # type: ignore[arg-type]
        if entries:
            self._rows.show_rows([self._card(entry) for entry in entries])
            return
        nothing = Card(padding=28)
        quiet = self._words.text("screens.tasks.empty_quiet")
        nothing.body.addWidget(
            EmptyState(self._words.text("screens.tasks.empty"), icon="clipboard-list", quiet=quiet)
        )
        self._rows.show_rows([nothing])

    def _card(self, entry: TaskEntry) -> Card:
        card = Card(spacing=10)
        top = QHBoxLayout()
        top.setSpacing(14)
        tone = Tone.WARN if entry.act else Tone.OK
        icon = "triangle-alert" if entry.act else "circle-check"
        top.addWidget(IconTile(icon, tone=tone), 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(self._lines(entry), 1)
        if entry.due:
            top.addWidget(Chip(entry.due, tone=entry.due_tone), 0, Qt.AlignmentFlag.AlignTop)
        if entry.act:
            top.addWidget(self._verify_button(entry), 0, Qt.AlignmentFlag.AlignTop)
            top.addWidget(self._button(entry), 0, Qt.AlignmentFlag.AlignTop)
        card.body.addLayout(top)
        if entry.returned:
            banner = Banner()
            card.body.addWidget(banner)
            banner.show_notice(Notice(Tone.WARN, "undo-2", entry.returned))
        steps = QHBoxLayout()
        steps.setContentsMargins(54, 0, 0, 0)
        steps.addWidget(DeliveryStepper(entry.steps), 4)
        steps.addStretch(1)
        card.body.addLayout(steps)
        return card

    def _lines(self, entry: TaskEntry) -> QVBoxLayout:
        lines = QVBoxLayout()
        lines.setSpacing(4)
        lines.addWidget(Label(entry.title, role=TextRole.H3, wrap=True))
        lines.addWidget(Label(entry.explanation, role=TextRole.SMALL, tone="ink2", wrap=True))
        if entry.question:
            lines.addWidget(Label(entry.question, role=TextRole.BODY, wrap=True))
        return lines

    def _verify_button(self, entry: TaskEntry) -> Button:
        button = Button(entry.verify, kind=ButtonKind.GHOST, icon="shield-check")
        button.setAccessibleDescription(entry.title)
        button.clicked.connect(lambda: self.verify_chosen.emit(entry.id))
        return button

    def _button(self, entry: TaskEntry) -> Button:
        button = Button(entry.act, kind=ButtonKind.PRIMARY if entry.is_next else ButtonKind.SOFT)
        button.setAccessibleDescription(entry.title)
        button.clicked.connect(lambda: self.task_chosen.emit(entry.id))
        if entry.is_next:
            # Whoever comes to the page presses Enter, or goes on with Tab from here.
            self.setFocusProxy(button)
        return button
