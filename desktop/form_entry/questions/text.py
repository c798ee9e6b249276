"""A line of text, or several when the form asks for `multiline`."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QVBoxLayout

from desktop.form_entry.questions.question_input import QuestionInput, mark_invalid
from desktop.theme import current_theme


class TextInput(QuestionInput):
    """One line."""

    is_wide = False

    def __init__(self, *, example: str = "", is_digits: bool = False, is_hidden: bool = False) -> None:
        super().__init__()
        self.field = QLineEdit()
        if is_hidden:  # a form asks for something nobody beside may read
            self.field.setEchoMode(QLineEdit.EchoMode.Password)
        self.field.setPlaceholderText(example)
        if is_digits:
            self.field.setInputMethodHints(Qt.InputMethodHint.ImhPreferNumbers)
            # A Chinese input method would swallow the digits into its candidate list.
            self.field.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        self.field.textEdited.connect(self.answered)
        self.watch(self.field)
        self.setFocusProxy(self.field)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.addWidget(self.field)

    def show_text(self, text: str) -> None:
        if text != self.field.text() and not self.field.hasFocus():
            self.field.setText(text)

    def show_problem(self, sentence: str) -> None:
        self.field.setAccessibleDescription(sentence)
        mark_invalid(self.field, is_invalid=bool(sentence))

    def name(self, label: str) -> None:
        self.field.setAccessibleName(label)


class LongTextInput(QuestionInput):
    """Several lines; Tab goes on instead of indenting."""

    def __init__(self) -> None:
        super().__init__()
        self.field = QPlainTextEdit()
        self.field.setTabChangesFocus(True)
        self.field.setFixedHeight(current_theme().px(112))
        self.field.textChanged.connect(lambda: self.answered.emit(self.field.toPlainText()))
        self.watch(self.field)
        self.setFocusProxy(self.field)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.field)

    def show_text(self, text: str) -> None:
        if text != self.field.toPlainText() and not self.field.hasFocus():
            self.field.blockSignals(True)
            self.field.setPlainText(text)
            self.field.blockSignals(False)

    def show_problem(self, sentence: str) -> None:
        self.field.setAccessibleDescription(sentence)
        mark_invalid(self.field, is_invalid=bool(sentence))

    def name(self, label: str) -> None:
        self.field.setAccessibleName(label)
