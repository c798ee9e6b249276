"""One question: its label and marks, a hint, the answer widget, and the problem under it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.components.icon_label import IconLabel
from desktop.components.labels import Label
from desktop.form_entry.form_screen import QuestionCard
from desktop.form_entry.questions.by_type import build_input
from desktop.form_entry.remark_panel import LOOKS
from desktop.tokens import TextRole, Tone
from forms import QuestionKind, Strength
from resources.words import Words


class QuestionPanel(QWidget):
    """Lives as long as its section is on the screen; hides while it is not relevant."""

    answered = Signal(str, str)  # reference, text
    left = Signal(str)

    def __init__(self, card: QuestionCard, words: Words) -> None:
        super().__init__()
        self.reference = card.reference
        self.input = build_input(card.question, words)
        self.input.name(card.question.label)
        self.input.answered.connect(lambda text: self.answered.emit(self.reference, text))
        self.input.left.connect(lambda: self.left.emit(self.reference))
        self._label = Label(role=TextRole.LABEL, wrap=True)
        self._label.setBuddy(self.input)
        self._mark = Label(words.text("screens.form.required"), role=TextRole.CAPTION, tone=Tone.BRICK)
        self._hint = Label(role=TextRole.CAPTION, tone="ink2", wrap=True)
        self._problem = IconLabel("", icon="circle-alert", tone=Tone.DANGER)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._label)
        head.addWidget(self._mark)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(head)
        for widget in (self._hint, self.input, self._problem):
            column.addWidget(widget)
        column.addStretch(1)
        self.is_wanted = True
        self.show_card(card)

    @property
    def is_wide(self) -> bool:
        return self.input.is_wide

    def show_card(self, card: QuestionCard) -> None:
        question = card.question
        self.is_wanted = question.is_relevant
        self._label.setText(question.label)
        self._label.setWordWrap(len(question.label) > 20)
        self._mark.setVisible(question.is_required and not question.is_readonly)
        self._hint.setText(question.hint)
        self._hint.setVisible(bool(question.hint) and question.kind is not QuestionKind.ACKNOWLEDGE)
        self.input.show_text(card.text)
        icon, tone = LOOKS[card.strength]
        self._problem.show_status(card.problem, icon=icon, tone=tone)
        self._problem.setVisible(bool(card.problem))
        self.input.show_problem(card.problem if card.strength is Strength.STOP else "")

    @property
    def problem(self) -> str:
        return self._problem.text()
