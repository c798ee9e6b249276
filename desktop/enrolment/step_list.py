"""The steps of the first run at the left: what is done, what is in hand, what is ahead."""

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop.components.card import Card
from desktop.components.labels import Label
from desktop.components.restyled import Restyled
from desktop.enrolment.wizard_page import StepLine, StepState
from desktop.icons import paint_icon
from desktop.theme import Theme, current_theme
from desktop.tokens import RADIUS_CONTROL, TextRole, Tone
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
        theme = current_theme()
        palette, is_current = theme.palette, self._line.state is StepState.CURRENT
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if is_current:
            # In high contrast the soft fill is white, so an outline says which step is in hand.
            is_plain = palette.primary_soft == palette.surface
            painter.setPen(QPen(QColor(palette.primary), 2.0) if is_plain else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(palette.primary_soft))
            painter.drawRoundedRect(
                QRectF(self.rect()).adjusted(1, 1, -1, -1), RADIUS_CONTROL, RADIUS_CONTROL
            )
        side, middle = theme.px(26), self.height() / 2
        self._paint_mark(painter, theme, QRectF(theme.px(12), middle - side / 2, side, side))
        left = theme.px(24) + side
        room = self.width() - left - theme.px(6)
        title = theme.font(TextRole.BODY, weight=700 if is_current else 500)
        ink = palette.primary_press if is_current else palette.ink
        self._write(
            painter, self._line.title, title, ink, QRectF(left, middle - theme.px(25), room, theme.px(25))
        )
        note = theme.font(TextRole.FLOOR)
        self._write(painter, self._line.note, note, palette.ink2, QRectF(left, middle, room, theme.px(22)))

    def _paint_mark(self, painter: QPainter, theme: Theme, box: QRectF) -> None:
        if self._line.state is StepState.DONE:
            paint_icon(painter, "circle-check", theme.tone(Tone.OK).text, box)
            return
        is_current = self._line.state is StepState.CURRENT
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.palette.primary if is_current else theme.palette.sunken))
        painter.drawEllipse(box)
        painter.setFont(theme.font(TextRole.CAPTION, weight=700))
        painter.setPen(QColor(theme.palette.on_primary if is_current else theme.palette.ink2))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(self._line.number))

    @staticmethod
    def _write(painter: QPainter, text: str, font: QFont, ink: str, box: QRectF) -> None:
        painter.setFont(font)
        painter.setPen(QColor(ink))
        elided = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, int(box.width()))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, elided)


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
