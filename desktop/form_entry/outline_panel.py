"""The sections at the left: which is open, which are done, which want mending."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop.components.card import Card
from desktop.components.labels import Label
from desktop.components.page import ScrollBody
from desktop.components.restyled import Restyled
from desktop.form_entry.form_screen import Outline, SectionRow, SectionState
from desktop.icons import paint_icon
from desktop.theme import Theme, current_theme
from desktop.tokens import RADIUS_CONTROL, TextRole, Tone
from resources.words import Words


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
        theme = current_theme()
        palette = theme.palette
        is_current = self._row.state is SectionState.CURRENT
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if is_current or self.underMouse():
            # In high contrast the soft fill is white, so an outline says which section is open.
            is_plain = palette.primary_soft == palette.surface
            painter.setPen(QPen(QColor(palette.primary), 2.0) if is_plain else Qt.PenStyle.NoPen)
            painter.setBrush(QColor(palette.primary_soft if is_current else palette.surface2))
            ground = QRectF(self.rect()).adjusted(1, 1, -1, -1)
            painter.drawRoundedRect(ground, RADIUS_CONTROL, RADIUS_CONTROL)
        side = theme.px(26)
        self._paint_mark(painter, theme, QRectF(theme.px(12), (self.height() - side) / 2, side, side))
        left = theme.px(12) + side + theme.px(12)
        room = self.width() - left - theme.px(8)
        middle = self.height() / 2
        title = theme.font(TextRole.BODY, weight=700 if is_current else 500)
        colour = palette.primary_press if is_current else palette.ink
        painter.setFont(title)
        painter.setPen(QColor(colour))
        self._write_in(painter, self._row.title, QRectF(left, middle - theme.px(25), room, theme.px(25)))
        is_wrong = self._row.state is SectionState.WRONG
        painter.setFont(theme.font(TextRole.FLOOR))
        painter.setPen(QColor(theme.tone(Tone.DANGER).text if is_wrong else palette.ink2))
        self._write_in(painter, self._row.note, QRectF(left, middle, room, theme.px(22)))

    def _paint_mark(self, painter: QPainter, theme: Theme, box: QRectF) -> None:
        icons = {
            SectionState.DONE: ("circle-check", Tone.OK),
            SectionState.WRONG: ("circle-alert", Tone.DANGER),
        }
        if self._row.state in icons:
            icon, tone = icons[self._row.state]
            paint_icon(painter, icon, theme.tone(tone).text, box)
            return
        is_current = self._row.state is SectionState.CURRENT
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.palette.primary if is_current else theme.palette.sunken))
        painter.drawEllipse(box)
        painter.setFont(theme.font(TextRole.CAPTION, weight=700))
        painter.setPen(QColor(theme.palette.on_primary if is_current else theme.palette.ink2))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(self._row.number))

    @staticmethod
    def _write_in(painter: QPainter, text: str, box: QRectF) -> None:
        elided = QFontMetrics(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, int(box.width()))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, elided)


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
