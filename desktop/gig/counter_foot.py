"""The bar under the card of the counter: who else, one step back, the slip, how long, and the next person.

In a small window or at a large text size the clock goes first, then the quiet buttons fold into their icons,
which keep their words as tip and name; the button that registers keeps its words.
"""

from PySide6.QtCore import QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from desktop.components.buttons import Button, ButtonKind, ButtonSize
from desktop.components.labels import Label
from desktop.components.restyled import Restyled
from desktop.theme import Theme
from desktop.tokens import TextRole
from resources.words import Words

_GAP = 14


class CounterFoot(Restyled, QWidget):
    """Shows what can be done now; says what was pressed."""

    other_chosen = Signal()
    back_chosen = Signal()
    print_chosen = Signal()
    finish_chosen = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        text = words.text
        self.other = Button(text("screens.gig.other_person"), key_hint="Esc")
        self.other.clicked.connect(self.other_chosen)
        self.back = Button(text("screens.gig.back"), kind=ButtonKind.GHOST, icon="arrow-left")
        self.back.clicked.connect(self.back_chosen)
        self.slip = Button(text("screens.gig.print"), kind=ButtonKind.GHOST, icon="printer")
        self.slip.clicked.connect(self.print_chosen)
        self._elapsed = Label("", role=TextRole.SMALL, tone="ink2")
        self.finish = Button(
            text("screens.gig.finish"),
            kind=ButtonKind.PRIMARY,
            size=ButtonSize.BIG,
            icon="check",
            key_hint="F9",
        )
        self.finish.clicked.connect(self.finish_chosen)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(_GAP)
        for quiet in (self.other, self.back, self.slip):
            row.addWidget(quiet)
        row.addStretch(1)
        row.addWidget(self._elapsed)
        row.addWidget(self.finish)
        for button in (self.back, self.slip):
            button.hide()

    def show_somebody(self, *, is_here: bool) -> None:
        """Offer what needs somebody at the counter."""
        self.other.setVisible(is_here)
        self.finish.setVisible(is_here)
        if not is_here:
            self.back.hide()
        self._fold()

    def show_way_back(self, *, is_there: bool) -> None:
        self.back.setVisible(is_there)
        self._fold()

    def show_slip(self, *, is_there: bool) -> None:
        """Offer the slip of whoever was registered last."""
        self.slip.setVisible(is_there)
        self._fold()

    def show_elapsed(self, text: str) -> None:
        self._elapsed.setText(text)
        self._fold()

    def show_busy(self, *, is_busy: bool) -> None:
        if is_busy:
            self.finish.set_busy(self._words.text("screens.gig.finishing"))
        else:
            self.finish.set_idle()

    def minimumSizeHint(self) -> QSize:  # noqa: N802 — Qt's name
        return QSize(self._width(is_folded=True, has_clock=False), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 — Qt's name
        super().resizeEvent(event)
        self._fold()

    def restyle(self, theme: Theme) -> None:  # noqa: ARG002 — sizes are read when they are asked for
        self._fold()

    def _fold(self) -> None:
        is_folded = self._width(is_folded=False, has_clock=False) > self.width()
        for button in (self.back, self.slip):
            button.set_folded(is_folded=is_folded)
        self._elapsed.setVisible(self._width(is_folded=is_folded, has_clock=True) <= self.width())

    def _width(self, *, is_folded: bool, has_clock: bool) -> int:
        quiet = [one.width_when(is_folded=is_folded) for one in (self.back, self.slip) if not one.isHidden()]
        whole = [one.width_when(is_folded=False) for one in (self.other, self.finish) if not one.isHidden()]
        widths = quiet + whole
        if has_clock and self._elapsed.text():
            widths.append(self._elapsed.sizeHint().width())
        return sum(widths) + _GAP * len(widths)
