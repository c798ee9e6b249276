"""新建采集: a few entries about somebody new, and beside them whoever is here already and may be the same.

Somebody new belongs to the household of whoever was chosen in the list, or to one that is new, too.
"""

from collections.abc import Mapping

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.caseload.caseload_screen import NewPersonPage, TwinCard
from desktop.caseload.list_pane import TYPING_PAUSE_MS
from desktop.components.badge import Avatar
from desktop.components.buttons import Button, ButtonKind, ButtonSize
from desktop.components.card import Card
from desktop.components.icon_label import Icon, IconLabel
from desktop.components.labels import Label
from desktop.components.page import DockedFooter, ScrollBody
from desktop.components.row_list import RowList
from desktop.components.rows import RowButton, TwoLines
from desktop.components.text_field import TextField
from desktop.tokens import TextRole, Tone
from resources.words import Words

_PLACE = ("address", "household_no")  # asked of a new household alone
_ASKED = ("person_name", "id_no", "phone", *_PLACE)


class NewPersonView(QWidget):
    """What is typed stays in its fields; `typed` comes after a pause."""

    typed = Signal(object)  # Mapping of field to text
    new_household_chosen = Signal()
    same_chosen = Signal(str)  # a person's id: this is the same person
    confirmed = Signal(object)
    left = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self.fields = {name: TextField(words.text(f"screens.record.field.{name}")) for name in _ASKED}
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(TYPING_PAUSE_MS)
        self._pause.timeout.connect(lambda: self.typed.emit(self.said()))
        asked = Card(padding=24, spacing=14)
        asked.add_heading(self._say("title"))
        self._house = Label("", role=TextRole.SMALL, tone="ink2", wrap=True)
        asked.body.addWidget(self._house)
        self.new_household = Button(
            self._say("another_household"), kind=ButtonKind.GHOST, size=ButtonSize.SMALL, icon="house"
        )
        self.new_household.clicked.connect(self.new_household_chosen)
        asked.body.addWidget(self.new_household, 0, Qt.AlignmentFlag.AlignLeft)
        for name, field in self.fields.items():
            field.edited.connect(lambda _text: self._pause.start())
            asked.body.addWidget(field)
            field.setVisible(name not in _PLACE)
        asked.body.addStretch(1)
        self.setFocusProxy(self.fields["person_name"].input)
        found = Card(padding=18, spacing=8)
        found.add_heading(self._say("here_already"))
        self._sentence = IconLabel(self._say("nobody_yet"), icon="info", tone="ink2")
        found.body.addWidget(self._sentence)
        self._same = Label(self._say("same"), role=TextRole.SMALL, tone="ink2", wrap=True)
        self._same.hide()
        found.body.addWidget(self._same)
        self.twins = RowList(spacing=8)
        found.body.addWidget(self.twins)
        found.body.addStretch(1)
        self._go_on = Button(self._say("go_on"), kind=ButtonKind.PRIMARY, trailing_icon="arrow-right")
        self._go_on.clicked.connect(lambda: self.confirmed.emit(self.said()))
        back = Button(self._words.text("screens.records.back"), icon="arrow-left")
        back.clicked.connect(self.left)
        footer = DockedFooter()
        footer.row.addWidget(back)
        footer.row.addStretch(1)
        footer.row.addWidget(self._go_on)
        columns = QHBoxLayout()
        columns.setSpacing(14)
        for card, share in ((asked, 3), (found, 2)):
            scroll = ScrollBody(spacing=0)
            scroll.body.addWidget(card)
            scroll.body.addStretch(1)
            columns.addWidget(scroll, share)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addLayout(columns, 1)
        column.addWidget(footer)

    def begin(self) -> None:
        for field in self.fields.values():
            field.set_text("")

    def said(self) -> Mapping[str, str]:
        """Give what was typed, without blanks."""
        return {
            name: "" if field.isHidden() else _without_blanks(name, field.text())
            for name, field in self.fields.items()
        }

    def show_page(self, page: NewPersonPage) -> None:
        self._house.setText(page.household)
        self.new_household.setHidden(page.is_new_household)
        for name in _PLACE:
            self.fields[name].setHidden(not page.is_new_household)
        self._sentence.show_status(
            page.sentence,
            icon="triangle-alert" if page.twins else "info",
            tone=Tone.WARN if page.twins else "ink2",
        )
        self._same.setHidden(not page.twins)
        self.twins.show_rows([self._twin(twin) for twin in page.twins])
        self._go_on.setEnabled(page.may_go_on)
        self._go_on.set_kind(ButtonKind.DEFAULT if page.twins else ButtonKind.PRIMARY)

    def _twin(self, twin: TwinCard) -> RowButton:
        words = TwoLines(twin.name, f"{twin.reason} · {twin.detail}")
        row = RowButton(words, leading=Avatar(twin.name), trailing=[Icon("chevron-right", size=18)])
        row.clicked.connect(lambda: self.same_chosen.emit(twin.id))
        return row

    def _say(self, key: str) -> str:
        return self._words.text(f"screens.new_person.{key}")


def _without_blanks(name: str, text: str) -> str:
    """Take blanks out of names and numbers; in an address they are part of it."""
    return (" " if name == "address" else "").join(text.split())
