"""The window of the help: topics at the left, one page at the right.

A window of its own, so that it can stand beside a form that is being filled, and so that a locked
program can be asked what to do about a lost PIN. It shows nothing about anybody.
"""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from desktop.components.badge import KeyCap
from desktop.components.card import Card, divider
from desktop.components.labels import Label
from desktop.components.page import ScrollBody
from desktop.components.restyled import Restyled
from desktop.help.pages import Block, BlockKind, HelpPage, Topic, read_page
from desktop.settings.section_tabs import SectionTab
from desktop.theme import Theme, current_theme
from desktop.tokens import TextRole, Tone
from resources.words import Words

_SIZE: Final = (900, 560)
_KEY_COLUMN: Final = 170
_MARK_COLUMN: Final = 26


class HelpWindow(Restyled, QWidget):
    """Opened by F1, closed by Escape; the page it stood at last is there again."""

    def __init__(self, words: Words, *, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Window)
        self.setProperty("surface", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(words.text("screens.help.title"))
        self.resize(*_SIZE)
        self._words = words
        self._pages = {topic: read_page(topic, language=words.language) for topic in Topic}
        self._group = QButtonGroup(self)
        self._tabs = {topic: self._tab(page) for topic, page in self._pages.items()}
        self._body = ScrollBody(spacing=0)
        self._page: Card | None = None
        self.topic = Topic.START
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 16, 16, 16)
        row.setSpacing(14)
        row.addWidget(self._topics())
        row.addWidget(self._body, 1)
        QShortcut(QKeySequence("Esc"), self, self.close)
        self.show_topic(self.topic)

    def show_topic(self, topic: Topic) -> None:
        self.topic = topic
        self._tabs[topic].setChecked(True)
        self._body.verticalScrollBar().setValue(0)
        former, self._page = self._page, _page_card(self._pages[topic])
        if former is not None:
            self._body.body.removeWidget(former)
            former.hide()
            former.deleteLater()
        self._body.body.insertWidget(0, self._page)

    def open_at(self, topic: Topic) -> None:
        """Come to the front with a page open and the keyboard in the list of topics."""
        self.show_topic(topic)
        self.show()
        self.raise_()
        self.activateWindow()
        self._tabs[topic].setFocus(Qt.FocusReason.ShortcutFocusReason)
        # Once the list has its sizes: the last topics lie below what it shows at first.
        QTimer.singleShot(0, self, lambda: self._list.ensureWidgetVisible(self._tabs[self.topic]))

    def restyle(self, theme: Theme) -> None:  # noqa: ARG002 — sizes are read when they are asked for
        if self._page is not None:
            self.show_topic(self.topic)

    def _topics(self) -> QWidget:
        column = self._list = ScrollBody(spacing=4, margins=(5, 5, 5, 5))
        for tab in self._tabs.values():
            column.body.addWidget(tab)
        column.body.addStretch(1)
        widest = max(tab.sizeHint().width() for tab in self._tabs.values())
        column.setMinimumWidth(widest + 30)
        column.setMaximumWidth(widest + 30)
        return column

    def _tab(self, page: HelpPage) -> SectionTab:
        tab = SectionTab(page.title, is_in_list=True)
        self._group.addButton(tab)
        tab.clicked.connect(lambda: self.show_topic(page.topic))
        return tab


def _page_card(page: HelpPage) -> Card:
    card = Card(padding=28, spacing=10)
    card.body.addWidget(Label(page.title, role=TextRole.H2, wrap=True))
    for block in page.blocks:
        card.body.addWidget(_DRAWN[block.kind](block))
    card.body.addStretch(1)
    return card


def _heading(block: Block) -> QWidget:
    panel = QWidget()
    column = QVBoxLayout(panel)
    column.setContentsMargins(0, 10, 0, 0)
    column.setSpacing(8)
    column.addWidget(divider())
    column.addWidget(Label(block.text, role=TextRole.H3, wrap=True))
    return panel


def _paragraph(block: Block) -> QWidget:
    return Label(block.text, role=TextRole.BODY, wrap=True)


def _marked(block: Block) -> QWidget:
    mark = Label(block.mark or "·", role=TextRole.STRONG, tone=Tone.PRIMARY)
    return _line(mark, block.text, width=_MARK_COLUMN)


def _key(block: Block) -> QWidget:
    cap = KeyCap(block.mark)
    cap.setAccessibleName(block.mark)
    return _line(cap, block.text, width=_KEY_COLUMN)


def _line(mark: QWidget, text: str, *, width: int) -> QWidget:
    """A mark in a column of its own and the sentence beside it."""
    panel, left = QWidget(), QWidget()
    left.setFixedWidth(current_theme().px(width))
    inner = QHBoxLayout(left)
    inner.setContentsMargins(0, 0, 0, 0)
    inner.addWidget(mark, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
    row = QHBoxLayout(panel)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(6)
    row.addWidget(left, 0, Qt.AlignmentFlag.AlignTop)
    row.addWidget(Label(text, role=TextRole.BODY, wrap=True), 1)
    return panel


_DRAWN: Final[dict[BlockKind, Callable[[Block], QWidget]]] = {
    BlockKind.HEADING: _heading,
    BlockKind.PARAGRAPH: _paragraph,
    BlockKind.STEP: _marked,
    BlockKind.POINT: _marked,
    BlockKind.KEY: _key,
}
