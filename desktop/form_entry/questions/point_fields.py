"""Three fields for one place: latitude, longitude, and how exact the telephone said it is.

Both angles pasted into the first field fall into their places. A field is left only when the
focus leaves all three, so nobody is told that the second is missing while on the way to it.
"""

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtWidgets import QApplication, QGridLayout, QLineEdit, QWidget

from desktop.components.labels import Label
from desktop.form_entry.questions.coordinates import (
    GeoPoint,
    Part,
    PointFault,
    read_point,
    split_pair,
)
from desktop.form_entry.questions.question_input import mark_invalid
from desktop.tokens import TextRole
from resources.words import Words

_TAKES_INPUT_METHOD: Final = Qt.WidgetAttribute.WA_InputMethodEnabled


class PointFields(QWidget):
    """Text in, a point or what is wrong with it out."""

    edited = Signal()
    entered = Signal()  # the Enter key, in any of them
    left = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._words = words
        self.fields = {part: QLineEdit() for part in Part}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        for number, (part, field) in enumerate(self.fields.items()):
            field.setPlaceholderText(words.text(f"screens.form.place.{part}_example"))
            field.setAttribute(_TAKES_INPUT_METHOD, False)
            field.textEdited.connect(lambda text, part=part: self._edited(part, text))
            field.returnPressed.connect(self.entered)
            field.installEventFilter(self)
            title = Label(words.text(f"screens.form.place.{part}"), role=TextRole.CAPTION, tone="ink2")
            title.setBuddy(field)
            grid.addWidget(title, 0, number)
            grid.addWidget(field, 1, number)
            grid.setColumnStretch(number, 1)
        self.setFocusProxy(self.fields[Part.LATITUDE])

    @property
    def texts(self) -> tuple[str, str, str]:
        latitude, longitude, accuracy = (field.text().strip() for field in self.fields.values())
        return latitude, longitude, accuracy

    @property
    def has_focus(self) -> bool:
        return any(field.hasFocus() for field in self.fields.values())

    def read(self) -> GeoPoint | PointFault:
        return read_point(*self.texts)

    def put(self, latitude: str, longitude: str, accuracy: str) -> None:
        for field, text in zip(self.fields.values(), (latitude, longitude, accuracy), strict=True):
            if field.text() != text:
                field.setText(text)

    def say_fault(self, fault: PointFault) -> str:
        return self._words.text(f"screens.form.place.wrong.{fault.part}-{fault.fault}")

    def mark(self, fault: PointFault | None, sentence: str) -> None:
        """Draw the field that is wrong as wrong, and no other."""
        for part, field in self.fields.items():
            is_it = fault is not None and fault.part is part
            field.setAccessibleDescription(sentence if is_it else "")
            mark_invalid(field, is_invalid=is_it)

    def name(self, label: str) -> None:
        for part, field in self.fields.items():
            field.setAccessibleName(f"{label} {self._words.text(f'screens.form.place.{part}')}")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 — Qt's name
        if event.type() == QEvent.Type.FocusOut and not self.isAncestorOf(QApplication.focusWidget() or self):
            self.left.emit()
        return super().eventFilter(watched, event)

    def _edited(self, part: Part, text: str) -> None:
        pair = split_pair(text) if part is Part.LATITUDE else None
        if pair is not None:
            for one, angle in zip((Part.LATITUDE, Part.LONGITUDE), pair, strict=True):
                self.fields[one].setText(angle)
            self.fields[Part.LONGITUDE].setFocus(Qt.FocusReason.OtherFocusReason)
        self.edited.emit()
