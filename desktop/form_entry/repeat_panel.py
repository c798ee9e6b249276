"""The entries of a repeat as cards: one press opens an entry, one removes it, one adds another."""

from PySide6.QtCore import Qt, Signal
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


class RepeatPanel(QWidget):
    """The cards of one repeat; shown anew when entries come and go."""

    opened = Signal(str)
    added = Signal(str)
    removed = Signal(str)

    def __init__(self, cards: RepeatCards, words: Words) -> None:
        super().__init__()
        self._words = words
        self._shown: tuple[EntryCard, ...] = ()
        self.rows: list[RowButton] = []
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
        if cards.entries == self._shown:
            return
        self._shown = cards.entries
        had_focus = self.focusWidget() is not None and self.isAncestorOf(self.focusWidget())
        while (item := self._entries.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.rows = []
        for entry in cards.entries:
            self._entries.addWidget(self._entry(entry, can_remove=cards.can_change))
        if had_focus:
            self.take_focus()

    def take_focus(self) -> None:
        """Go to the entry that wants something, else to the first, else to the button that adds one."""
        waiting = (row for row, entry in zip(self.rows, self._shown, strict=True) if _waits(entry))
        target = next(waiting, self.rows[0] if self.rows else self.add)
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _hint_of(self, cards: RepeatCards) -> str:
        if not cards.can_change:
            return self._words.text("screens.form.entry.fixed")
        return "" if cards.entries else self._words.text("screens.form.entry.none")

    def _entry(self, entry: EntryCard, *, can_remove: bool) -> QWidget:
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
        if can_remove:
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
