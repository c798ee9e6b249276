"""The last page: what the rules remark, then every answer to look over, with a way back to each.

The lines of a large household are hundreds: what the eye sees first is built at once, the rest while
nobody waits for it.
"""

from collections import deque
from collections.abc import Callable, Iterator
from functools import partial
from typing import Final

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.components.buttons import Button, ButtonKind, ButtonSize
from desktop.components.card import divider
from desktop.components.icon_label import IconLabel
from desktop.components.labels import Label
from desktop.form_entry.form_screen import RemarkCard, ReviewLine, ReviewPage
from desktop.form_entry.remark_panel import LOOKS, RemarkPanel
from desktop.tokens import TextRole, Tone
from resources.words import Words

_AT_ONCE: Final = 10
_AT_A_TIME: Final = 4


class ReviewPanel(QWidget):
    """Shows one review; built anew each time, for nothing is typed here."""

    change_chosen = Signal(str)
    print_chosen = Signal()
    note_written = Signal(str, str, str)  # code, reference, note
    remark_confirmed = Signal(str, str)
    remark_reopened = Signal(str, str, str)
    grew = Signal()  # all of its lines stand on the page now

    def __init__(self, page: ReviewPage, words: Words) -> None:
        super().__init__()
        self._words = words
        self.lines: dict[str, QWidget] = {}
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        head = QHBoxLayout()
        head.addWidget(Label(words.text("screens.form.review_heading"), role=TextRole.H2), 1)
        self.print = Button(words.text("screens.form.print.act"), size=ButtonSize.SMALL, icon="printer")
        self.print.clicked.connect(self.print_chosen)
        head.addWidget(self.print)
        column.addLayout(head)
        column.addWidget(self._summary(page))
        self.remarks = [self._remark(card) for card in page.remarks]
        for remark in self.remarks:
            column.addWidget(remark)
        column.addStretch(1)
        self._waiting = deque(self._builders(page))
        self._idle = QTimer(self)
        self._idle.setInterval(0)
        self._idle.timeout.connect(lambda: self._build_some(_AT_A_TIME))
        self._build_some(_AT_ONCE)
        if self._waiting:
            self._idle.start()

    def build_all(self) -> None:
        """Build every line now."""
        self._build_some(len(self._waiting))

    def _builders(self, page: ReviewPage) -> Iterator[Callable[[], None]]:
        """Give what builds each line, a group's title with its first."""
        for group in page.groups:
            for number, line in enumerate(group.lines):
                yield partial(self._build, line, title="" if number else group.title)

    def _build_some(self, number: int) -> None:
        for _ in range(min(number, len(self._waiting))):
            self._waiting.popleft()()
        if not self._waiting:
            self._idle.stop()
            self.grew.emit()

    def _build(self, line: ReviewLine, *, title: str) -> None:
        if title:
            self._insert(self._heading(title))
        self.lines[line.reference] = self._line(line)
        self._insert(self.lines[line.reference])

    def _insert(self, widget: QWidget) -> None:
        self._column.insertWidget(self._column.count() - 1, widget)

    def _heading(self, title: str) -> QWidget:
        heading = QWidget()
        column = QVBoxLayout(heading)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(10)
        column.addWidget(Label(title, role=TextRole.H3))
        column.addWidget(divider())
        return heading

    def _summary(self, page: ReviewPage) -> QWidget:
        if page.problem_count:
            text = self._words.text("screens.form.review_wrong", count=page.problem_count)
            return IconLabel(text, icon="circle-alert", tone=Tone.DANGER, role=TextRole.BODY)
        if page.verify_count:
            text = self._words.text("screens.form.review_verify", count=page.verify_count)
            return IconLabel(text, icon="triangle-alert", tone=Tone.WARN, role=TextRole.BODY)
        text = self._words.text("screens.form.review_ready")
        return IconLabel(text, icon="circle-check", tone=Tone.OK, role=TextRole.BODY)

    def first_note(self) -> QWidget | None:
        """Give the field where the officer's word is missing, if one is."""
        return next((remark.note.input for remark in self.remarks if remark.note is not None), None)

    def _remark(self, card: RemarkCard) -> RemarkPanel:
        panel = RemarkPanel(card, self._words)
        panel.note_written.connect(lambda note: self.note_written.emit(card.code, card.reference, note))
        panel.confirmed.connect(lambda: self.remark_confirmed.emit(card.code, card.reference))
        panel.reopened.connect(lambda note: self.remark_reopened.emit(card.code, card.reference, note))
        panel.mend_chosen.connect(self.change_chosen)
        return panel

    def _line(self, line: ReviewLine) -> QWidget:
        row = QWidget()
        layout = QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(16)
        layout.addWidget(Label(line.label, role=TextRole.SMALL, tone="ink2", wrap=True), 2)
        answer = QVBoxLayout()
        answer.setSpacing(0)
        answer.addStretch(1)
        answer.addWidget(Label(line.answer, role=TextRole.BODY, wrap=True))
        if line.problem:
            icon, tone = LOOKS[line.strength]
            answer.addWidget(IconLabel(line.problem, icon=icon, tone=tone))
        answer.addStretch(1)
        layout.addLayout(answer, 3)
        button = Button(
            self._words.text("screens.form.change"),
            kind=ButtonKind.GHOST,
            size=ButtonSize.SMALL,
            icon="pencil",
        )
        button.setAccessibleName(f"{self._words.text('screens.form.change')} {line.label}")
        button.clicked.connect(lambda: self.change_chosen.emit(line.reference))
        # A line that stands by itself keeps its place in the column of buttons.
        policy = button.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        button.setSizePolicy(policy)
        layout.addWidget(button)
        button.setVisible(line.can_change)
        return row
