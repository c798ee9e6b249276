"""What stands around the pages: the rail, the top bar, and the heading of the page that is shown.

Made when somebody has come in, or is about to: the locked door shows none of it, so no start waits for
it (`MainWindow.frame`). The window hands on what every page asks of it.
"""

from collections.abc import Callable
from dataclasses import dataclass

import shiboken6
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.components.dialog import ScrimDialog
from desktop.shell.drawer import RailDrawer
from desktop.shell.layout import WindowLayout, adapt
from desktop.shell.navigation import Navigation
from desktop.shell.rail import Rail
from desktop.shell.sync_indicator import SyncStatus, indicate
from desktop.shell.top_bar import TopBar
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


class Frame(QWidget):
    """Rail, top bar and one page."""

    page_changed = Signal(str)
    action_chosen = Signal(str)  # the key of the page whose top-bar action was pressed

    def __init__(self, words: Words, *, layout: WindowLayout) -> None:
        super().__init__()
        self.setProperty("surface", "canvas")
        self._words, self._layout_now = words, layout
        self.navigation = Navigation()
        self._headings: dict[str, _Heading] = {}
        self._pages: dict[str, QWidget] = {}
        self._held: QWidget | None = None
        self.rail = Rail(words)
        self.rail.chosen.connect(self.go_to)
        self.top_bar = TopBar(words)
        self.top_bar.sync_chosen.connect(lambda: self.go_to("sync"))
        self.top_bar.action_chosen.connect(lambda: self.action_chosen.emit(self.navigation.current or ""))
        self._stack = QStackedWidget()
        self._column = QVBoxLayout()
        self._column.setSpacing(14)
        self._column.addWidget(self.top_bar)
        self._column.addWidget(self._stack, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(self._column, 1)
        self._drawer = RailDrawer(self, self.rail, place=row)
        self._drawer.closed.connect(self.top_bar.menu.setFocus)
        self.top_bar.menu_chosen.connect(self._drawer.open_drawer)
        self.show_sync(SyncStatus())
        self.follow(layout)

    def add_page(
        self,
        key: str,
        title: str,
        icon: str,
        widget: QWidget,
        *,
        sentence: str = "",
        is_at_bottom: bool = False,
    ) -> None:
        """Add a page and its place in the rail; the first one added is shown."""
        self.rail.add_item(key, title, icon=icon, is_at_bottom=is_at_bottom)
        self._pages[key] = widget
        self._headings[key] = _Heading(title, sentence)
        self._stack.addWidget(widget)
        adapt(widget, self._layout_now)
        if self.navigation.current is None:
            self.go_to(key)

    def set_heading(self, key: str, *, title: str, sentence: str) -> None:
        self._headings[key].title, self._headings[key].sentence = title, sentence
        self._show_heading()

    def set_action(self, key: str, text: str, *, icon: str, key_hint: str, is_primary: bool) -> None:
        heading = self._headings[key]
        heading.action, heading.icon, heading.key_hint = text, icon, key_hint
        heading.is_primary = is_primary
        self._show_heading()

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
            come_again: Callable[[], object] | None = getattr(self._pages[key], "come_again", None)
            if come_again is not None:
                come_again()
        return True

    def go_back(self) -> None:
        if self.navigation.back() is not None:
            self._show_current()

    def page(self, key: str) -> QWidget:
        return self._pages[key]

    def show_sync(self, status: SyncStatus) -> None:
        indication = indicate(status, words=self._words)
        self.top_bar.sync_chip.show_status(indication.text, tone=indication.tone, icon=indication.icon)

    def withdraw_questions(self) -> None:
        """Take back what is asked over the page: it is not asked of whoever stands at the door."""
        for asked in self.window().findChildren(
            ScrimDialog, options=Qt.FindChildOption.FindDirectChildrenOnly
        ):
            asked.withdraw()

    def follow(self, layout: WindowLayout) -> None:
        """Arrange rail, margins and every page for the room there is."""
        self._layout_now = layout
        side = PAGE_MARGIN_COMPACT if layout.is_compact else PAGE_MARGIN
        self._column.setContentsMargins(side, 12 if layout.is_low else 20, side, side - 8)
        self.rail.set_compact(is_compact=layout.is_compact and not layout.is_narrow, is_low=layout.is_low)
        self._drawer.set_in_use(is_in_use=layout.is_narrow)
        self.top_bar.menu.setVisible(layout.is_narrow)
        for page in self._pages.values():
            adapt(page, layout)

    def leave_focus(self) -> None:
        """Remember what has the keys: a task or the door is about to lie over it."""
        held = self.window().focusWidget()
        self._held = held if self.isAncestorOf(held) else None

    def take_focus(self, reason: Qt.FocusReason) -> None:
        """Give the keys back to what had them; to the page where that is gone."""
        held, self._held = self._held, None
        if held is None or not shiboken6.isValid(held) or not (held.isVisible() and held.isEnabled()):
            held = self._stack.currentWidget()
        (held or self).setFocus(reason)

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
