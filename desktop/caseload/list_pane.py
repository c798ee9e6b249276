"""The left of 采集档案: the search field, the filters and the list; keys go where the eye is.

While something is typed the arrows move in the list and Enter opens, so nobody has to leave the field.
"""

from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.caseload.caseload_delegate import CaseloadDelegate
from desktop.caseload.caseload_model import CaseloadModel
from desktop.caseload.caseload_screen import FilterPill, VillageChoice
from desktop.components.buttons import Button, ButtonKind
from desktop.components.card import Card
from desktop.components.chip import ChipButton
from desktop.components.empty_state import EmptyState
from desktop.components.flow import FlowLayout
from desktop.components.icon_label import Icon
from desktop.components.kept_place import keeping_place, keeping_top_row
from desktop.components.labels import Label
from desktop.components.restyled import Restyled
from desktop.theme import Theme, current_theme
from desktop.tokens import TextRole, Tone
from resources.words import Words

# A good typist leaves 100 ms between keys; whoever waits this long wants to see something.
TYPING_PAUSE_MS: Final = 80
_LAID_OUT_AT_ONCE: Final = 2_000
_MOVING: Final = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown})


class _SearchField(Restyled, QLineEdit):
    """A line with a glass that grows with the text, which the icon of an action does not."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 0, 0, 0)
        row.addWidget(Icon("search"))
        row.addStretch(1)
        self.restyle(current_theme())

    def restyle(self, theme: Theme) -> None:
        self.setTextMargins(theme.px(24), 0, 0, 0)


class ListPane(QWidget):
    """Shows who is there; `chosen` is looked at, `opened` is opened."""

    searched = Signal(str)
    filter_chosen = Signal(str)
    village_chosen = Signal(str)
    chosen = Signal(str)
    opened = Signal(str)
    monitor_chosen = Signal()
    scan_chosen = Signal()
    new_person_chosen = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self.search = self._search_field()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE_MS)
        self._pause.timeout.connect(lambda: self.searched.emit(self.search.text()))
        self.search.textChanged.connect(self._typed)
        self.count = Label(role=TextRole.SMALL, tone="ink2")
        self.villages = Button(words.text("screens.records.villages"), icon="list-filter")
        self.villages.hide()
        self.model = CaseloadModel()
        self.list = self._list_view()
        self._offered: tuple[VillageChoice, ...] = ()
        self._pills: dict[str, ChipButton] = {}
        self._pill_row = FlowLayout(spacing=8)
        self._body = QStackedWidget()
        self._body.addWidget(self.list)
        self._other: QWidget | None = None
        self._footer = Label(
            words.text("screens.records.footer"), role=TextRole.SMALL, tone="ink3", wrap=True
        )
        self._footer.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(self._head())
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addLayout(self._pill_row, 1)
        row.addWidget(self.villages, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row)
        self.card = Card(padding=1, spacing=0)
        self.card.body.addWidget(self._body, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(18, 8, 18, 10)
        foot.setSpacing(18)
        foot.addWidget(self.count)
        foot.addWidget(self._footer, 1)
        self.card.body.addLayout(foot)
        self.beside = QHBoxLayout()
        self.beside.setSpacing(14)
        self.beside.addWidget(self.card, 9)
        column.addLayout(self.beside, 1)

    def show_ids(self, ids: tuple[str, ...]) -> None:
        kept = self.model.id_at(self.list.currentIndex())
        self.model.show_ids(ids)
        self._body.setCurrentWidget(self.list)
        row = self.model.row_of(kept) if kept is not None else None
        if ids:
            self.list.setCurrentIndex(self.model.index(row or 0, 0))

    def update_ids(self, ids: tuple[str, ...]) -> None:
        """List who is there now, with whoever is on top of the screen where they are."""
        with keeping_top_row(self.list, id_at=self.model.id_at, row_of=self.model.row_of):
            self.show_ids(ids)

    def show_filters(self, pills: tuple[FilterPill, ...], villages: tuple[VillageChoice, ...]) -> None:
        for pill in pills:
            if pill.key not in self._pills:
                self._add_pill(pill)
            self._pills[pill.key].show_status(pill.label, tone=Tone.PRIMARY if pill.is_on else Tone.OFF)
        if villages == self._offered:
            return
        self._offered = villages
        self.villages.setVisible(bool(villages))
        menu = QMenu(self.villages)
        for village in villages:
            action = menu.addAction(village.label)
            action.setCheckable(True)
            action.setChecked(village.is_on)
            action.triggered.connect(lambda _=False, code=village.code: self.village_chosen.emit(code))
            if village.is_on:
                self.villages.set_text(village.label)
        self.villages.setMenu(menu)

    def show_count(self, text: str) -> None:
        self.count.setText(text)

    def show_empty(self, sentence: str, act: str) -> None:
        empty = EmptyState(sentence, icon="users", act=act)
        empty.act_chosen.connect(self.scan_chosen)
        with keeping_place(self):
            self._show_instead(empty)

    def show_loading(self, text: str) -> None:
        self._show_instead(EmptyState(text, icon="loader"))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 — Qt's name
        is_key = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress
        if watched is self.search and isinstance(event, QKeyEvent) and is_key and event.key() in _MOVING:
            QApplication.sendEvent(self.list, event)
            return True
        return super().eventFilter(watched, event)

    def open_current(self) -> None:
        """Open whoever is chosen; what was typed last is asked first."""
        if self._pause.isActive():
            self._pause.stop()
            self.searched.emit(self.search.text())
        self._open(self.list.currentIndex())

    def search_for(self, query: str) -> None:
        """Ask for this at once, as if it had been typed."""
        self.search.setText(query)
        self._pause.stop()
        self.searched.emit(query)

    def _typed(self, text: str) -> None:
        if text:
            self._pause.start()
        else:
            self._pause.stop()
            self.searched.emit("")

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self.search, 1)
        monitor = Button(self._words.text("screens.records.monitor"), kind=ButtonKind.GHOST, icon="briefcase")
        monitor.clicked.connect(self.monitor_chosen)
        new = Button(self._words.text("screens.new_person.act"), icon="user-plus", key_hint="Ctrl+N")
        new.clicked.connect(self.new_person_chosen)
        head.addWidget(new)
        head.addWidget(monitor)
        return head

    def _search_field(self) -> QLineEdit:
        search = _SearchField()
        search.setClearButtonEnabled(True)
        search.setAccessibleName(self._words.text("screens.records.search"))
        search.setPlaceholderText(self._words.text("screens.records.search_hint"))
        search.returnPressed.connect(self.open_current)
        search.installEventFilter(self)
        return search

    def _list_view(self) -> QListView:
        view = QListView()
        view.setModel(self.model)
        view.setItemDelegate(CaseloadDelegate(view))
        view.setUniformItemSizes(True)
        # All at once would ask the model a hundred thousand times before the first line is seen.
        view.setLayoutMode(QListView.LayoutMode.Batched)
        view.setBatchSize(_LAID_OUT_AT_ONCE)
        view.setMouseTracking(True)
        view.setFrameShape(QFrame.Shape.NoFrame)
        view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        view.setAccessibleName(self._words.text("screens.records.list"))
        view.activated.connect(self._open)
        view.selectionModel().currentChanged.connect(self._choose)
        return view

    def _add_pill(self, pill: FilterPill) -> None:
        button = ChipButton(pill.label)
        button.clicked.connect(lambda: self.filter_chosen.emit(pill.key))
        self._pills[pill.key] = button
        self._pill_row.addWidget(button)

    def _choose(self, current: QModelIndex) -> None:
        person_id = self.model.id_at(current)
        if person_id is not None:
            self.chosen.emit(person_id)

    def _open(self, index: QModelIndex) -> None:
        person_id = self.model.id_at(index)
        if person_id is not None:
            self.opened.emit(person_id)

    def _show_instead(self, other: QWidget) -> None:
        if self._other is not None:
            self._body.removeWidget(self._other)
            self._other.hide()
            self._other.deleteLater()
        self._other = other
        self._body.addWidget(other)
        self._body.setCurrentWidget(other)
