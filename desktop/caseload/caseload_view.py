"""The page 采集档案: a search field, filters, the list; and over it the page of one record."""

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QAction, QIcon, QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QListView, QStackedWidget, QVBoxLayout, QWidget

from desktop.caseload.caseload_delegate import CaseloadDelegate
from desktop.caseload.caseload_model import CaseloadModel
from desktop.caseload.caseload_screen import FilterPill, ListedPerson, RecordPage
from desktop.caseload.record_view import RecordView
from desktop.components.banner import Banner
from desktop.components.buttons import Button, ButtonKind
from desktop.components.card import Card
from desktop.components.chip import ChipButton
from desktop.components.empty_state import EmptyState
from desktop.components.labels import Label
from desktop.components.notice import Notice
from desktop.icons import pixmap
from desktop.shell.layout import WindowLayout
from desktop.theme import current_theme
from desktop.tokens import TextRole, Tone
from resources.words import Words


class CaseloadView(QWidget):
    """The page itself; implements `CaseloadScreen`."""

    searched = Signal(str)
    filter_chosen = Signal(str)
    record_chosen = Signal(str)
    record_closed = Signal()
    collect_chosen = Signal(str)  # the form to fill about the open record
    differences_chosen = Signal()
    monitor_chosen = Signal()
    scan_chosen = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName(words.text("screens.records.search"))
        self.search.setPlaceholderText(words.text("screens.records.search_hint"))
        colour = current_theme().palette.ink2
        glass = QAction(QIcon(pixmap("search", colour, 20)), "", self.search)
        self.search.addAction(glass, QLineEdit.ActionPosition.LeadingPosition)
        self.search.textChanged.connect(self.searched)
        self.search.returnPressed.connect(self._open_first)
        self.setFocusProxy(self.search)
        self._count = Label(role=TextRole.SMALL, tone="ink2")
        self._pills: dict[str, ChipButton] = {}
        self._pill_row = QHBoxLayout()
        self._pill_row.setSpacing(8)
        self._pill_row.addStretch(1)
        self.model = CaseloadModel()
        self.list = self._list_view()
        self._body = QStackedWidget()
        self._body.addWidget(self.list)
        self._empty: EmptyState | None = None
        self.record = RecordView(words)
        self.record.back_chosen.connect(self.record_closed)
        self.record.collect_chosen.connect(self.collect_chosen)
        self.record.differences_chosen.connect(self.differences_chosen)
        self.banner = Banner()
        self._pages = QStackedWidget()
        self._pages.addWidget(self._list_page())
        self._pages.addWidget(self.record)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addWidget(self.banner)
        column.addWidget(self._pages, 1)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self._step_back)

    def show_people(self, people: tuple[ListedPerson, ...]) -> None:
        self.banner.show_notice(None)
        self.model.show_people(people)
        self._body.setCurrentWidget(self.list)

    def show_filters(self, pills: tuple[FilterPill, ...]) -> None:
        for pill in pills:
            if pill.key not in self._pills:
                self._add_pill(pill)
            tone = Tone.PRIMARY if pill.is_on else Tone.OFF
            self._pills[pill.key].show_status(pill.label, tone=tone)

    def show_count(self, text: str) -> None:
        self._count.setText(text)

    def show_empty(self, sentence: str, act: str) -> None:
        if self._empty is not None:
            self._body.removeWidget(self._empty)
            self._empty.deleteLater()
        self._empty = EmptyState(sentence, icon="users", act=act)
        self._empty.act_chosen.connect(self.scan_chosen)
        self._body.addWidget(self._empty)
        self._body.setCurrentWidget(self._empty)

    def show_record(self, page: RecordPage) -> None:
        self.banner.show_notice(None)
        self.record.show_record(page)
        self._pages.setCurrentWidget(self.record)

    def show_list(self) -> None:
        self._pages.setCurrentIndex(0)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_failure(self, title: str, explanation: str) -> None:
        self.banner.show_notice(Notice(Tone.WARN, "triangle-alert", title, quiet=explanation))
        self._pages.setCurrentIndex(0)

    def come_again(self) -> None:
        """The page was chosen while it is open: back from one record to all of them."""
        if self._pages.currentWidget() is self.record:
            self.record_closed.emit()

    def adapt(self, layout: WindowLayout) -> None:
        self._count.setVisible(not layout.is_compact)

    def _list_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        head = QHBoxLayout()
        head.setSpacing(10)
        head.addWidget(self.search, 1)
        monitor = Button(self._words.text("screens.records.monitor"), kind=ButtonKind.SOFT, icon="briefcase")
        monitor.clicked.connect(self.monitor_chosen)
        head.addWidget(monitor)
        column.addLayout(head)
        row = QHBoxLayout()
        row.addLayout(self._pill_row, 1)
        row.addWidget(self._count)
        column.addLayout(row)
        card = Card(padding=1, spacing=0)
        card.body.addWidget(self._body)
        column.addWidget(card, 1)
        return page

    def _list_view(self) -> QListView:
        view = QListView()
        view.setModel(self.model)
        view.setItemDelegate(CaseloadDelegate(view))
        view.setUniformItemSizes(True)
        view.setMouseTracking(True)
        view.setFrameShape(QFrame.Shape.NoFrame)
        view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        view.setAccessibleName(self._words.text("screens.records.list"))
        view.clicked.connect(self._open)
        view.activated.connect(self._open)
        return view

    def _add_pill(self, pill: FilterPill) -> None:
        button = ChipButton(pill.label)
        button.clicked.connect(lambda: self.filter_chosen.emit(pill.key))
        self._pills[pill.key] = button
        self._pill_row.insertWidget(self._pill_row.count() - 1, button)

    def _open(self, index: QModelIndex) -> None:
        person = self.model.person_at(index)
        if person is not None:
            self.record_chosen.emit(person.id)

    def _open_first(self) -> None:
        self._open(self.model.index(0, 0))

    def _step_back(self) -> None:
        if self._pages.currentWidget() is self.record:
            self.record_closed.emit()
        else:
            self.search.clear()
