"""A labelled line of text: label above, 必填 beside it, help at the right, error below.

The label is the input's buddy, so it is also its accessible name; the error is its
accessible description. The field shows an error, it never judges: whoever owns the
answer decides when it is wrong.
"""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.components.icon_label import IconLabel
from desktop.components.labels import Label
from desktop.tokens import TextRole, Tone


class FieldFrame(QWidget):
    """The label, marks and error around any input widget."""

    def __init__(self, label: str, *, field: QWidget, required_mark: str = "", help_text: str = "") -> None:
        super().__init__()
        self.field = field
        self._name = Label(label, role=TextRole.LABEL)
        self._name.setBuddy(field)
        self._help = Label(help_text, role=TextRole.CAPTION, tone="ink2")
        self._error = IconLabel("", icon="circle-alert", tone=Tone.DANGER, role=TextRole.SMALL)
        self._error.hide()
        head = QHBoxLayout()
        head.setSpacing(8)
        self._mark = Label(required_mark, role=TextRole.CAPTION, tone=Tone.BRICK)
        head.addWidget(self._name)
        head.addWidget(self._mark)
        head.addStretch(1)
        head.addWidget(self._help)
        for beside in (self._mark, self._help):
            if not beside.text():
                beside.hide()  # blank, it would still keep a gap
        body = QVBoxLayout(self)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(6)
        body.addLayout(head)
        self._line = QHBoxLayout()
        self._line.setSpacing(10)
        self._line.addWidget(field, 1)
        body.addLayout(self._line)
        body.addWidget(self._error)
        field.setAccessibleName(label)

    def put_beside(self, widget: QWidget) -> None:
        """Put a button in the line of the field, where an error below does not move it."""
        self._line.addWidget(widget)

    def set_label(self, label: str) -> None:
        """Name the field anew, because another choice changed what belongs in it."""
        self._name.setText(label)
        self.field.setAccessibleName(label)

    def mark(self, required_mark: str) -> None:
        """Say beside the label that it must be answered; blank takes the mark away."""
        self._mark.setText(required_mark)
        self._mark.setVisible(bool(required_mark))

    def show_error(self, sentence: str) -> None:
        """Say what would be right; an empty sentence takes the error away."""
        self._error.set_text(sentence)
        self._error.setVisible(bool(sentence))
        self.field.setAccessibleDescription(sentence)
        if self.field.property("invalid") != bool(sentence):
            self.field.setProperty("invalid", bool(sentence))
            self.field.style().unpolish(self.field)
            self.field.style().polish(self.field)

    @property
    def error(self) -> str:
        return self._error.text()


class TextField(FieldFrame):
    """A labelled QLineEdit."""

    edited = Signal(str)
    left = Signal()

    def __init__(
        self,
        label: str,
        *,
        required_mark: str = "",
        help_text: str = "",
        example: str = "",
        is_secret: bool = False,
    ) -> None:
        self.input = QLineEdit()
        super().__init__(label, field=self.input, required_mark=required_mark, help_text=help_text)
        self.input.setPlaceholderText(example)
        if is_secret:
            self.input.setEchoMode(QLineEdit.EchoMode.Password)
            self.input.setInputMethodHints(Qt.InputMethodHint.ImhSensitiveData)
        self.input.textEdited.connect(self.edited)
        self.input.editingFinished.connect(self.left)

    def text(self) -> str:
        return self.input.text()

    def set_text(self, text: str) -> None:
        if text != self.input.text():
            self.input.setText(text)
