"""Where a piece of work has got to: 本机 → 已送达 → 已校验 → 已应用, or 退回.

Four dots in a line, each with its word and, when it is known, its time. The words
come from the caller, so this widget knows no language.
"""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.components.delivery_step import Step, StepState
from desktop.components.restyled import Restyled
from desktop.icons import paint_icon
from desktop.theme import Theme, current_theme
from desktop.tokens import TextRole, Tone


class DeliveryStepper(Restyled, QWidget):
    """Dots and lines from left to right; short leaves the times out."""

    def __init__(self, steps: Sequence[Step] = (), *, is_short: bool = False) -> None:
        super().__init__()
        self._steps: tuple[Step, ...] = ()
        self._is_short = is_short
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_steps(steps)

    @property
    def steps(self) -> tuple[Step, ...]:
        return self._steps

    def show_steps(self, steps: Sequence[Step]) -> None:
        self._steps = tuple(steps)
        reached = [step.word for step in steps if step.state is not StepState.AHEAD]
        self.setAccessibleName(" → ".join(reached))
        self.setToolTip(
            " → ".join(f"{step.word} {step.time}".strip() for step in steps if step.word in reached)
        )
        self.updateGeometry()
        self.update()

    def restyle(self, theme: Theme) -> None:  # noqa: ARG002 — sizes are read when they are asked for
        self.updateGeometry()

    def sizeHint(self) -> QSize:  # noqa: N802 — Qt's name
        theme = current_theme()
        metrics = QFontMetrics(theme.font(TextRole.FLOOR, weight=700))
        texts = [text for step in self._steps for text in (step.word, "" if self._is_short else step.time)]
        widest = max((metrics.horizontalAdvance(text) for text in texts), default=0)
        height = theme.px(20 + 4 + 18 + (0 if self._is_short else 18))
        return QSize((widest + theme.px(12)) * max(1, len(self._steps)), height)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 — Qt's name
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002 — Qt's name
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        span = self.width() / max(1, len(self._steps))
        for index, step in enumerate(self._steps):
            centre = span * (index + 0.5)
            if index:
                self._paint_line(painter, theme, step, start=centre - span, end=centre)
            self._paint_words(painter, theme, step, QRectF(centre - span / 2, 0, span, self.height()))
        for index, step in enumerate(self._steps):
            self._paint_dot(painter, theme, step, centre=span * (index + 0.5))

    def _paint_line(self, painter: QPainter, theme: Theme, step: Step, *, start: float, end: float) -> None:
        is_ahead = step.state is StepState.AHEAD
        painter.setPen(QPen(QColor(theme.palette.border if is_ahead else _colour(step.state, theme)), 2.0))
        gap, height = theme.px(14), theme.px(10)
        painter.drawLine(QPointF(start + gap, height), QPointF(end - gap, height))

    def _paint_dot(self, painter: QPainter, theme: Theme, step: Step, *, centre: float) -> None:
        side = theme.px(20)
        box = QRectF(centre - side / 2, 0, side, side)
        colour = _colour(step.state, theme)
        if step.state is StepState.AHEAD:
            painter.setPen(QPen(QColor(theme.palette.border_strong), 1.6))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(box.adjusted(3, 3, -3, -3))
            return
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colour))
        painter.drawEllipse(box)
        mark = {StepState.DONE: "check", StepState.RETURNED: "undo-2"}.get(step.state, "clock")
        paint_icon(painter, mark, theme.palette.on_primary, box.adjusted(4, 4, -4, -4), stroke=3.0)

    def _paint_words(self, painter: QPainter, theme: Theme, step: Step, box: QRectF) -> None:
        is_ahead = step.state is StepState.AHEAD
        painter.setPen(QColor(theme.palette.ink3 if is_ahead else theme.palette.ink))
        weight = 700 if step.state in (StepState.CURRENT, StepState.RETURNED) else 400
        painter.setFont(theme.font(TextRole.FLOOR, weight=weight))
        line = theme.px(18)
        top = theme.px(24)
        painter.drawText(QRectF(box.left(), top, box.width(), line), Qt.AlignmentFlag.AlignCenter, step.word)
        if not self._is_short:
            painter.setPen(QColor(theme.palette.ink3))
            painter.setFont(theme.font(TextRole.FLOOR))
            lower = QRectF(box.left(), top + line, box.width(), line)
            painter.drawText(lower, Qt.AlignmentFlag.AlignCenter, step.time)


def _colour(state: StepState, theme: Theme) -> str:
    if state is StepState.RETURNED:
        return theme.tone(Tone.DANGER).text
    return theme.palette.primary if state is StepState.CURRENT else theme.tone(Tone.OK).text
