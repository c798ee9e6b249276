"""A place: latitude and longitude as a telephone shows them, or the middle of the village.

Computers of a village have no satellite receiver. What is typed is what somebody's
telephone said; how exact it is belongs to the answer.
"""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLineEdit, QVBoxLayout

from desktop.components.buttons import Button, ButtonKind
from desktop.components.labels import Label
from desktop.form_entry.questions.question_input import QuestionInput, mark_invalid
from desktop.tokens import TextRole
from resources.words import Words

_PARTS: Final = ("latitude", "longitude", "accuracy")
_NO_ALTITUDE: Final = "0"


class GeopointInput(QuestionInput):
    """Three fields, one answer: `latitude longitude altitude accuracy` in degrees and metres."""

    def __init__(self, words: Words, *, village_centre: str) -> None:
        super().__init__()
        self._words = words
        self.fields = {part: QLineEdit() for part in _PARTS}
        grid = QGridLayout()
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        for number, (part, field) in enumerate(self.fields.items()):
            field.setPlaceholderText(words.text(f"screens.form.place.{part}_example"))
            field.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
            field.textEdited.connect(lambda _text: self._announce())
            self.watch(field)
            title = words.text(f"screens.form.place.{part}")
            grid.addWidget(Label(title, role=TextRole.CAPTION, tone="ink2"), 0, number)
            grid.addWidget(field, 1, number)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(grid)
        self.centre = Button(words.text("screens.form.place.centre"), kind=ButtonKind.SOFT, icon="map-pin")
        self.centre.setVisible(False)
        if village_centre:
            self.centre.clicked.connect(lambda: self._take(village_centre))
            self.watch(self.centre)
            column.addWidget(self.centre, 0, Qt.AlignmentFlag.AlignLeft)
            self.centre.setVisible(True)
        self.setFocusProxy(self.fields["latitude"])

    def show_text(self, text: str) -> None:
        if any(field.hasFocus() for field in self.fields.values()):
            return
        latitude, longitude, _altitude, accuracy, *_ = (*text.split(), "", "", "", "")
        shown = (latitude, longitude, "" if accuracy == "0.0" else accuracy)
        for field, part in zip(self.fields.values(), shown, strict=True):
            field.setText(part)

    def show_problem(self, sentence: str) -> None:
        for field in self.fields.values():
            field.setAccessibleDescription(sentence)
            mark_invalid(field, is_invalid=bool(sentence))

    def name(self, label: str) -> None:
        for part, field in self.fields.items():
            field.setAccessibleName(f"{label} {self._words.text(f'screens.form.place.{part}')}")

    def _take(self, point: str) -> None:
        self.show_text(point)
        self.answered.emit(point)

    def _announce(self) -> None:
        latitude, longitude, accuracy = (field.text().strip() for field in self.fields.values())
        parts = (latitude, longitude, _NO_ALTITUDE, accuracy) if accuracy else (latitude, longitude)
        self.answered.emit(" ".join(parts).strip())
