"""A figure between two limits: a slider for the hand, a field for the keyboard, one answer."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Final

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSlider, QVBoxLayout

from desktop.components.labels import Label
from desktop.form_entry.questions.question_input import QuestionInput, mark_invalid
from desktop.theme import current_theme
from desktop.tokens import TextRole

MOST_RATED: Final = 10
_MOST_STEPS: Final = 10_000
_MOST_LISTED: Final = 200
_FIELD_WIDTH: Final = 112


def figures_between(binds: Mapping[str, str]) -> tuple[str, ...]:
    """Give the whole figures a range offers, in its order; none where it has others, or too many to list."""
    usual = {"start": 0, "end": 10, "step": 1}
    start, end, step = (_number(binds, name, figure) for name, figure in usual.items())
    size = abs(step) or Decimal(1)
    count = int(abs(end - start) / size) + 1
    if count > _MOST_LISTED or any(part != part.to_integral_value() for part in (start, size)):
        return ()
    sign = 1 if end >= start else -1
    return tuple(_plain(start + sign * size * place) for place in range(count))


class RangeInput(QuestionInput):
    """Unanswered until it is touched: the slider's place before that says nothing."""

    def __init__(self, binds: Mapping[str, str]) -> None:
        super().__init__()
        self._start, self._step = _number(binds, "start", 0), abs(_number(binds, "step", 1)) or Decimal(1)
        end = _number(binds, "end", 10)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setMaximum(min(_MOST_STEPS, max(1, int(abs(end - self._start) / self._step))))
        self._sign = 1 if end >= self._start else -1
        self.field = QLineEdit()
        self.field.setFixedWidth(current_theme().px(_FIELD_WIDTH))
        self.field.setAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled, False)
        ends = QHBoxLayout()
        ends.addWidget(Label(_plain(self._start), role=TextRole.CAPTION, tone="ink2"))
        ends.addStretch(1)
        ends.addWidget(Label(_plain(end), role=TextRole.CAPTION, tone="ink2"))
        left = QVBoxLayout()
        left.setSpacing(2)
        left.addStretch(1)
        left.addWidget(self.slider)
        left.addLayout(ends)
        left.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(18)
        row.addLayout(left, 1)
        row.addWidget(self.field)
        # actionTriggered, not valueChanged: the limit on which the slider stands can be chosen too.
        self.slider.actionTriggered.connect(self._slid)
        self.field.textEdited.connect(self.answered)
        self.watch(self.slider)
        self.watch(self.field)
        self.setFocusProxy(self.slider)

    def show_text(self, text: str) -> None:
        with QSignalBlocker(self.slider):
            self.slider.setValue(self._place_of(text))
        if not self.field.hasFocus():
            self.field.setText(text)

    def show_problem(self, sentence: str) -> None:
        self.field.setAccessibleDescription(sentence)
        mark_invalid(self.field, is_invalid=bool(sentence))

    def name(self, label: str) -> None:
        self.slider.setAccessibleName(label)
        self.field.setAccessibleName(label)

    def _slid(self) -> None:
        text = _plain(self._start + self._sign * self._step * self.slider.sliderPosition())
        self.field.setText(text)
        self.answered.emit(text)

    def _place_of(self, text: str) -> int:
        try:
            return round(abs(Decimal(text) - self._start) / self._step) if text else 0
        except InvalidOperation:
            return 0


def _number(binds: Mapping[str, str], name: str, usual: int) -> Decimal:
    try:
        return Decimal(binds.get(name, str(usual)))
    except InvalidOperation:
        return Decimal(usual)


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
