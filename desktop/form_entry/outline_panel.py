"""The sections at the left: which is open, which are done, which want mending."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop.components.card import Card
from desktop.components.labels import Label
from desktop.components.numbered_line import NumberedLine, paint_numbered_line
from desktop.components.page import ScrollBody
from desktop.components.restyled import Restyled
from desktop.form_entry.form_screen import Outline, SectionRow, SectionState
from desktop.theme import Theme, current_theme
from desktop.tokens import TextRole, Tone
from resources.words import Words

_MARKS = {
    SectionState.DONE: ("circle-check", Tone.OK),
    SectionState.WRONG: ("circle-alert", Tone.DANGER),
}


class SectionButton(Restyled, QPushButton):
    """A line of the outline; pressing it opens the section."""

    def __init__(self) -> None:
        super().__init__()
        self._row = SectionRow(1, "", "", SectionState.AHEAD)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setAutoDefault(True)  # Enter presses it, too
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_row(self, row: SectionRow) -> None:
        self._row = row
        self.setAccessibleName(f"{row.number} {row.title}")
        self.setAccessibleDescription(row.note)
        self.setToolTip(row.title)
        self.update()

    def restyle(self, theme: Theme) -> None:  # noqa: ARG002 — sizes are read when they are asked for
        self.updateGeometry()

    def sizeHint(self) -> QSize:  # noqa: N802 — Qt's name
        theme = current_theme()
        return QSize(theme.px(200), theme.px(58))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 — Qt's name
        return QSize(120, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002 — Qt's name
        row = self._row
        line = NumberedLine(
            row.number,
            row.title,
            row.note,
            is_current=row.state is SectionState.CURRENT,
            mark=_MARKS.get(row.state),
            is_wrong=row.state is SectionState.WRONG,
        )
        paint_numbered_line(self, line, is_pointed=self.underMouse())


class OutlinePanel(QWidget):
    """Progress, the sections, and what the keyboard can do."""

    section_chosen = Signal(int)

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._buttons: list[SectionButton] = []
        self._figures = Label(role=TextRole.LABEL)
        head = QHBoxLayout()
        head.setContentsMargins(12, 0, 12, 4)
        head.addWidget(Label(words.text("screens.form.progress"), role=TextRole.SMALL, tone="ink2"))
        head.addStretch(1)
        head.addWidget(self._figures)
        self._list = ScrollBody(spacing=6)
        self._list.body.addStretch(1)
        hint = Card(padding=14, spacing=2, ground="sunken")
        hint.body.addWidget(Label(words.text("screens.form.keyboard_title"), role=TextRole.CAPTION))
        hint.body.addWidget(
            Label(words.text("screens.form.keyboard_body"), role=TextRole.CAPTION, tone="ink2", wrap=True)
        )
        self.hint = hint
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self._list, 1)
        column.addWidget(hint)

    def show_outline(self, outline: Outline) -> None:
        self._figures.setText(outline.figures)
        while len(self._buttons) < len(outline.rows):
            self._add_button()
        for button in self._buttons[len(outline.rows) :]:
            button.hide()
        for button, row in zip(self._buttons, outline.rows, strict=False):
            button.show_row(row)
            button.show()

    def _add_button(self) -> None:
        button = SectionButton()
        index = len(self._buttons)
        button.clicked.connect(lambda: self.section_chosen.emit(index))
        self._buttons.append(button)
        self._list.body.insertWidget(index, button)
