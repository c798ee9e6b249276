"""One calm line across the page: what is going on, why it is no trouble, one act.

At most one banner stands on a page (`desktop.components.notice` chooses).
"""

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QWidget

from desktop.components.buttons import Button, ButtonKind
from desktop.components.icon_label import Icon
from desktop.components.labels import Label
from desktop.components.notice import Notice
from desktop.theme import current_theme
from desktop.tokens import RADIUS_CARD, TextRole, Tone

_BESIDE = 14
_AROUND = 60  # margins, and what lies between icon, words and button


class Banner(QWidget):
    """Shows one notice, or nothing."""

    act_chosen = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._tone = Tone.OFF
        self._icon = Icon("info", size=22)
        self._sentence = Label(role=TextRole.STRONG, wrap=True)
        self._quiet = Label(role=TextRole.SMALL, tone="ink2", wrap=True)
        self._act = Button("", kind=ButtonKind.GHOST)
        self._act.clicked.connect(self.act_chosen)
        self._words = words = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        words.setSpacing(2)
        words.addWidget(self._sentence)
        words.addWidget(self._quiet, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 6, 12, 6)
        row.setSpacing(12)
        row.addWidget(self._icon)
        row.addLayout(words, 1)
        row.addWidget(self._act)
        self.hide()

    def show_notice(self, notice: Notice | None) -> None:
        self.setVisible(notice is not None)
        if notice is None:
            return
        self._tone = notice.tone
        self._icon.show_icon(notice.icon, tone=notice.tone)
        self._sentence.setText(notice.sentence)
        self._sentence.set_tone(notice.tone)
        self._quiet.setText(notice.quiet)
        self._quiet.setVisible(bool(notice.quiet))
        self._act.set_text(notice.act)
        self._act.set_icon(notice.act_icon)
        self._act.setVisible(bool(notice.act))
        self.setAccessibleName(f"{notice.sentence} {notice.quiet}".strip())
        self._arrange()
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 — Qt's name
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        """Put both sentences in one line where they fit; a page at the top of which it stands is low."""
        gap = current_theme().px(_BESIDE)
        taken = self._icon.sizeHint().width() + (self._act.sizeHint().width() if self._act.isVisible() else 0)
        words = _width(self._sentence) + gap + _width(self._quiet)
        is_line = words + taken + _AROUND <= self.width()
        direction = QBoxLayout.Direction
        self._words.setDirection(direction.LeftToRight if is_line else direction.TopToBottom)
        self._words.setSpacing(gap if is_line else 2)
        for label in (self._sentence, self._quiet):
            label.setWordWrap(not is_line)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002 — Qt's name
        pair = current_theme().tone(self._tone)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(pair.line), 1.0))
        painter.setBrush(QColor(pair.soft))
        ground = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(ground, RADIUS_CARD, RADIUS_CARD)


def _width(label: Label) -> int:
    return label.fontMetrics().horizontalAdvance(label.text()) + 2
