"""One section as a page: questions in reading order, dependent ones in a block under their cause.

Short answers stand two beside each other, cards take the width. Questions that do not
apply are hidden in place; the ones around them close up, and nothing is built anew, so
the field in which one types keeps its cursor.
"""

from collections.abc import Sequence
from itertools import groupby

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.components.buttons import Button, ButtonKind, ButtonSize
from desktop.components.card import surface
from desktop.components.labels import ElidedLabel, Label
from desktop.form_entry.form_screen import QuestionCard, RepeatCards, SectionPage
from desktop.form_entry.question_panel import QuestionPanel
from desktop.form_entry.questions.input_ports import InputPorts
from desktop.form_entry.repeat_panel import RepeatPanel
from desktop.tokens import TextRole
from resources.words import Words


class _Block:
    """Questions that stand together, in two columns, with or without a ground of their own."""

    def __init__(self, panels: Sequence[QuestionPanel], *, is_follow_up: bool, parent: QWidget) -> None:
        self.frame: QWidget = surface("follow-up", parent=parent) if is_follow_up else QFrame(parent)
        self._panels = tuple(panels)
        self._shown: tuple[QuestionPanel, ...] = ()
        self._grid = QGridLayout(self.frame)
        side = 18 if is_follow_up else 0
        self._grid.setContentsMargins(side, side - 2 if side else 0, side, side)
        self._grid.setHorizontalSpacing(18)
        self._grid.setVerticalSpacing(18)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        for panel in self._panels:
            panel.setParent(self.frame)
        self.arrange()

    def arrange(self) -> None:
        """Put what applies into its cells; nothing moves when the same questions apply as before."""
        wanted = tuple(panel for panel in self._panels if panel.is_wanted)
        if wanted == self._shown and self._grid.count():
            return
        self._shown = wanted
        for panel in self._panels:
            self._grid.removeWidget(panel)
            panel.setVisible(panel.is_wanted)
        row = column = 0
        for panel in wanted:
            if panel.is_wide:
                row, column = row + (column > 0), 0
                self._grid.addWidget(panel, row, 0, 1, 2)
                row += 1
            else:
                self._grid.addWidget(panel, row, column)
                row, column = row + column, 1 - column
        self.frame.setVisible(bool(wanted))


class SectionPanel(QWidget):
    """The panels of one section."""

    answered = Signal(str, str)
    left = Signal(str)
    attached = Signal(str, object)
    entry_opened = Signal(str)
    entry_added = Signal(str)
    entry_removed = Signal(str)
    way_back_chosen = Signal()

    def __init__(self, page: SectionPage, words: Words, ports: InputPorts) -> None:
        super().__init__()
        self.panels = {card.reference: QuestionPanel(card, words, ports) for card in page.cards}
        for panel in self.panels.values():
            panel.answered.connect(self.answered)
            panel.left.connect(self.left)
            panel.attached.connect(self.attached)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(18)
        self._words, self._column = words, column
        self.repeats: dict[str, RepeatPanel] = {}
        head = QHBoxLayout()
        head.setSpacing(10)
        if page.way_back:
            back = Button(page.way_back, kind=ButtonKind.GHOST, size=ButtonSize.SMALL, icon="arrow-left")
            back.clicked.connect(self.way_back_chosen)
            head.addWidget(back)
        if not page.way_back:
            head.addWidget(Label(str(page.number), role=TextRole.H2))
        head.addWidget(ElidedLabel(page.title, role=TextRole.H2), 1)
        head.addWidget(Label(page.note, role=TextRole.CAPTION, tone="ink2"))
        column.addLayout(head)
        self._blocks = [
            _Block([self.panels[card.reference] for card in cards], is_follow_up=is_follow_up, parent=self)
            for is_follow_up, cards in groupby(page.cards, key=lambda card: card.is_follow_up)
        ]
        for block in self._blocks:
            column.addWidget(block.frame)
        column.addStretch(1)
        self.show_entries(page.repeats)

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
        panel = self.panels.get(card.reference)
        if panel is not None:
            panel.show_card(card)

    def arrange(self) -> None:
        for block in self._blocks:
            block.arrange()

    def focus(self, reference: str) -> None:
        if reference in self.panels:
            self.panels[reference].input.take_focus()

    def focus_first(self) -> None:
        open_panels = (panel for panel in self.panels.values() if panel.is_wanted)
        first = next((panel for panel in open_panels if panel.input.can_answer), None)
        if first is not None:
            first.input.take_focus()
        elif self.repeats:
            next(iter(self.repeats.values())).take_focus()
