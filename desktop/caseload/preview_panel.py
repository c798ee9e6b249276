"""The person chosen in the list, beside it: enough to be sure it is the right one, and the next step."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.caseload.caseload_screen import RecordPage
from desktop.caseload.record_parts import fact_line, short_history
from desktop.caseload.reveal_prompt import RevealPrompt
from desktop.components.badge import Avatar
from desktop.components.buttons import Button, ButtonKind
from desktop.components.card import Card, divider
from desktop.components.chip import Chip
from desktop.components.kept_place import keeping_place
from desktop.components.labels import ElidedLabel, Label
from desktop.components.page import ScrollBody
from desktop.components.rows import TwoLines
from desktop.tokens import TextRole, Tone
from resources.words import Words

_FACTS = 5
_LINES = 3


class PreviewPanel(QWidget):
    """Built anew for each person; empty until one is chosen."""

    open_chosen = Signal(str)
    collect_chosen = Signal(str)  # the form to fill
    reveal_asked = Signal(str)
    mask_asked = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self.setAccessibleName(words.text("screens.records.preview"))
        self.reveal: RevealPrompt | None = None
        self._page: RecordPage | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._card: QWidget = Card(padding=20)
        self._column.addWidget(self._card)

    def clear(self) -> None:
        self.reveal = self._page = None
        self._replace(Card(padding=20))

    def show_record(self, page: RecordPage) -> None:
        """Show whoever was chosen; somebody who is shown already changes under the eye, not the hand."""
        before, shown, self._page = self.reveal, self._page, page
        if shown is None or before is None or page.person_id != shown.person_id:
            self._show(page)
        elif page != shown:
            with keeping_place(self):
                self._show(page).take_up(before.standing)

    def _show(self, page: RecordPage) -> RevealPrompt:
        card = Card(padding=20, spacing=10)
        reveal = RevealPrompt(self._words)
        reveal.asked.connect(self.reveal_asked)
        reveal.ended.connect(self.mask_asked)
        head = QHBoxLayout()
        head.setSpacing(14)
        head.addWidget(Avatar(page.name, tone=Tone.BRICK, size=56))
        head.addWidget(TwoLines(page.name, page.detail, role=TextRole.H2), 1)
        head.addWidget(reveal.button)
        card.body.addLayout(head)
        card.body.addWidget(reveal)
        scroll = ScrollBody(spacing=10)
        scroll.body.addLayout(_tags(page))
        scroll.body.addWidget(divider())
        for fact in page.facts[:_FACTS]:
            scroll.body.addLayout(fact_line(fact))
        scroll.body.addWidget(divider())
        if len(page.members) > 1:
            text = self._words.count("screens.record.household_of", len(page.members))
            mates = "、".join(member.name for member in page.members if not member.is_this)
            scroll.body.addWidget(Label(text, role=TextRole.STRONG))
            scroll.body.addWidget(ElidedLabel(mates, role=TextRole.SMALL, tone="ink2"))
        scroll.body.addWidget(Label(self._words.text("screens.record.history"), role=TextRole.STRONG))
        for line in short_history(page.history[:_LINES]):
            scroll.body.addWidget(line)
        scroll.body.addStretch(1)
        card.body.addWidget(scroll, 1)
        card.body.addLayout(self._buttons(page))
        self.reveal = reveal
        self._replace(card)
        reveal.show_state(is_shown=page.is_shown)
        return reveal

    def _buttons(self, page: RecordPage) -> QHBoxLayout:
        whole = Button(self._words.text("screens.records.open_full"))
        whole.clicked.connect(lambda: self.open_chosen.emit(page.person_id))
        collect = Button(page.collect.label, kind=ButtonKind.PRIMARY)
        collect.clicked.connect(lambda: self.collect_chosen.emit(page.collect.form_id))
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(whole, 1)
        row.addWidget(collect, 1)
        return row

    def _replace(self, card: QWidget) -> None:
        self._column.replaceWidget(self._card, card)
        self._card.hide()
        self._card.deleteLater()
        self._card = card
        card.show()


def _tags(page: RecordPage) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    for text, tone in ((page.status, page.status_tone), *page.tags[:2]):
        row.addWidget(Chip(text, tone=tone))
    row.addStretch(1)
    return row
