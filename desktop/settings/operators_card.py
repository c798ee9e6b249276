"""The card of the operators: who may open the records here, and what the one inside may do about it."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from desktop.components.badge import Avatar
from desktop.components.buttons import Button, ButtonKind, ButtonSize
from desktop.components.card import Card
from desktop.components.icon_label import IconLabel
from desktop.components.row_list import RowList
from desktop.components.rows import Row, TwoLines
from desktop.operator_names import say_operator
from desktop.tokens import Tone
from desktop.who_may_come import OperatorAtTheDoor
from resources.words import Words

_TONES: Final = (Tone.BRICK, Tone.OFF, Tone.PRIMARY, Tone.INFO)


class OperatorsCard(Card):
    """One row a person: oneself may change the secret, others may be removed."""

    add_chosen = Signal()
    change_chosen = Signal()
    remove_chosen = Signal(str)

    def __init__(self, words: Words) -> None:
        super().__init__(spacing=10)
        self._words = words
        add = Button(
            words.text("screens.computer.add"), kind=ButtonKind.SOFT, size=ButtonSize.SMALL, icon="user-plus"
        )
        add.clicked.connect(self.add_chosen)
        self.add_heading(words.text("screens.computer.operators_heading"), trailing=add)
        self._rows = RowList()
        self._hint = IconLabel("", icon="info", tone="ink2")
        self.body.addWidget(self._rows)
        self.body.addWidget(self._hint)
        self.body.addStretch(1)

    def show_operators(
        self, operators: Sequence[OperatorAtTheDoor], *, inside: str, has_keychain: bool, first: str = ""
    ) -> None:
        """Show who may come in; `first` names whoever set the computer up, where that is known."""
        names = [say_operator(one.operator, self._words, first=first) for one in operators]
        rows = [
            self._row(one, name, is_self=one.operator == inside, place=place)
            for place, (one, name) in enumerate(zip(operators, names, strict=True))
        ]
        self._rows.show_rows(rows)
        key = "operators_quiet" if has_keychain else "no_keychain"
        self._hint.set_text(self._words.text(f"screens.computer.{key}"))

    def _row(self, one: OperatorAtTheDoor, name: str, *, is_self: bool, place: int) -> QWidget:
        text = self._words.text
        kind = text(f"screens.computer.by_{one.kind}")
        lines = TwoLines(name, text("screens.computer.self", kind=kind) if is_self else kind)
        act = Button(
            text("screens.computer.change" if is_self else "screens.computer.remove"),
            kind=ButtonKind.DEFAULT if is_self else ButtonKind.GHOST,
            size=ButtonSize.SMALL,
        )
        act.setAccessibleName(f"{act.text()} {name}")
        if is_self:
            act.clicked.connect(self.change_chosen)
        else:
            act.clicked.connect(lambda: self.remove_chosen.emit(one.operator))
        avatar = Avatar(name, tone=_TONES[place % len(_TONES)], size=42)
        return Row(lines, leading=avatar, trailing=[act], is_divided=place > 0)
