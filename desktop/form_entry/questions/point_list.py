"""A line or an area as a list of points: typed one after the other, moved, taken away; no map, no receiver.

An area closes itself: its first point stands once in the list and is repeated at the end of the
answer. A line of one point or an area of two is no answer yet; it is kept with the draft as it stands.
"""

from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QListWidget, QVBoxLayout

from desktop.components.buttons import Button, ButtonKind
from desktop.components.icon_label import IconLabel
from desktop.components.labels import Label
from desktop.form_entry.questions.choice_delegate import ChoiceDelegate, row_height
from desktop.form_entry.questions.coordinates import GeoPoint, PointFault, read_points
from desktop.form_entry.questions.point_fields import PointFields
from desktop.form_entry.questions.question_input import QuestionInput
from desktop.tokens import TextRole, Tone
from resources.words import Words

_MOST_ROWS: Final = 6
_UNFINISHED: Final = ";?"  # no engine takes this for a point, so what is begun is never an answer
_FEWEST_OF_LINE: Final = 2
_FEWEST_OF_AREA: Final = 3


class PointRows(QListWidget):
    """The points; moved with Ctrl and the arrow keys, taken away with Delete."""

    moved = Signal(int)
    deleted = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 — Qt's name
        ways = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.key() in ways and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.moved.emit(ways[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_Delete:
            self.deleted.emit()
        else:
            super().keyPressEvent(event)


class PointListInput(QuestionInput):
    """Fields for the next point, the points there are, and what they make."""

    def __init__(self, words: Words, *, is_area: bool) -> None:
        super().__init__()
        self._words, self._is_area = words, is_area
        self._fewest = _FEWEST_OF_AREA if is_area else _FEWEST_OF_LINE
        self._points: list[GeoPoint] = []
        self.point = PointFields(words)
        self.add = Button(self._say("add"), kind=ButtonKind.SOFT, icon="plus")
        self.trouble = IconLabel("", icon="circle-alert", tone=Tone.DANGER)
        self.rows = PointRows()
        self.rows.setItemDelegate(ChoiceDelegate(self.rows))
        self.rows.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        self.up, self.down = (
            Button(words.text("screens.form.rank.up")),
            Button(words.text("screens.form.rank.down")),
        )
        self.remove = Button(self._say("remove"), kind=ButtonKind.GHOST, icon="trash-2")
        self.standing = Label(role=TextRole.SMALL, tone="ink2", wrap=True)
        self._lay_out()
        self.point.entered.connect(self.add_point)
        self.point.edited.connect(lambda: self._complain(None))
        self.add.clicked.connect(self.add_point)
        self.rows.moved.connect(self.move_point)
        self.rows.deleted.connect(self.remove_point)
        self.rows.currentRowChanged.connect(lambda _row: self._arrange())
        self.up.clicked.connect(lambda: self.move_point(-1))
        self.down.clicked.connect(lambda: self.move_point(1))
        self.remove.clicked.connect(self.remove_point)
        for widget in (*self.point.fields.values(), self.add, self.rows, self.up, self.down, self.remove):
            self.watch(widget)
        self.setFocusProxy(self.point)
        self._show_points(row=-1)

    def show_text(self, text: str) -> None:
        points = list(read_points(text))
        if self._is_area and len(points) > self._fewest and points[0] == points[-1]:
            points.pop()
        if points != self._points:
            self._points = points
            self._show_points(row=len(points) - 1)

    def show_problem(self, sentence: str) -> None:
        self.rows.setAccessibleDescription(sentence)

    def name(self, label: str) -> None:
        self.point.name(label)
        self.rows.setAccessibleName(label)
        for button in (self.add, self.up, self.down, self.remove):
            button.setAccessibleName(f"{label} {button.text()}")

    def add_point(self) -> None:
        """Put what is typed at the end, or say what is wrong with it."""
        found = self.point.read()
        if isinstance(found, PointFault):
            self._complain(found)
            self.point.fields[found.part].setFocus(Qt.FocusReason.OtherFocusReason)
            return
        if self._points and self._points[-1] == found:
            self.trouble.set_text(self._say("wrong.repeated"))
            self.trouble.show()
            return
        self._complain(None)
        self._points.append(found)
        self.point.put("", "", "")
        self.point.setFocus(Qt.FocusReason.OtherFocusReason)
        self._changed(row=len(self._points) - 1)

    def move_point(self, by: int) -> None:
        row = self.rows.currentRow()
        if 0 <= row < len(self._points) and 0 <= row + by < len(self._points):
            self._points.insert(row + by, self._points.pop(row))
            self._changed(row=row + by)

    def remove_point(self) -> None:
        row = self.rows.currentRow()
        if 0 <= row < len(self._points):
            self._points.pop(row)
            self._changed(row=min(row, len(self._points) - 1))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 — Qt's name
        if event.type() != QEvent.Type.FocusOut:
            return super().eventFilter(watched, event)
        if not self.isAncestorOf(QApplication.focusWidget() or self):
            if any(self.point.texts) and self.trouble.isHidden():
                self.trouble.set_text(self._say("pending"))
                self.trouble.show()
            self.left.emit()
        return False

    def _changed(self, *, row: int) -> None:
        self._show_points(row=row)
        self.answered.emit(self._answer())

    def _answer(self) -> str:
        ring = [*self._points, self._points[0]] if self._is_area and self._points else self._points
        if len(self._points) < self._fewest:
            begun = ";".join(point.spelled() for point in self._points)
            return f"{begun}{_UNFINISHED}" if begun else ""
        return ";".join(point.spelled() for point in ring)

    def _complain(self, fault: PointFault | None) -> None:
        sentence = "" if fault is None else self.point.say_fault(fault)
        self.point.mark(fault, sentence)
        self.trouble.set_text(sentence)
        self.trouble.setVisible(bool(sentence))

    def _show_points(self, *, row: int) -> None:
        self.rows.clear()
        for point in self._points:
            key = "point_within" if point.accuracy else "point"
            self.rows.addItem(
                self._say(key, latitude=point.latitude, longitude=point.longitude, accuracy=point.accuracy)
            )
        self.rows.setCurrentRow(row)
        self.rows.setFixedHeight(max(1, min(_MOST_ROWS, len(self._points))) * row_height() + 2)
        self._arrange()

    def _arrange(self) -> None:
        count, row = len(self._points), self.rows.currentRow()
        for widget in (self.rows, self.up, self.down, self.remove):
            widget.setVisible(count > 0)
        self.up.setEnabled(row > 0)
        self.down.setEnabled(0 <= row < count - 1)
        self.remove.setEnabled(row >= 0)
        kind = "area" if self._is_area else "line"
        state = "none" if not count else f"{kind}_open" if count < self._fewest else f"{kind}_closed"
        self.standing.setText(self._say(state, number=count))

    def _lay_out(self) -> None:
        entry = QHBoxLayout()
        entry.setSpacing(12)
        entry.addWidget(self.point, 1)
        entry.addWidget(self.add, 0, Qt.AlignmentFlag.AlignBottom)
        acts = QHBoxLayout()
        acts.setSpacing(10)
        for button in (self.up, self.down, self.remove):
            acts.addWidget(button)
        acts.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(entry)
        column.addWidget(self.trouble)
        column.addWidget(self.standing)
        column.addWidget(self.rows)
        column.addLayout(acts)
        self.trouble.hide()

    def _say(self, key: str, **values: object) -> str:
        return self._words.text(f"screens.form.place.{key}", **values)
