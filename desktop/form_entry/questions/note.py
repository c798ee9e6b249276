"""Words of the form that ask nothing, and answers that stand already and are not asked again."""

from PySide6.QtWidgets import QLineEdit, QVBoxLayout

from desktop.form_entry.questions.question_input import QuestionInput


class NoteInput(QuestionInput):
    """A note: its words are the question's label, so there is nothing below it."""

    can_answer = False


class FixedAnswer(QuestionInput):
    """An answer that may be read and copied, not changed."""

    can_answer = False
    is_wide = False

    def __init__(self) -> None:
        super().__init__()
        self.field = QLineEdit()
        self.field.setReadOnly(True)
        self.setFocusProxy(self.field)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.field)

    def show_text(self, text: str) -> None:
        self.field.setText(text)
        self.field.setCursorPosition(0)  # a long one is read from its beginning
        self.field.setToolTip(text)

    def name(self, label: str) -> None:
        self.field.setAccessibleName(label)
