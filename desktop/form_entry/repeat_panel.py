"""The entries of a repeat as cards: one press opens an entry, one removes it, one adds another.

A card costs some three milliseconds, and a list may have sixty: those that are in sight come with the page,
the others a few at a time behind it; a card that says what it said before stays.
"""

from itertools import takewhile
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.components.badge import Avatar
from desktop.components.buttons import Button, ButtonKind, IconButton
from desktop.components.chip import Chip
from desktop.components.icon_label import Icon
from desktop.components.labels import Label
from desktop.components.rows import RowButton, TwoLines
from desktop.form_entry.form_screen import EntryCard, RepeatCards, SectionState
from desktop.tokens import TextRole, Tone
from resources.words import Words

_LOOKS = {
    SectionState.DONE: (Tone.OK, "circle-check"),
    SectionState.WRONG: (Tone.DANGER, "circle-alert"),
    SectionState.AHEAD: (Tone.OFF, "pencil"),
    SectionState.CURRENT: (Tone.OFF, "pencil"),
}
_AT_ONCE: Final = 12  # more than fit under each other in a window
_A_TURN: Final = 6  # some 20 ms of cards between two keys


class RepeatPanel(QWidget):
    """The cards of one repeat; shown anew when entries come and go."""

    opened = Signal(str)
    added = Signal(str)
    removed = Signal(str)

    def __init__(self, cards: RepeatCards, words: Words) -> None:
        super().__init__()
        self._words = words
        self._shown: tuple[EntryCard, ...] = ()
        self._can_change = False
        self.rows: list[RowButton] = []  # of the first entries; the later ones may still be to come
        self._rest = QTimer(self)
        self._rest.setInterval(0)
        self._rest.timeout.connect(self._build_some)
        self._title = Label(role=TextRole.LABEL)
        self._hint = Label(role=TextRole.CAPTION, tone="ink2", wrap=True)
        self._entries = QVBoxLayout()
        self._entries.setSpacing(10)
        self.add = Button(words.text("screens.form.entry.add"), kind=ButtonKind.SOFT, icon="plus")
        self.add.clicked.connect(lambda: self.added.emit(cards.reference))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self._title)
        column.addWidget(self._hint)
        column.addLayout(self._entries)
        column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)

    def show_cards(self, cards: RepeatCards) -> None:
        self._title.setText(cards.title)
        self._title.setVisible(bool(cards.title))
        self._hint.setText(self._hint_of(cards))
        self._hint.setVisible(bool(self._hint.text()))
        self.add.setVisible(cards.can_change)
        if (cards.entries, cards.can_change) == (self._shown, self._can_change):
            return
        had_focus = self.focusWidget() is not None and self.isAncestorOf(self.focusWidget())
        self._keep(self._unchanged(cards))
        self._shown, self._can_change = cards.entries, cards.can_change
        self._build(max(len(self.rows), _AT_ONCE))
        if had_focus:
            self.take_focus()

    def take_focus(self, reference: str = "") -> None:
        """Go to this entry, to the first that wants something, to the first, to the button that adds one."""
        named = (place for place, entry in enumerate(self._shown) if entry.reference == reference)
        waiting = next(named, None)
        if waiting is None:
            waiting = next((place for place, entry in enumerate(self._shown) if _waits(entry)), 0)
        self._build(waiting + 1)
        target = self.rows[waiting] if self.rows else self.add
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _unchanged(self, cards: RepeatCards) -> int:
        """Count the cards at the top that say what they said."""
        if cards.can_change != self._can_change:
            return 0
        pairs = zip(self._shown[: len(self.rows)], cards.entries, strict=False)
        return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))

    def _keep(self, count: int) -> None:
        """Take away all cards but the first ones."""
        del self.rows[count:]
        while (item := self._entries.takeAt(count)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _build_some(self) -> None:
        self._build(len(self.rows) + _A_TURN)

    def _build(self, count: int) -> None:
        """Have at least so many cards, if there are as many entries; what is left comes turn by turn."""
        for entry in self._shown[len(self.rows) : count]:
            self._entries.addWidget(self._entry(entry))
        if len(self.rows) < len(self._shown):
            self._rest.start()
        else:
            self._rest.stop()

    def _hint_of(self, cards: RepeatCards) -> str:
        if not cards.can_change:
            return self._words.text("screens.form.entry.fixed")
        return "" if cards.entries else self._words.text("screens.form.entry.none")

    def _entry(self, entry: EntryCard) -> QWidget:
        tone, icon = _LOOKS[entry.state]
        row = RowButton(
            TwoLines(entry.title, entry.detail),
            leading=_number(entry.number),
            trailing=(Chip(entry.note, tone=tone, icon=icon), Icon("chevron-right", tone="ink3")),
        )
        row.setAccessibleDescription(f"{entry.detail} {entry.note}".strip())
        row.clicked.connect(lambda: self.opened.emit(entry.reference))
        self.rows.append(row)
        line = QWidget()
        layout = QHBoxLayout(line)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(row, 1)
        if self._can_change:
            name = self._words.text("screens.form.entry.remove", number=entry.number)
            remove = IconButton("trash-2", name=name)
            remove.clicked.connect(lambda: self.removed.emit(entry.reference))
            layout.addWidget(remove)
        return line


def _number(number: int) -> Avatar:
    mark = Avatar("", tone=Tone.PRIMARY, size=40)
    mark.setText(str(number))
    return mark


def _waits(entry: EntryCard) -> bool:
    return entry.state is not SectionState.DONE
