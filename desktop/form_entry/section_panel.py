"""One section as a page: questions in reading order, dependent ones in a block under their cause.

Questions that do not apply are hidden in place; the ones around them close up, and nothing
is built anew, so the field in which one types keeps its cursor. What the eye sees first is
built at once, the rest while nobody waits for it: a section of sixty questions opens as
quickly as one of six.
"""

from collections.abc import Iterator, Mapping
from itertools import groupby, pairwise, takewhile
from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.components.buttons import Button, ButtonKind, ButtonSize
from desktop.components.labels import ElidedLabel, Label
from desktop.form_entry.form_screen import QuestionCard, RepeatCards, SectionPage
from desktop.form_entry.places import repeat_of
from desktop.form_entry.question_block import QuestionBlock
from desktop.form_entry.question_panel import QuestionPanel
from desktop.form_entry.questions.input_ports import InputPorts
from desktop.form_entry.repeat_panel import RepeatPanel
from desktop.tokens import TextRole
from resources.words import Words

_AT_ONCE: Final = 8
_AT_A_TIME: Final = 2


class SectionPanel(QWidget):
    """The panels of one section."""

    answered = Signal(str, str)
    left = Signal(str)
    attached = Signal(str, object)
    entry_opened = Signal(str)
    entry_added = Signal(str)
    entry_removed = Signal(str)
    way_back_chosen = Signal()
    grew = Signal()  # more of its questions stand on the page now

    def __init__(self, page: SectionPage, words: Words, ports: InputPorts) -> None:
        super().__init__()
        self._words, self._ports = words, ports
        self._cards = {card.reference: card for card in page.cards}
        self._built: dict[str, QuestionPanel] = {}
        self.panels: Mapping[str, QuestionPanel] = _Panels(self)
        self.repeats: dict[str, RepeatPanel] = {}
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(18)
        column.addLayout(self._head(page))
        self._blocks = [
            QuestionBlock([card.reference for card in cards], is_follow_up=is_follow_up, parent=self)
            for is_follow_up, cards in groupby(page.cards, key=lambda card: card.is_follow_up)
        ]
        for block in self._blocks:
            column.addWidget(block.frame)
        column.addStretch(1)
        self._gone_to = ""  # the question somebody was led to
        self._idle = QTimer(self)
        self._idle.setInterval(0)
        self._idle.timeout.connect(lambda: self._build_some(_AT_A_TIME))
        self._build_some(_AT_ONCE)
        self.show_entries(page.repeats)
        self._idle.start()

    @property
    def references(self) -> tuple[str, ...]:
        return tuple(self._cards)

    def build(self, reference: str) -> QuestionPanel:
        """Give the panel of a question, built now if it is not yet."""
        if reference not in self._built:
            panel = QuestionPanel(self._cards[reference], self._words, self._ports)
            panel.hide()
            panel.setParent(self)
            panel.answered.connect(self.answered)
            panel.left.connect(self.left)
            panel.attached.connect(self.attached)
            self._built[reference] = panel
        return self._built[reference]

    def show_entries(self, repeats: tuple[RepeatCards, ...]) -> None:
        """Show the entries as they are now; what is gone leaves the page, the rest stays where it is."""
        shown = {cards.reference: cards for cards in repeats}
        for reference in self.repeats.keys() - shown.keys():
            self.repeats.pop(reference).deleteLater()
        for cards in repeats:
            if cards.reference not in self.repeats:
                panel = RepeatPanel(cards, self._words)
                panel.opened.connect(self.entry_opened)
                panel.added.connect(self.entry_added)
                panel.removed.connect(self.entry_removed)
                self.repeats[cards.reference] = panel
                self._column.insertWidget(self._column.count() - 1, panel)
            self.repeats[cards.reference].show_cards(cards)

    def update_card(self, card: QuestionCard) -> None:
        if card.reference not in self._cards:
            return
        self._cards[card.reference] = card
        if card.reference in self._built:
            self._built[card.reference].show_card(card)
        elif card.question.is_relevant:
            self.build(card.reference)
            self._idle.start()

    def arrange(self) -> None:
        for block in self._blocks:
            block.arrange(self._built)

    def focus(self, reference: str) -> None:
        """Go to a question; what stands above it is there by then, or the page would move under the eye."""
        if reference not in self._cards:
            return
        above = {*takewhile(lambda each: each != reference, self._cards), reference}
        for each in self._waiting():
            if each in above:
                self.build(each)
        self.arrange()
        self._gone_to = reference
        self.panels[reference].input.take_focus()

    def focus_again(self) -> None:
        """Take the focus where it was asked for last: at a draft's question, or at the first."""
        card = self._cards.get(self._gone_to)
        if card is not None and card.question.is_relevant:
            self.focus(self._gone_to)
        else:
            self.focus_first()

    def focus_first(self) -> None:
        applying = (each for each, card in self._cards.items() if card.question.is_relevant)
        first = next((each for each in applying if self.panels[each].input.can_answer), None)
        if first is not None:
            self.focus(first)
        elif self.repeats:
            next(iter(self.repeats.values())).take_focus()

    def focus_entry(self, reference: str) -> None:
        """Go to the card of an entry."""
        panel = self.repeats.get(repeat_of(reference))
        if panel is not None:
            panel.take_focus(reference)

    def _head(self, page: SectionPage) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(10)
        if page.way_back:
            back = Button(page.way_back, kind=ButtonKind.GHOST, size=ButtonSize.SMALL, icon="arrow-left")
            back.clicked.connect(self.way_back_chosen)
            head.addWidget(back)
        else:
            head.addWidget(Label(str(page.number), role=TextRole.H2))
        head.addWidget(ElidedLabel(page.title, role=TextRole.H2), 1)
        head.addWidget(Label(page.note, role=TextRole.CAPTION, tone="ink2"))
        return head

    def _build_some(self, number: int) -> None:
        waiting = self._waiting()
        for reference in waiting[:number]:
            self.build(reference)
        self.arrange()
        if len(waiting) <= number:
            self._idle.stop()
            self._chain()
            self.grew.emit()

    def _waiting(self) -> list[str]:
        return [
            reference
            for reference, card in self._cards.items()
            if card.question.is_relevant and reference not in self._built
        ]

    def _chain(self) -> None:
        """Let Tab go in reading order, in whatever order the questions were built."""
        built = (self._built[reference] for reference in self._cards if reference in self._built)
        stops = [stop for panel in built for stop in panel.focus_stops()]
        for before, after in pairwise(stops):
            QWidget.setTabOrder(before, after)


class _Panels(Mapping[str, QuestionPanel]):
    """The panels by reference, each built when somebody asks for it."""

    def __init__(self, section: SectionPanel) -> None:
        self._section = section

    def __getitem__(self, reference: str) -> QuestionPanel:
        if reference not in self._section.references:
            raise KeyError(reference)
        return self._section.build(reference)

    def __iter__(self) -> Iterator[str]:
        return iter(self._section.references)

    def __len__(self) -> int:
        return len(self._section.references)
