"""The window: rail, top bar and one page; or, over all of it, one task that wants the whole screen.

It composes nothing by itself: `desktop/app.py` adds the pages and listens. Shortcuts
that mean the same everywhere are bound here and given out as signals.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from desktop.components.dialog import ScrimDialog
from desktop.components.toast import Toast
from desktop.shell.drawer import RailDrawer
from desktop.shell.layout import WindowLayout, layout_for
from desktop.shell.navigation import Navigation
from desktop.shell.rail import Rail
from desktop.shell.shortcuts import PAGE_KEYS, Shortcuts
from desktop.shell.sync_indicator import SyncStatus, indicate
from desktop.shell.top_bar import TopBar
from desktop.theme import current_theme
from desktop.tokens import PAGE_MARGIN, PAGE_MARGIN_COMPACT
from resources.words import Words


@dataclass(slots=True)
class _Heading:
    title: str
    sentence: str = ""
    action: str = ""
    icon: str = ""
    key_hint: str = ""
    is_primary: bool = True


class MainWindow(QMainWindow):
    """The frame of the program; lives as long as the program does."""

    page_changed = Signal(str)
    action_chosen = Signal(str)  # the key of the page whose top-bar action was pressed
    lock_requested = Signal()
    operator_chosen = Signal()  # the plate at the foot of the rail: who may work here
    sync_requested = Signal()
    page_requested = Signal(str)  # by its key on the keyboard; something may have the whole window
    manual_entry_requested = Signal()
    text_size_requested = Signal(int)  # +1, -1, or 0 for the normal size
    help_requested = Signal()
    back_requested = Signal()  # Alt+Left while a full-screen task is open
    closing = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.words = words
        self.navigation = Navigation()
        self._headings: dict[str, _Heading] = {}
        self._pages: dict[str, QWidget] = {}
        self._layout_now: WindowLayout | None = None
        self.setWindowTitle(words.text("screens.shell.window_title"))
        self.setMinimumSize(1024, 552)
        self.resize(1366, 690)
        self.rail = Rail(words)
        self.rail.chosen.connect(self.go_to)
        self.rail.lock_chosen.connect(self.lock_requested)
        self.rail.operator_chosen.connect(self.operator_chosen)
        self.top_bar = TopBar(words)
        self.top_bar.sync_chosen.connect(lambda: self.go_to("sync"))
        self.top_bar.action_chosen.connect(lambda: self.action_chosen.emit(self.navigation.current or ""))
        self._stack = QStackedWidget()
        self._everything = QStackedWidget()
        self._task: QWidget | None = None
        self._lock: QWidget | None = None
        self._frame = self._framed()
        self._everything.addWidget(self._frame)
        self.setCentralWidget(self._everything)
        self.toast = Toast(self._everything)
        self.show_sync(SyncStatus())
        self._shortcuts = Shortcuts(self)
        self._bind_shortcuts()

    def add_page(
        self,
        key: str,
        title: str,
        icon: str,
        widget: QWidget,
        badge: int = 0,
        *,
        sentence: str = "",
        is_at_bottom: bool = False,
    ) -> None:
        """Add a page and its place in the rail; the first one added is shown."""
        self.rail.add_item(key, title, icon=icon, is_at_bottom=is_at_bottom).set_count(badge)
        self._pages[key] = widget
        self._headings[key] = _Heading(title, sentence)
        self._stack.addWidget(widget)
        self._adapt(widget)
        if self.navigation.current is None:
            self.go_to(key)

    def set_badge(self, key: str, count: int) -> None:
        self.rail.set_count(key, count)

    def set_heading(self, key: str, *, title: str, sentence: str = "") -> None:
        self._headings[key].title, self._headings[key].sentence = title, sentence
        self._show_heading()

    def set_action(
        self, key: str, text: str, *, icon: str = "", key_hint: str = "", is_primary: bool = True
    ) -> None:
        """Offer an action in the top bar of one page; `action_chosen(key)` says it was pressed."""
        heading = self._headings[key]
        heading.action, heading.icon, heading.key_hint = text, icon, key_hint
        heading.is_primary = is_primary
        self._show_heading()

    def guard_page(self, key: str, may_leave: Callable[[], bool]) -> None:
        self.navigation.guard(key, may_leave)

    def go_to(self, key: str) -> bool:
        """Open a page; False when the present page does not let go yet.

        A page that is open already may have a `come_again()`: chosen once more, it shows its first sheet.
        """
        is_here = key == self.navigation.current
        if not self.navigation.visit(key):
            self.rail.show_selected(self.navigation.current or key)
            return False
        self._show_current()
        if is_here:
            self._come_again(self._pages[key])
        return True

    def go_back(self) -> None:
        if self.is_full_screen_task_open:
            self.back_requested.emit()
        elif self.navigation.back() is not None:
            self._show_current()

    def page(self, key: str) -> QWidget:
        return self._pages[key]

    def show_operator(self, name: str, *, place: str) -> None:
        self.rail.show_operator(name, place=place)

    def show_sync(self, status: SyncStatus) -> None:
        indication = indicate(status, words=self.words)
        self.top_bar.sync_chip.show_status(indication.text, tone=indication.tone, icon=indication.icon)

    def show_full_screen_task(self, widget: QWidget) -> None:
        """Give one task (unlocking, a form) the whole window; the page beneath stays as it is."""
        self.leave_full_screen_task()
        self._task = widget
        self._everything.addWidget(widget)
        self._show_top()

    def leave_full_screen_task(self) -> QWidget | None:
        """Take the task away and give it back to its owner, who may show it again or delete it."""
        task, self._task = self._task, None
        if task is not None:
            self._everything.removeWidget(task)
            task.hide()
            self._show_top()
        return task

    @property
    def is_full_screen_task_open(self) -> bool:
        return self._task is not None

    def show_lock_screen(self, widget: QWidget) -> None:
        """Close the door: nothing behind can be seen or reached by a key, and nothing is lost."""
        for asked in self.findChildren(ScrimDialog, options=Qt.FindChildOption.FindDirectChildrenOnly):
            asked.withdraw()
        if self._lock is not widget:
            self.leave_lock_screen()
            self._lock = widget
            self._everything.addWidget(widget)
        self._show_top()

    def leave_lock_screen(self) -> None:
        """Open the door onto what was there before."""
        if self._lock is not None:
            self._everything.removeWidget(self._lock)
            self._lock.hide()
            self._lock = None
            self._show_top()

    @property
    def is_locked(self) -> bool:
        return self._lock is not None

    @property
    def window_layout(self) -> WindowLayout:
        percent = current_theme().percent
        return layout_for(width=self.width(), height=self.height(), percent=percent)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 — Qt's name
        super().resizeEvent(event)
        self._follow_layout()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802 — Qt's name
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_everything"):
            self._follow_layout()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 — Qt's name
        self.closing.emit()
        super().closeEvent(event)

    def _show_top(self) -> None:
        top = self._lock or self._task or self._frame
        self._everything.setCurrentWidget(top)
        self._shortcuts.set_locked(is_locked=self.is_locked)
        self._adapt(top)
        top.setFocus(Qt.FocusReason.OtherFocusReason)

    def _framed(self) -> QWidget:
        canvas = QWidget()
        canvas.setProperty("surface", "canvas")
        self._page_column = QVBoxLayout()
        self._page_column.setSpacing(14)
        self._page_column.addWidget(self.top_bar)
        self._page_column.addWidget(self._stack, 1)
        row = QHBoxLayout(canvas)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(self._page_column, 1)
        self._drawer = RailDrawer(canvas, self.rail, place=row)
        self._drawer.closed.connect(self.top_bar.menu.setFocus)
        self.top_bar.menu_chosen.connect(self._drawer.open_drawer)
        return canvas

    def _show_current(self) -> None:
        key = self.navigation.current
        if key is None:
            return
        self._stack.setCurrentWidget(self._pages[key])
        self.rail.show_selected(key)
        self._show_heading()
        self._pages[key].setFocus(Qt.FocusReason.OtherFocusReason)
        self.page_changed.emit(key)

    def _show_heading(self) -> None:
        heading = self._headings.get(self.navigation.current or "")
        if heading is not None:
            self.top_bar.show_heading(heading.title, sentence=heading.sentence)
            self.top_bar.show_action(
                heading.action, icon=heading.icon, key_hint=heading.key_hint, is_primary=heading.is_primary
            )

    def _follow_layout(self) -> None:
        layout = self.window_layout
        side = PAGE_MARGIN_COMPACT if layout.is_compact else PAGE_MARGIN
        self._page_column.setContentsMargins(side, 12 if layout.is_low else 20, side, side - 8)
        if layout != self._layout_now:
            self._layout_now = layout
            self.rail.set_compact(is_compact=layout.is_compact and not layout.is_narrow, is_low=layout.is_low)
            self._drawer.set_in_use(is_in_use=layout.is_narrow)
            self.top_bar.menu.setVisible(layout.is_narrow)
            for page in (*self._pages.values(), self._task, self._lock):
                if page is not None:
                    self._adapt(page)

    def _adapt(self, widget: QWidget) -> None:
        adapt = getattr(widget, "adapt", None)
        if callable(adapt):
            adapt(self.window_layout)

    @staticmethod
    def _come_again(page: QWidget) -> None:
        come_again = getattr(page, "come_again", None)
        if callable(come_again):
            come_again()

    def _bind_shortcuts(self) -> None:
        """Bind the keys; text size and help work behind the locked door too, the rest does not."""
        bind = self._shortcuts.bind
        for keys, page in PAGE_KEYS.items():
            bind(keys, partial(self.page_requested.emit, page))
        bind("F5", self.sync_requested.emit)
        bind("Ctrl+L", self.manual_entry_requested.emit)
        bind("Alt+Left", self.go_back)
        bind("Ctrl+Shift+L", self.lock_requested.emit)
        bind("F1", self.help_requested.emit, works_when_locked=True)
        for keys, steps in (("Ctrl+=", 1), ("Ctrl+-", -1), ("Ctrl+0", 0)):
            bind(keys, partial(self.text_size_requested.emit, steps), works_when_locked=True)
