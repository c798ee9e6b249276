"""The steps of the first run at the left: what is done, what is in hand, what is ahead."""

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop.components.card import Card
from desktop.components.labels import Label
from desktop.components.numbered_line import NumberedLine, paint_numbered_line
from desktop.components.restyled import Restyled
from desktop.enrolment.wizard_page import StepLine, StepState
from desktop.theme import Theme, current_theme
from desktop.tokens import TextRole, Tone
from resources.words import Words


class StepMark(Restyled, QLabel):
    """One step; the mark, the title and a quiet line."""

    def __init__(self) -> None:
        super().__init__()
        self._line = StepLine(1, "", "", StepState.AHEAD)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_line(self, line: StepLine) -> None:
        self._line = line
        self.setAccessibleName(f"{line.number} {line.title}")
        self.setAccessibleDescription(line.note)
        self.update()

    def restyle(self, theme: Theme) -> None:  # noqa: ARG002 — sizes are read when they are asked for
        self.updateGeometry()

    def sizeHint(self) -> QSize:  # noqa: N802 — Qt's name
        theme = current_theme()
        return QSize(theme.px(208), theme.px(60))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 — Qt's name
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002 — Qt's name
        line = self._line
        mark = ("circle-check", Tone.OK) if line.state is StepState.DONE else None
        shown = NumberedLine(line.number, line.title, line.note, line.state is StepState.CURRENT, mark)
        paint_numbered_line(self, shown)


class StepList(QWidget):
    """The steps and, under them, that nothing is lost by stopping."""

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._marks: list[StepMark] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._column.addStretch(1)
        self.hint = Card(padding=14, spacing=2, ground="sunken")
        self.hint.body.addWidget(Label(words.text("screens.enrolment.safe_title"), role=TextRole.CAPTION))
        self.hint.body.addWidget(
            Label(words.text("screens.enrolment.safe_body"), role=TextRole.CAPTION, tone="ink2", wrap=True)
        )
        self._column.addWidget(self.hint)

    def show_steps(self, lines: Sequence[StepLine]) -> None:
        while len(self._marks) < len(lines):
            mark = StepMark()
            self._column.insertWidget(len(self._marks), mark)
            self._marks.append(mark)
        for mark, line in zip(self._marks, lines, strict=True):
            mark.show_line(line)
