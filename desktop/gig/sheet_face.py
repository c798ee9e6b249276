"""The sheet: trades, free times, pay and telephone, on one page that needs no scrolling.

Enter goes on from group to group as a till does; the last one hands over to what is still open.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.components.text_field import TextField
from desktop.gig.gig_screen import Field, Sheet
from desktop.gig.questions import DAYS, FROM_DATE, PAY, PHONE, RADIUS, SLOTS, TRADES
from desktop.gig.tick_grid import TickGrid
from resources.words import Words

_TRADES, _TIMES = 8, 4


class SheetFace(QWidget):
    """Shows a sheet; tells what is pressed and typed."""

    trade_ticked = Signal(str)
    time_ticked = Signal(str)
    edited = Signal(str, str)
    field_left = Signal(str)
    finished = Signal()  # Enter in the last field
    gone_back = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__()
        text = words.text
        self._required = text("screens.form.required")
        self.trades = TickGrid(text("screens.gig.trades"), count=_TRADES)
        self.times = TickGrid(text("screens.gig.times"), count=_TIMES)
        self.trades.ticked.connect(self.trade_ticked)
        self.times.ticked.connect(self.time_ticked)
        self._fields = {each: self._field(each) for each in (PAY, PHONE, RADIUS)}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for widget in (self.trades, self.times, _side_by_side(list(self._fields.values()))):
            column.addWidget(widget)
        column.addStretch(1)

    def show_sheet(self, sheet: Sheet) -> None:
        self.trades.show_ticks(sheet.trades, note=sheet.trades_note, problem=sheet.trades_problem)
        self.times.show_ticks(sheet.times, note=sheet.times_note)
        self.trades.mark(self._mark(sheet, TRADES))
        self.times.mark(self._mark(sheet, DAYS, SLOTS))
        for field in sheet.fields:
            self._show_field(self._fields[field.reference], field)
            self._fields[field.reference].mark(self._mark(sheet, field.reference))

    def take_focus(self, reference: str | None) -> None:
        """Go where somebody has to answer; to the trades where nothing is wrong."""
        if reference in self._fields:
            self._fields[reference].input.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self._fields[reference].input.selectAll()
        elif reference in (DAYS, SLOTS, FROM_DATE):
            self.times.take_focus()
        elif reference in (None, TRADES):
            self.trades.take_focus()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 — Qt's name
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if not event.isAutoRepeat():
                self._go_on()
        elif event.key() == Qt.Key.Key_Backspace and not event.isAutoRepeat():
            self.gone_back.emit()
        else:
            super().keyPressEvent(event)

    def _go_on(self) -> None:
        """Move the focus to the group after the one that has it."""
        focused = self.window().focusWidget()
        steps: list[QWidget] = [self.trades, self.times, *self._fields.values()]
        here = next((at for at, step in enumerate(steps) if step.isAncestorOf(focused)), -1)
        if here + 1 == len(steps):
            self.finished.emit()
            return
        following = steps[here + 1]
        if isinstance(following, TickGrid):
            following.take_focus()
        elif isinstance(following, TextField):
            following.input.setFocus(Qt.FocusReason.TabFocusReason)
            following.input.selectAll()

    def _field(self, reference: str) -> TextField:
        field = TextField("")
        field.edited.connect(lambda typed: self.edited.emit(reference, typed))
        field.left.connect(lambda: self.field_left.emit(reference))
        field.input.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)
        # A Chinese input method would swallow the digits into its candidate list.
        field.input.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        return field

    def _mark(self, sheet: Sheet, *references: str) -> str:
        return self._required if sheet.required.intersection(references) else ""

    @staticmethod
    def _show_field(widget: TextField, field: Field) -> None:
        widget.set_label(field.label)
        if not widget.input.hasFocus() or not widget.text():
            widget.set_text(field.text)
        widget.input.setPlaceholderText(field.example)
        widget.show_error(field.problem)


def _side_by_side(fields: list[TextField]) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(14)
    for field in fields:
        row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
    return holder
