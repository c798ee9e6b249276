"""One person, read-only: what stands now and who lives there, what was filled, what changed, the files."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from desktop.caseload.caseload_screen import FormOffer, RecordPage
from desktop.caseload.record_parts import fact_line, file_row, form_block, history_block, member_row, twin_row
from desktop.caseload.reveal_prompt import RevealPrompt
from desktop.components.badge import Avatar
from desktop.components.banner import Banner
from desktop.components.buttons import Button, ButtonKind
from desktop.components.card import Card, divider
from desktop.components.chip import Chip, ChipButton
from desktop.components.kept_place import keeping_place
from desktop.components.labels import Label
from desktop.components.page import ScrollBody
from desktop.components.rows import TwoLines
from desktop.tokens import TextRole, Tone
from resources.words import Words

_TABS: Final = ("tab_overview", "tab_forms", "tab_history", "tab_files")


class RecordView(QWidget):
    """The page of one record; built anew for each, and in place when something in it has changed."""

    back_chosen = Signal()
    collect_chosen = Signal(str)  # the form to fill
    differences_chosen = Signal()
    member_chosen = Signal(str)
    reveal_asked = Signal(str)  # what for
    mask_asked = Signal()
    twin_chosen = Signal(str)
    part_chosen = Signal(str)

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self.forms_menu: QMenu | None = None
        self.reveal: RevealPrompt | None = None
        self.tabs: tuple[ChipButton, ...] = ()
        self._person_id, self._tab = "", 0
        self._page: RecordPage | None = None
        self._is_narrow = False
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._content: QWidget = QWidget()
        self._column.addWidget(self._content)

    def set_narrow(self, *, is_narrow: bool) -> None:
        """Put all in one column, where two would leave each too little."""
        if is_narrow != self._is_narrow:
            self._is_narrow = is_narrow
            if self._page is not None:
                self._show_in_place(self._page)

    def update_record(self, page: RecordPage) -> None:
        """Show what has changed; whoever reads or types a purpose stays at it."""
        if page != self._page:
            self._show_in_place(page)

    def _show_in_place(self, page: RecordPage) -> None:
        before = self.reveal
        with keeping_place(self):
            self.show_record(page)
            if before is not None and self.reveal is not None:
                self.reveal.take_up(before.standing)

    def show_record(self, page: RecordPage) -> None:
        self._page = page
        if page.person_id != self._person_id:
            self._person_id, self._tab = page.person_id, 0
        self.reveal = self._reveal(page)
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addWidget(self._head(page, self.reveal))
        banner = Banner()
        banner.act_chosen.connect(self.differences_chosen)
        column.addWidget(banner)
        banner.show_notice(page.notice)
        body = QStackedWidget()
        for part in (self._overview(page), self._forms(page), self._history(page), self._files(page)):
            body.addWidget(part)
        column.addLayout(self._tab_row(body))
        column.addWidget(body, 1)
        self._column.replaceWidget(self._content, content)
        self._content.hide()
        self._content.deleteLater()
        self._content = content
        content.show()
        self.reveal.show_state(is_shown=page.is_shown)
        self._choose_tab(self._tab, body)

    def _head(self, page: RecordPage, reveal: RevealPrompt) -> QWidget:
        card = Card(padding=16, spacing=8)
        back = Button(self._words.text("screens.records.back"), kind=ButtonKind.GHOST, icon="arrow-left")
        back.clicked.connect(self.back_chosen)
        collect = Button(page.collect.label, kind=ButtonKind.PRIMARY, icon="pencil")
        collect.clicked.connect(lambda: self.collect_chosen.emit(page.collect.form_id))
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(back)
        row.addWidget(Avatar(page.name, tone=Tone.BRICK, size=52))
        row.addWidget(TwoLines(page.name, page.detail, role=TextRole.H2), 1)
        row.addWidget(Chip(page.status, tone=page.status_tone))
        card.body.addLayout(row)
        acts = row
        if self._is_narrow:
            acts = QHBoxLayout()
            acts.setSpacing(14)
            acts.addStretch(1)
            card.body.addLayout(acts)
        acts.addWidget(reveal.button)
        if page.other_forms:
            acts.addWidget(self._other_forms(page.other_forms))
        acts.addWidget(collect)
        card.body.addWidget(reveal)
        return card

    def _reveal(self, page: RecordPage) -> RevealPrompt:
        reveal = RevealPrompt(self._words)
        reveal.asked.connect(self.reveal_asked)
        reveal.ended.connect(self.mask_asked)
        reveal.button.setAccessibleDescription(page.name)
        return reveal

    def _other_forms(self, offers: Sequence[FormOffer]) -> Button:
        button = Button(self._words.text("screens.records.other_forms"), trailing_icon="chevron-down")
        menu = QMenu(button)
        for offer in offers:
            action = menu.addAction(offer.label)
            action.setEnabled(offer.is_open)
            action.triggered.connect(lambda _=False, form_id=offer.form_id: self.collect_chosen.emit(form_id))
        button.clicked.connect(lambda: menu.popup(button.mapToGlobal(button.rect().bottomLeft())))
        self.forms_menu = menu
        return button

    def _tab_row(self, body: QStackedWidget) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        tabs = []
        for number, key in enumerate(_TABS):
            tab = ChipButton(self._say(key))
            tab.clicked.connect(lambda _=False, number=number: self._choose_tab(number, body))
            row.addWidget(tab)
            tabs.append(tab)
        row.addStretch(1)
        self.tabs = tuple(tabs)
        return row

    def _choose_tab(self, number: int, body: QStackedWidget) -> None:
        self._tab = number
        body.setCurrentIndex(number)
        for place, tab in enumerate(self.tabs):
            tab.show_status(tab.text(), tone=Tone.PRIMARY if place == number else Tone.OFF)

    def _overview(self, page: RecordPage) -> QWidget:
        both = QWidget()
        facts = Card(padding=18, spacing=10)
        facts.add_heading(self._say("fields"))
        if page.tags:
            tags = QHBoxLayout()
            tags.setSpacing(8)
            for text, tone in page.tags:
                tags.addWidget(Chip(text, tone=tone))
            tags.addStretch(1)
            facts.body.addLayout(tags)
        for fact in page.facts:
            facts.body.addLayout(fact_line(fact))
        beside = ScrollBody(spacing=14)
        if page.twins or page.absorbed:
            beside.body.addWidget(self._twins(page))
        beside.body.addWidget(self._household(page))
        beside.body.addStretch(1)
        row = QHBoxLayout(both)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        if self._is_narrow:
            beside.body.insertWidget(0, facts)
        else:
            row.addWidget(_scrolling(facts), 3)
        row.addWidget(beside, 2)
        return both

    def _twins(self, page: RecordPage) -> Card:
        card = Card(padding=18, spacing=4)
        card.add_heading(self._say("twins" if page.twins else "joined_records"))
        for twin in page.twins:
            card.body.addWidget(twin_row(twin, act=self._say("compare"), choose=self.twin_chosen.emit))
        for twin in page.absorbed:
            card.body.addWidget(twin_row(twin, act=self._say("part"), choose=self.part_chosen.emit))
        return card

    def _household(self, page: RecordPage) -> Card:
        card = Card(padding=18, spacing=8)
        card.add_heading(self._words.count("screens.record.household_of", len(page.members)))
        if page.household:
            card.body.addWidget(Label(page.household, role=TextRole.SMALL, tone="ink2", wrap=True))
        here = self._say("is_this")
        for member in page.members:
            card.body.addWidget(member_row(member, here=here, choose=self.member_chosen.emit))
        return card

    def _forms(self, page: RecordPage) -> QWidget:
        card = Card(padding=18, spacing=12)
        card.add_heading(self._say("submissions"))
        return _listed(card, [form_block(form) for form in page.forms], self._say("no_submissions"))

    def _history(self, page: RecordPage) -> QWidget:
        card = Card(padding=18, spacing=12)
        card.add_heading(self._say("history"))
        return _listed(card, [history_block(line) for line in page.history], self._say("no_history"))

    def _files(self, page: RecordPage) -> QWidget:
        card = Card(padding=18, spacing=8)
        card.add_heading(self._say("tab_files"))
        return _listed(card, [file_row(file) for file in page.files], self._say("no_files"))

    def _say(self, key: str) -> str:
        return self._words.text(f"screens.record.{key}")


def _listed(card: Card, rows: Sequence[QWidget], nothing: str) -> QWidget:
    for number, row in enumerate(rows):
        if number:
            card.body.addWidget(divider())
        card.body.addWidget(row)
    if not rows:
        card.body.addWidget(Label(nothing, role=TextRole.SMALL, tone="ink3"))
    return _scrolling(card)


def _scrolling(card: Card) -> ScrollBody:
    scroll = ScrollBody(spacing=0)
    scroll.body.addWidget(card)
    scroll.body.addStretch(1)
    return scroll
