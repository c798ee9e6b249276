"""One record with its questions: the name on top, and for each question its sides as cards to choose."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from desktop.components.badge import Avatar
from desktop.components.buttons import Button, ButtonKind, ButtonSize
from desktop.components.card import Card, divider
from desktop.components.choice_card import ChoiceRadio
from desktop.components.icon_label import IconLabel
from desktop.components.labels import Label
from desktop.components.option_card import OptionGrid
from desktop.components.rows import TwoLines
from desktop.deciding.deciding_screen import DifferenceCard, RecordCard
from desktop.tokens import TextRole, Tone
from resources.words import Words


class RecordDifferences(Card):
    """Built anew whenever its facts change; tells what was chosen through the two functions it gets."""

    def __init__(
        self,
        card: RecordCard,
        words: Words,
        *,
        chosen: Callable[[str, int], None],
        reveal: Callable[[str], None],
    ) -> None:
        super().__init__(padding=20, spacing=14)
        self._words, self._chosen = words, chosen
        self._grids: list[OptionGrid] = []
        self.record_id = card.record_id
        self.reveal: Button | None = None
        head = QHBoxLayout()
        head.setSpacing(14)
        head.addWidget(Avatar(card.name, tone=Tone.BRICK, size=44))
        head.addWidget(TwoLines(card.name, card.detail, role=TextRole.H3), 1)
        if card.reveal:
            self.reveal = Button(card.reveal, kind=ButtonKind.GHOST, size=ButtonSize.SMALL)
            self.reveal.clicked.connect(lambda: reveal(card.record_id))
            head.addWidget(self.reveal)
        self.body.addLayout(head)
        for one in card.differences:
            self.body.addWidget(divider())
            self.body.addWidget(self._question(one))

    def set_columns(self, columns: int) -> None:
        for grid in self._grids:
            grid.set_columns(columns)

    def _question(self, one: DifferenceCard) -> QWidget:
        panel = QWidget()
        column = QVBoxLayout(panel)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(Label(one.label, role=TextRole.STRONG, wrap=True))
        column.addWidget(Label(one.before, role=TextRole.CAPTION, tone="ink2", wrap=True))
        group, cards = QButtonGroup(panel), []
        for place, side in enumerate(one.sides):
            mark = self._words.text("screens.differences.standing") if side.is_standing else ""
            card = ChoiceRadio(side.said, by=side.by, mark=mark, key_number=place + 1)
            card.setChecked(place == one.chosen)
            card.clicked.connect(lambda _=False, at=place: self._chosen(one.key, at))
            group.addButton(card)
            cards.append(card)
        grid = OptionGrid(cards, columns=2)
        grid.setAccessibleName(one.label)
        self._grids.append(grid)
        column.addWidget(grid)
        if one.note:
            column.addWidget(IconLabel(one.note, icon="info", tone=Tone.INFO), 0, Qt.AlignmentFlag.AlignTop)
        return panel
