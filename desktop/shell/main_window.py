"""The window: its pages in a frame; or, over all of it, one task that wants the whole screen, or the door.

It composes nothing by itself: `desktop/app.py` adds the pages and listens. Shortcuts
that mean the same everywhere are bound here and given out as signals. What only those
inside see is made when it is first asked for: the door comes up without it.
"""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QMainWindow, QStackedWidget, QWidget

from desktop.shell.layout import WindowLayout, adapt, layout_for
from desktop.theme import current_theme
from resources.words import Words

if TYPE_CHECKING:
    from desktop.components.toast import Toast
    from desktop.shell.frame import Frame
    from desktop.shell.navigation import Navigation
    from desktop.shell.rail import Rail
    from desktop.shell.shortcuts import Shortcuts
    from desktop.shell.sync_indicator import SyncStatus
    from desktop.shell.top_bar import TopBar


class MainWindow(QMainWindow):
    """The program's window; lives as long as the program does."""

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
        self._layout_now: WindowLayout | None = None
        self._everything = QStackedWidget()
        self._task: QWidget | None = None
        self._lock: QWidget | None = None
        self._frame: Frame | None = None
        self._toast: Toast | None = None
        self._shortcuts: Shortcuts | None = None
        self.setWindowTitle(words.text("screens.shell.window_title"))
        self.setMinimumSize(1024, 552)
        self.resize(1366, 690)
        self.setCentralWidget(self._everything)

    @property
    def frame(self) -> "Frame":
        """Rail, top bar and pages; with them come the toast and the keys that work everywhere."""
        return self._frame or self.furnish()

    def furnish(self) -> "Frame":
        """Make what stands around the pages, unless it is there; a door that is shown stays in front."""
        if self._frame is not None:
            return self._frame
        # Loaded behind the door.
        from desktop.components.toast import Toast  # noqa: PLC0415 — see above
        from desktop.shell.frame import Frame  # noqa: PLC0415 — see above

        self._frame = frame = Frame(self.words, layout=self.window_layout)
        frame.rail.lock_chosen.connect(self.lock_requested)
        frame.rail.operator_chosen.connect(self.operator_chosen)
        frame.page_changed.connect(self.page_changed)
        frame.action_chosen.connect(self.action_chosen)
        self._everything.insertWidget(0, frame)
        self._toast = Toast(self._everything)
        self._shortcuts = self._bind_shortcuts()
        self._show_top(takes_focus=self._lock is None and self._task is None)
        return frame

    @property
    def rail(self) -> "Rail":
        return self.frame.rail

    @property
    def top_bar(self) -> "TopBar":
        return self.frame.top_bar

    @property
    def navigation(self) -> "Navigation":
        return self.frame.navigation

    @property
    def toast(self) -> "Toast":
        self.furnish()
        if self._toast is None:
            raise RuntimeError("a furnished window has its toast")
        return self._toast

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
        self.frame.add_page(key, title, icon, widget, sentence=sentence, is_at_bottom=is_at_bottom)
        self.set_badge(key, badge)

    def set_badge(self, key: str, count: int) -> None:
        self.rail.set_count(key, count)

    def set_heading(self, key: str, *, title: str, sentence: str = "") -> None:
        self.frame.set_heading(key, title=title, sentence=sentence)

    def set_action(
        self, key: str, text: str, *, icon: str = "", key_hint: str = "", is_primary: bool = True
    ) -> None:
        """Offer an action in the top bar of one page; `action_chosen(key)` says it was pressed."""
        self.frame.set_action(key, text, icon=icon, key_hint=key_hint, is_primary=is_primary)

    def guard_page(self, key: str, may_leave: Callable[[], bool]) -> None:
        self.navigation.guard(key, may_leave)

    def go_to(self, key: str) -> bool:
        """Open a page; False when the present page does not let go yet."""
        return self.frame.go_to(key)

    def go_back(self) -> None:
        if self.is_full_screen_task_open:
            self.back_requested.emit()
        else:
            self.frame.go_back()

    def page(self, key: str) -> QWidget:
        return self.frame.page(key)

    def show_operator(self, name: str, *, place: str) -> None:
        self.rail.show_operator(name, place=place)

    def show_sync(self, status: "SyncStatus") -> None:
        self.frame.show_sync(status)

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
        if self._frame is not None:
            self._frame.withdraw_questions()
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

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 — Qt's name
        if not self._everything.count():
            self._show_top()
        super().showEvent(event)

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

    def _show_top(self, *, takes_focus: bool = True) -> None:
        top = self._lock or self._task or self.frame
        if self._frame is not None and self._everything.currentWidget() is self._frame is not top:
            self._frame.leave_focus()
        self._everything.setCurrentWidget(top)
        if self._shortcuts is not None:
            self._shortcuts.set_locked(is_locked=self.is_locked)
        adapt(top, self.window_layout)
        if takes_focus:
            give = self.frame.take_focus if top is self._frame else top.setFocus
            give(Qt.FocusReason.OtherFocusReason)

    def _follow_layout(self) -> None:
        layout = self.window_layout
        if layout != self._layout_now:
            self._layout_now = layout
            if self._frame is not None:
                self._frame.follow(layout)
            for over in (self._task, self._lock):
                adapt(over, layout)

    def _bind_shortcuts(self) -> "Shortcuts":
        """Bind the keys; text size and help work behind the locked door too, the rest does not."""
        from desktop.shell.shortcuts import PAGE_KEYS, Shortcuts  # noqa: PLC0415 — as in `furnish`

        shortcuts = Shortcuts(self)
        bind = shortcuts.bind
        for keys, page in PAGE_KEYS.items():
            bind(keys, partial(self.page_requested.emit, page))
        bind("F5", self.sync_requested.emit)
        bind("Ctrl+L", self.manual_entry_requested.emit)
        bind("Alt+Left", self.go_back)
        bind("Ctrl+Shift+L", self.lock_requested.emit)
        bind("F1", self.help_requested.emit, works_when_locked=True)
        for keys, steps in (("Ctrl+=", 1), ("Ctrl+-", -1), ("Ctrl+0", 0)):
            bind(keys, partial(self.text_size_requested.emit, steps), works_when_locked=True)
        return shortcuts
