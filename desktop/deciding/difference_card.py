"""One record with its questions: the name on top, for each question what it was and its sides to choose.

With room enough the sides of all questions stand in two columns, this computer's at the left. What
nobody differs about is folded away, and a line at the bottom takes the reason.
"""

from collections.abc import Callable, Mapping

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QButtonGroup, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.components.badge import Avatar, IconTile
from desktop.components.buttons import Button, ButtonKind, ButtonSize
from desktop.components.card import Card, divider
from desktop.components.choice_card import ChoiceRadio
from desktop.components.icon_label import IconLabel
from desktop.components.labels import Label
from desktop.components.option_card import OptionGrid
from desktop.components.rows import TwoLines
from desktop.deciding.deciding_screen import DifferenceCard, RecordCard
from desktop.deciding.reason_field import ReasonField
from desktop.theme import current_theme
from desktop.tokens import TextRole, Tone
from resources.words import Words

_LABEL_WIDTH = 190
_ANY_WIDTH = 16_777_215  # Qt's own largest size of a widget


class RecordDifferences(Card):
    """Built anew whenever its facts change; tells what is done in it through the functions it gets."""

    def __init__(
        self,
        card: RecordCard,
        words: Words,
        *,
        chosen: Callable[[str, int], None],
        reveal: Callable[[str], None],
        explained: Callable[[str, str], None],
    ) -> None:
        super().__init__(padding=20, spacing=12)
        self._words, self._chosen = words, chosen
        self._grids: dict[str, OptionGrid] = {}
        self._rows: list[tuple[QBoxLayout, QWidget]] = []
        self.record_id = card.record_id
        self.reveal: Button | None = None
        self.reason: ReasonField | None = None
        self._add_head(card, reveal)
        self._over_labels = QWidget()
        self._columns: QWidget | None = self._column_heads() if card.is_in_columns else None
        if self._columns is not None:
            self.body.addWidget(self._columns)
        for one in card.differences:
            self.body.addWidget(divider())
            self.body.addWidget(self._question(one))
        if card.reason is not None:
            self.reason = ReasonField(
                words,
                reason=card.reason,
                is_needed=any(one.doubt for one in card.differences),
                explained=lambda text: explained(card.record_id, text),
            )
            self.body.addWidget(self.reason)
        if card.same:
            self._add_same(card)

    def set_columns(self, columns: int) -> None:
        direction = QBoxLayout.Direction
        for row, label in self._rows:
            row.setDirection(direction.LeftToRight if columns > 1 else direction.TopToBottom)
            _set_width(label, current_theme().px(_LABEL_WIDTH) if columns > 1 else 0)
        for grid in self._grids.values():
            grid.set_columns(columns)
        _set_width(self._over_labels, current_theme().px(_LABEL_WIDTH))
        if self._columns is not None:
            self._columns.setVisible(columns > 1)

    def show_chosen(self, chosen: Mapping[str, int]) -> None:
        """Tick what was chosen without a press on the card itself."""
        for key, grid in self._grids.items():
            if key in chosen:
                grid.cards[chosen[key]].setChecked(True)

    def _add_head(self, card: RecordCard, reveal: Callable[[str], None]) -> None:
        head = QHBoxLayout()
        head.setSpacing(14)
        head.addWidget(Avatar(card.name, tone=Tone.BRICK, size=44))
        head.addWidget(TwoLines(card.name, card.detail, role=TextRole.H3), 1)
        if card.reveal:
            self.reveal = Button(card.reveal, kind=ButtonKind.GHOST, size=ButtonSize.SMALL)
            self.reveal.clicked.connect(lambda: reveal(card.record_id))
            head.addWidget(self.reveal)
        self.body.addLayout(head)

    def _column_heads(self) -> QWidget:
        """Name the two columns, as far as every question has exactly these sides."""
        panel = QWidget()
        row = QHBoxLayout(panel)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(14)
        row.addWidget(self._over_labels)
        for key, icon, tone in (("mine", "footprints", Tone.PRIMARY), ("theirs", "server", Tone.INFO)):
            head = QHBoxLayout()
            head.setSpacing(10)
            head.addWidget(IconTile(icon, tone=tone, size=32))
            head.addWidget(Label(self._words.text(f"screens.differences.{key}"), role=TextRole.STRONG), 1)
            row.addLayout(head, 1)
        return panel

    def _question(self, one: DifferenceCard) -> QWidget:
        panel = QWidget()
        column = QVBoxLayout(panel)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        row.setSpacing(14)
        label = _stack(
            Label(one.label, role=TextRole.STRONG, wrap=True),
            Label(one.before, role=TextRole.CAPTION, tone="ink2", wrap=True),
        )
        row.addWidget(label, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._sides(one, panel), 1)
        self._rows.append((row, label))
        column.addLayout(row)
        if one.doubt:
            column.addWidget(IconLabel(one.doubt, icon="triangle-alert", tone=Tone.WARN))
        if one.note:
            column.addWidget(IconLabel(one.note, icon="info", tone=Tone.INFO), 0, Qt.AlignmentFlag.AlignTop)
        return panel

    def _sides(self, one: DifferenceCard, panel: QWidget) -> OptionGrid:
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
        self._grids[one.key] = grid
        return grid

    def _add_same(self, card: RecordCard) -> None:
        words = self._words.count("screens.differences.same", len(card.same))
        fold = Button(words, kind=ButtonKind.GHOST, size=ButtonSize.SMALL, icon="chevron-right")
        facts = QWidget()
        grid = QGridLayout(facts)
        grid.setContentsMargins(12, 0, 0, 0)
        grid.setHorizontalSpacing(18)
        for number, (title, value) in enumerate(card.same):
            grid.addWidget(Label(title, role=TextRole.CAPTION, tone="ink2"), number, 0)
            grid.addWidget(Label(value, role=TextRole.SMALL, wrap=True), number, 1)
        grid.setColumnStretch(1, 1)
        self.body.addWidget(fold, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(facts)
        facts.hide()

        def turn() -> None:
            facts.setVisible(facts.isHidden())
            fold.set_icon("chevron-right" if facts.isHidden() else "chevron-down")

        fold.clicked.connect(turn)


def _stack(*lines: QWidget) -> QWidget:
    panel = QWidget()
    column = QVBoxLayout(panel)
    column.setContentsMargins(0, 6, 0, 0)
    column.setSpacing(4)
    for line in lines:
        column.addWidget(line)
    return panel


def _set_width(panel: QWidget, width: int) -> None:
    """Fix a width, or let it go with 0."""
    panel.setMinimumWidth(width)
    panel.setMaximumWidth(width or _ANY_WIDTH)
