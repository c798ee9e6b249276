"""The page 今日: banner, four figures, the list of today, progress, and drafts."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QBoxLayout, QGridLayout, QVBoxLayout, QWidget

from desktop.components.banner import Banner
from desktop.components.figure import Figure
from desktop.components.notice import Notice
from desktop.components.page import ScrollBody
from desktop.components.stat_tile import StatTile
from desktop.shell.layout import WindowLayout
from desktop.today.draft_card import DraftCardView
from desktop.today.progress_card import ProgressCard
from desktop.today.task_card import TaskCardView
from desktop.today.today_page import DraftLine, EmptyTasks, Heading, Progress, TaskLine
from desktop.tokens import GAP, Tone
from resources.words import Words


class TodayView(QWidget):
    """Shows what the presenter says; every list and figure opens what is behind it."""

    heading_changed = Signal(object)  # Heading, for the top bar
    notice_act_chosen = Signal()
    task_chosen = Signal(str)
    draft_chosen = Signal(str)
    all_tasks_chosen = Signal()
    doubts_chosen = Signal()
    unsent_chosen = Signal()
    drafts_chosen = Signal()
    sync_chosen = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._banner = Banner()
        self._banner.act_chosen.connect(self.notice_act_chosen)
        text = words.text
        self._tiles = {
            "tasks": StatTile(text("screens.today.tile_tasks"), icon="clipboard-list", tone=Tone.PRIMARY),
            "unsent": StatTile(text("screens.today.tile_unsent"), icon="cloud-upload", tone=Tone.OFF),
            "doubts": StatTile(text("screens.today.tile_doubts"), icon="triangle-alert", tone=Tone.WARN),
            "drafts": StatTile(text("screens.today.tile_drafts"), icon="file-pen-line", tone=Tone.INFO),
        }
        self._tasks = TaskCardView(words)
        self._progress = ProgressCard(words)
        self._drafts = DraftCardView(words)
        self._connect()
        self._tile_grid = QGridLayout()
        self._tile_grid.setSpacing(GAP)
        for column, tile in enumerate(self._tiles.values()):
            self._tile_grid.addWidget(tile, 0, column)
        side = QVBoxLayout()
        side.setSpacing(GAP)
        side.addWidget(self._progress)
        side.addWidget(self._drafts, 1)
        self._lower = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._lower.setSpacing(GAP)
        self._lower.addWidget(self._tasks, 65)
        self._lower.addLayout(side, 35)
        scroll = ScrollBody(spacing=GAP)
        scroll.body.addWidget(self._banner)
        scroll.body.addLayout(self._tile_grid)
        scroll.body.addLayout(self._lower, 1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scroll)

    def show_heading(self, heading: Heading) -> None:
        self.heading_changed.emit(heading)

    def show_notice(self, notice: Notice | None) -> None:
        self._banner.show_notice(notice)

    def show_figures(self, *, tasks: Figure, unsent: Figure, doubts: Figure, drafts: Figure) -> None:
        for tile, figure in zip(self._tiles.values(), (tasks, unsent, doubts, drafts), strict=True):
            tile.show_figure(figure)

    def show_tasks(self, lines: Sequence[TaskLine], *, empty: EmptyTasks) -> None:
        self._tasks.show_tasks(lines, empty=empty)

    def show_progress(self, progress: Progress) -> None:
        self._progress.show_progress(progress)

    def show_drafts(self, lines: Sequence[DraftLine]) -> None:
        self._drafts.show_drafts(lines)

    def adapt(self, layout: WindowLayout) -> None:
        for tile in self._tiles.values():
            tile.set_low(layout.is_low)
        direction = QBoxLayout.Direction
        self._lower.setDirection(direction.TopToBottom if layout.is_compact else direction.LeftToRight)

    def _connect(self) -> None:
        self._tiles["tasks"].clicked.connect(self.all_tasks_chosen)
        self._tiles["unsent"].clicked.connect(self.unsent_chosen)
        self._tiles["doubts"].clicked.connect(self.doubts_chosen)
        self._tiles["drafts"].clicked.connect(self.drafts_chosen)
        self._tasks.task_chosen.connect(self.task_chosen)
        self._tasks.all_chosen.connect(self.all_tasks_chosen)
        self._tasks.sync_chosen.connect(self.sync_chosen)
        self._drafts.draft_chosen.connect(self.draft_chosen)
