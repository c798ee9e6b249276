"""The page of differences, over the whole window: records with their questions, and one act below."""

from collections.abc import Mapping
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.components.banner import Banner
from desktop.components.buttons import Button, ButtonKind, ButtonSize
from desktop.components.card import surface
from desktop.components.empty_state import EmptyState
from desktop.components.labels import Label
from desktop.components.notice import Notice
from desktop.components.page import DockedFooter, ScrollBody
from desktop.components.row_list import RowList
from desktop.components.rows import TwoLines
from desktop.deciding.deciding_screen import RecordCard, Standing
from desktop.deciding.difference_card import RecordDifferences
from desktop.shell.layout import WindowLayout
from desktop.tokens import GAP, TextRole, Tone
from resources.words import Words

_CONFIRM_KEY: Final = "Ctrl+Enter"


class DecidingView(QWidget):
    """Implements `DecidingScreen`."""

    side_chosen = Signal(str, int)  # the question, and the place of the side taken
    all_chosen = Signal(bool)  # this computer's everywhere, else the other side's
    explained = Signal(str, str)  # the record, and why it is decided so
    reveal_chosen = Signal(str)
    confirmed = Signal()
    left = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__()
        self.setProperty("surface", "canvas")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._words = words
        self._columns = 2
        self._cards: list[RecordDifferences] = []
        self._revealing = ""  # the record whose button was pressed: it is built anew, and keeps the focus
        self.banner = Banner()
        self._over_list = QHBoxLayout()  # where the two acts on everything stand when the bar has no room
        self._list = RowList(spacing=GAP)
        self._scroll = ScrollBody(margins=(28, 16, 28, 16), spacing=GAP)
        self._scroll.body.addWidget(self.banner)
        self._scroll.body.addLayout(self._over_list)
        self._scroll.body.addWidget(self._list)
        self._scroll.body.addStretch(1)
        self._figures = Label(role=TextRole.SMALL, tone="ink2")
        text = words.text
        self.confirm = Button(
            text("screens.differences.confirm"),
            kind=ButtonKind.PRIMARY,
            size=ButtonSize.BIG,
            key_hint=_CONFIRM_KEY,
        )
        self.all_mine = Button(text("screens.differences.all_mine"))
        self.all_theirs = Button(text("screens.differences.all_theirs"))
        self.all_mine.clicked.connect(lambda: self.all_chosen.emit(True))
        self.all_theirs.clicked.connect(lambda: self.all_chosen.emit(False))
        self._footer = self._make_footer()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header())
        column.addWidget(self._scroll, 1)
        column.addWidget(self._footer)
        self._bind(Qt.Key.Key_Escape, self.left.emit)
        for key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._bind(Qt.KeyboardModifier.ControlModifier | key, self.confirm.click)

    def show_records(self, cards: tuple[RecordCard, ...]) -> None:
        self.banner.show_notice(None)
        self._cards = [
            RecordDifferences(
                card,
                self._words,
                chosen=self.side_chosen.emit,
                reveal=self._reveal,
                explained=self.explained.emit,
            )
            for card in cards
        ]
        for card in self._cards:
            card.set_columns(self._columns)
        self._list.show_rows(self._cards)
        self._show_acts(are_shown=True)
        self._bring_focus_back()

    def show_chosen(self, chosen: Mapping[str, int]) -> None:
        for card in self._cards:
            card.show_chosen(chosen)

    def show_reason_missing(self, record_id: str) -> None:
        for card in self._cards:
            if card.record_id == record_id and card.reason is not None:
                card.reason.ask()
                self._scroll.ensureWidgetVisible(card.reason)

    def show_standing(self, standing: Standing) -> None:
        self._figures.setText(standing.figures)
        self.all_mine.setEnabled(standing.has_mine)
        self.all_theirs.setEnabled(standing.has_theirs)
        if standing.is_busy:
            self.confirm.set_busy(self._words.text("screens.differences.confirming"))
        else:
            self.confirm.set_idle()
        self.confirm.setEnabled(standing.can_confirm)

    def show_nothing(self, sentence: str, quiet: str) -> None:
        back = self._words.text("screens.differences.back")
        empty = EmptyState(sentence, icon="circle-check", quiet=quiet, act=back)
        empty.act_chosen.connect(self.left)
        self._cards = []
        self._list.show_rows([empty])
        self._show_acts(are_shown=False)

    def show_failure(self, title: str, explanation: str) -> None:
        self.banner.show_notice(Notice(Tone.WARN, "triangle-alert", title, quiet=explanation))

    def adapt(self, layout: WindowLayout) -> None:
        self.confirm.set_key_hint("" if layout.is_narrow else _CONFIRM_KEY)
        self._columns = 1 if layout.is_narrow or (layout.is_compact and not layout.is_low) else 2
        for place, button in enumerate((self.all_mine, self.all_theirs)):
            (self._over_list if layout.is_narrow else self._footer.row).insertWidget(place, button, 0)
        for card in self._cards:
            card.set_columns(self._columns)

    def _show_acts(self, *, are_shown: bool) -> None:
        for part in (self._footer, self.all_mine, self.all_theirs):
            part.setVisible(are_shown)

    def _reveal(self, record_id: str) -> None:
        self._revealing = record_id
        self.reveal_chosen.emit(record_id)

    def _bring_focus_back(self) -> None:
        record_id, self._revealing = self._revealing, ""
        for card in self._cards:
            if card.record_id == record_id and card.reveal is not None:
                card.reveal.setFocus(Qt.FocusReason.OtherFocusReason)

    def _header(self) -> QWidget:
        text = self._words.text
        back = Button(text("screens.differences.back"), kind=ButtonKind.GHOST, icon="arrow-left")
        back.clicked.connect(self.left)
        ground = surface("panel")
        row = QHBoxLayout(ground)
        row.setContentsMargins(20, 10, 24, 10)
        row.setSpacing(14)
        row.addWidget(back)
        title, quiet = text("screens.differences.title"), text("screens.differences.quiet")
        row.addWidget(TwoLines(title, quiet, role=TextRole.H2), 1)
        return ground

    def _make_footer(self) -> DockedFooter:
        footer = DockedFooter()
        later = Button(self._words.text("screens.differences.later"), kind=ButtonKind.GHOST)
        later.clicked.connect(self.left)
        self.confirm.clicked.connect(self.confirmed)
        footer.row.addWidget(self.all_mine)
        footer.row.addWidget(self.all_theirs)
        footer.row.addStretch(1)
        footer.row.addWidget(self._figures)
        footer.row.addWidget(later)
        footer.row.addWidget(self.confirm)
        return footer

    def _bind(self, keys: object, act: object) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)  # type: ignore[call-overload]
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)
