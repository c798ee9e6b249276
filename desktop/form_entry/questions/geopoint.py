"""A place: latitude and longitude as a telephone shows them, or the middle of the village.

Computers of a village have no satellite receiver. What is typed is what somebody's
telephone said; how exact it is belongs to the answer.
"""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout

from desktop.components.buttons import Button, ButtonKind
from desktop.form_entry.questions.coordinates import GeoPoint, PointFault, read_points
from desktop.form_entry.questions.point_fields import PointFields
from desktop.form_entry.questions.question_input import QuestionInput
from resources.words import Words


class GeopointInput(QuestionInput):
    """Three fields, one answer: `latitude longitude altitude accuracy` in degrees and metres."""

    def __init__(self, words: Words, *, village_centre: str) -> None:
        super().__init__()
        self.point = PointFields(words)
        self.fields = self.point.fields
        self.point.edited.connect(self._announce)
        self.point.left.connect(self.left)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.point)
        self.centre: Button | None = None
        if village_centre:
            say = words.text("screens.form.place.centre")
            self.centre = Button(say, kind=ButtonKind.SOFT, icon="map-pin")
            self.centre.clicked.connect(lambda: self._take(village_centre))
            self.watch(self.centre)
            column.addWidget(self.centre, 0, Qt.AlignmentFlag.AlignLeft)
        self.setFocusProxy(self.point)

    def show_text(self, text: str) -> None:
        if self.point.has_focus:
            return
        kept = read_points(text)
        if kept:
            self.point.put(kept[0].latitude, kept[0].longitude, kept[0].accuracy)
        else:  # what was typed and is no point yet, or nothing
            latitude, longitude, _altitude, accuracy, *_ = (*text.split(), "", "", "", "")
            self.point.put(latitude, longitude, accuracy)

    def show_problem(self, sentence: str) -> None:
        found = self.point.read() if sentence else None
        self.point.mark(found if isinstance(found, PointFault) else None, sentence)

    def name(self, label: str) -> None:
        self.point.name(label)

    def _take(self, point: str) -> None:
        self.show_text(point)
        self.answered.emit(point)

    def _announce(self) -> None:
        found = self.point.read()
        if isinstance(found, GeoPoint):
            self.answered.emit(found.spelled())
            return
        # What is half typed is no answer; as it stands it is kept with the draft.
        latitude, longitude, accuracy = ("".join(text.split()) for text in self.point.texts)
        parts = (latitude, longitude, "0", accuracy) if accuracy else (latitude, longitude)
        self.answered.emit(" ".join(parts).strip())
