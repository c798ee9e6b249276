"""One person, read-only: what stands now, what was filled and how far it came, and what changed."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from desktop.caseload.caseload_screen import Fact, FormCard, FormOffer, HistoryLine, RecordPage
from desktop.components.badge import Avatar
from desktop.components.banner import Banner
from desktop.components.buttons import Button, ButtonKind
from desktop.components.card import Card, divider
from desktop.components.chip import Chip
from desktop.components.delivery_stepper import DeliveryStepper
from desktop.components.icon_label import Icon, IconLabel
from desktop.components.labels import ElidedLabel, Label
from desktop.components.page import ScrollBody
from desktop.components.rows import TwoLines
from desktop.tokens import TextRole, Tone
from resources.words import Words


class RecordView(QWidget):
    """The page of one record; built anew for each, for nothing is typed here."""

    back_chosen = Signal()
    collect_chosen = Signal(str)  # the form to fill
    differences_chosen = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self.forms_menu: QMenu | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._content: QWidget = QWidget()
        self._column.addWidget(self._content)

    def show_record(self, page: RecordPage) -> None:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addWidget(self._head(page))
        banner = Banner()
        banner.act_chosen.connect(self.differences_chosen)
        column.addWidget(banner)
        banner.show_notice(page.notice)
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(self._left(page), 3)
        row.addWidget(self._history(page.history), 2)
        column.addLayout(row, 1)
        self._column.replaceWidget(self._content, content)
        self._content.hide()
        self._content.deleteLater()
        self._content = content
        content.show()

    def _head(self, page: RecordPage) -> QWidget:
        card = Card(padding=16, spacing=0)
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
        if page.other_forms:
            row.addWidget(self._other_forms(page.other_forms))
        row.addWidget(collect)
        card.body.addLayout(row)
        return card

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

    def _left(self, page: RecordPage) -> QWidget:
        scroll = ScrollBody(spacing=14)
        facts = Card(padding=18, spacing=10)
        facts.add_heading(self._say("fields"))
        for fact in page.facts:
            facts.body.addLayout(_fact(fact))
        forms = Card(padding=18, spacing=12)
        forms.add_heading(self._say("submissions"))
        for number, form in enumerate(page.forms):
            if number:
                forms.body.addWidget(divider())
            forms.body.addWidget(_form(form))
        if not page.forms:
            forms.body.addWidget(Label(self._say("no_submissions"), role=TextRole.SMALL, tone="ink3"))
        scroll.body.addWidget(forms)
        scroll.body.addWidget(facts)
        scroll.body.addStretch(1)
        return scroll

    def _history(self, lines: Sequence[HistoryLine]) -> QWidget:
        card = Card(padding=18, spacing=10)
        card.add_heading(self._say("history"))
        scroll = ScrollBody(spacing=14)
        for line in lines:
            scroll.body.addWidget(_line(line))
        if not lines:
            scroll.body.addWidget(Label(self._say("no_history"), role=TextRole.SMALL, tone="ink3"))
        scroll.body.addStretch(1)
        card.body.addWidget(scroll, 1)
        return card

    def _say(self, key: str) -> str:
        return self._words.text(f"screens.record.{key}")


def _fact(fact: Fact) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(10)
    row.addWidget(Icon(fact.icon, size=18))
    row.addWidget(Label(fact.label, role=TextRole.SMALL, tone="ink2"))
    row.addStretch(1)
    row.addWidget(ElidedLabel(fact.value, role=TextRole.BODY), 0, Qt.AlignmentFlag.AlignRight)
    return row


def _form(form: FormCard) -> QWidget:
    panel = QWidget()
    column = QVBoxLayout(panel)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(10)
    head = QHBoxLayout()
    head.addWidget(ElidedLabel(form.title, role=TextRole.LABEL), 1)
    head.addWidget(Label(form.by, role=TextRole.CAPTION, tone="ink2"))
    column.addLayout(head)
    column.addWidget(DeliveryStepper(form.steps))
    if form.problem:
        column.addWidget(IconLabel(form.problem, icon="undo-2", tone=Tone.DANGER))
    return panel


def _line(line: HistoryLine) -> QWidget:
    panel = QWidget()
    row = QHBoxLayout(panel)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(10)
    row.addWidget(Icon("history", tone=line.tone, size=18), 0, Qt.AlignmentFlag.AlignTop)
    column = QVBoxLayout()
    column.setSpacing(2)
    head = QHBoxLayout()
    head.addWidget(ElidedLabel(line.source, role=TextRole.SMALL), 1)
    head.addWidget(Label(line.moment, role=TextRole.CAPTION, tone="ink2"))
    column.addLayout(head)
    for change in line.changes:
        column.addWidget(Label(change, role=TextRole.CAPTION, tone="ink2", wrap=True))
    row.addLayout(column, 1)
    return panel
