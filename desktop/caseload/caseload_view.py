"""The page 采集档案: the list with the chosen person beside it; and over both the page of one record."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.caseload.caseload_screen import FilterPill, ListedPerson, RecordPage, VillageChoice
from desktop.caseload.joining_view import JoiningView
from desktop.caseload.list_pane import ListPane
from desktop.caseload.new_person_view import NewPersonView
from desktop.caseload.preview_panel import PreviewPanel
from desktop.caseload.record_view import RecordView
from desktop.components.banner import Banner
from desktop.components.notice import Notice
from desktop.shell.layout import WindowLayout
from desktop.tokens import Tone
from resources.words import Words


class CaseloadView(QWidget):
    """The page itself; implements `CaseloadScreen`."""

    searched = Signal(str)
    filter_chosen = Signal(str)
    village_chosen = Signal(str)
    rows_wanted = Signal(object)  # tuple of ids
    person_chosen = Signal(str)
    record_chosen = Signal(str)
    member_chosen = Signal(str)
    record_closed = Signal()
    collect_chosen = Signal(str)  # the form to fill about the person at hand
    reveal_asked = Signal(str)  # what for
    mask_asked = Signal()
    differences_chosen = Signal()
    monitor_chosen = Signal()
    scan_chosen = Signal()
    twin_chosen = Signal(str)
    part_chosen = Signal(str)
    new_person_wanted = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self.pane = ListPane(words)
        self.search, self.list, self.model = self.pane.search, self.pane.list, self.pane.model
        self.setFocusProxy(self.search)
        self.preview = PreviewPanel(words)
        self.pane.beside.addWidget(self.preview, 5)
        self.record = RecordView(words)
        self.banner = Banner()
        self._pages = QStackedWidget()
        self._pages.addWidget(self.pane)
        self._pages.addWidget(self.record)
        self.joining = JoiningView(words)
        self.new_person = NewPersonView(words)
        for sheet in (self.joining, self.new_person):
            self._pages.addWidget(sheet)
            sheet.left.connect(self.leave_sheet)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addWidget(self.banner)
        column.addWidget(self._pages, 1)
        self._connect()
        begin = QShortcut(QKeySequence("Ctrl+N"), self)
        begin.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        begin.activated.connect(self.begin_person)
        escape = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self._step_back)

    def show_ids(self, ids: tuple[str, ...]) -> None:
        self.banner.show_notice(None)
        if not ids:
            self.preview.clear()
        self.pane.show_ids(ids)

    def update_ids(self, ids: tuple[str, ...]) -> None:
        """List who is there now; whoever scrolls, reads a notice or has a sheet open is left alone."""
        if not ids:
            self.preview.clear()
        self.pane.update_ids(ids)

    def show_rows(self, people: tuple[ListedPerson, ...]) -> None:
        self.model.show_rows(people)

    def forget_people(self) -> None:
        """Show nobody any more, on no sheet: the records are closed, or cannot be read."""
        self.model.forget()
        self.preview.clear()
        self._pages.setCurrentWidget(self.pane)

    def show_loading(self) -> None:
        self.pane.show_loading(self._words.text("screens.records.loading"))

    def show_filters(self, pills: tuple[FilterPill, ...], villages: tuple[VillageChoice, ...]) -> None:
        self.pane.show_filters(pills, villages)

    def show_count(self, text: str) -> None:
        self.pane.show_count(text)

    def show_empty(self, sentence: str, act: str) -> None:
        self.pane.show_empty(sentence, act)

    def show_preview(self, page: RecordPage) -> None:
        self.preview.show_record(page)

    def show_record(self, page: RecordPage) -> None:
        self.banner.show_notice(None)
        self.record.show_record(page)
        self._pages.setCurrentWidget(self.record)

    def update_record(self, page: RecordPage) -> None:
        """Show what is new in the record, wherever the officer is meanwhile."""
        self.record.update_record(page)

    def leave_record(self) -> None:
        """The record is not here any more; whoever is on a sheet stays there."""
        if self._pages.currentWidget() is self.record:
            self._pages.setCurrentWidget(self.pane)

    def show_list(self) -> None:
        self._pages.setCurrentIndex(0)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_failure(self, title: str, explanation: str) -> None:
        self.banner.show_notice(Notice(Tone.WARN, "triangle-alert", title, quiet=explanation))

    def begin_person(self) -> None:
        """Ask who is new."""
        self.new_person.begin()
        self._pages.setCurrentWidget(self.new_person)
        self.new_person.setFocus(Qt.FocusReason.OtherFocusReason)
        self.new_person_wanted.emit()

    def leave_sheet(self) -> None:
        """Go back to the list; what was only looked at is left as it was."""
        self.record_closed.emit()
        self._pages.setCurrentIndex(0)

    @property
    def is_comparing(self) -> bool:
        """Say whether two records lie side by side."""
        return self._pages.currentWidget() is self.joining

    def come_again(self) -> None:
        """The page was chosen while it is open: back from one record to all of them."""
        if self._pages.currentWidget() is not self.pane:
            self.leave_sheet()

    def search_for(self, query: str) -> None:
        """Show who is found by what came from elsewhere; a record that was open is left."""
        self.come_again()
        self.pane.search_for(query)

    def adapt(self, layout: WindowLayout) -> None:
        self.preview.setVisible(not layout.is_compact)
        self.record.set_narrow(is_narrow=layout.is_narrow)
        self.joining.adapt(layout)

    def _connect(self) -> None:
        pane = self.pane
        pane.searched.connect(self.searched)
        pane.filter_chosen.connect(self.filter_chosen)
        pane.village_chosen.connect(self.village_chosen)
        pane.chosen.connect(self.person_chosen)
        pane.opened.connect(self.record_chosen)
        pane.list.clicked.connect(self._open_if_alone)
        pane.model.wanted.connect(self.rows_wanted)
        pane.monitor_chosen.connect(self.monitor_chosen)
        pane.scan_chosen.connect(self.scan_chosen)
        self.record.back_chosen.connect(self.record_closed)
        self.record.differences_chosen.connect(self.differences_chosen)
        self.record.member_chosen.connect(self.member_chosen)
        self.record.twin_chosen.connect(self._compare)
        self.record.part_chosen.connect(self.part_chosen)
        self.new_person.same_chosen.connect(self.record_chosen)
        pane.new_person_chosen.connect(self.begin_person)
        self.preview.open_chosen.connect(self.record_chosen)
        for part in (self.record, self.preview):
            part.collect_chosen.connect(self.collect_chosen)
            part.reveal_asked.connect(self.reveal_asked)
            part.mask_asked.connect(self.mask_asked)

    def _compare(self, twin: str) -> None:
        self.joining.clear()
        self._pages.setCurrentWidget(self.joining)
        self.twin_chosen.emit(twin)

    def _open_if_alone(self) -> None:
        """Where there is no room for a preview, one press opens."""
        if self.preview.isHidden():
            self.pane.open_current()

    def _step_back(self) -> None:
        if self._pages.currentWidget() is self.record:
            self.record_closed.emit()
        elif self._pages.currentWidget() is not self.pane:
            self.leave_sheet()
        else:
            self.search.clear()
