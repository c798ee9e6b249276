"""The last page: every answer to look over once more, with a way back to each."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.components.buttons import Button, ButtonKind, ButtonSize
from desktop.components.card import divider
from desktop.components.icon_label import IconLabel
from desktop.components.labels import Label
from desktop.form_entry.form_screen import ReviewLine, ReviewPage
from desktop.tokens import TextRole, Tone
from resources.words import Words


class ReviewPanel(QWidget):
    """Shows one review; built anew each time, for nothing is typed here."""

    change_chosen = Signal(str)

    def __init__(self, page: ReviewPage, words: Words) -> None:
        super().__init__()
        self._words = words
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(Label(words.text("screens.form.review_heading"), role=TextRole.H2))
        column.addWidget(self._summary(page))
        for group in page.groups:
            column.addSpacing(8)
            column.addWidget(Label(group.title, role=TextRole.H3))
            column.addWidget(divider())
            for line in group.lines:
                column.addWidget(self._line(line))
        column.addStretch(1)

    def _summary(self, page: ReviewPage) -> QWidget:
        if page.problem_count:
            text = self._words.text("screens.form.review_wrong", count=page.problem_count)
            return IconLabel(text, icon="circle-alert", tone=Tone.DANGER, role=TextRole.BODY)
        text = self._words.text("screens.form.review_ready")
        return IconLabel(text, icon="circle-check", tone=Tone.OK, role=TextRole.BODY)

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
            answer.addWidget(IconLabel(line.problem, icon="circle-alert", tone=Tone.DANGER))
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
