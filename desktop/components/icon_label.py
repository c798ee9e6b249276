"""An icon and a sentence in one tone: error lines, facts, states in rows."""

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from desktop.components.labels import Ink, Label
from desktop.components.restyled import Restyled
from desktop.icons import paint_icon
from desktop.theme import Theme, current_theme
from desktop.tokens import TextRole, Tone


def ink_colour(tone: Ink, theme: Theme) -> str:
    """Give the colour a label of that tone is written in, for the icon beside it."""
    if isinstance(tone, Tone):
        return theme.tone(tone).text
    names = {"on-primary": "on_primary", "nav": "nav_ink"}
    return str(getattr(theme.palette, names.get(tone, tone)))


class Icon(Restyled, QWidget):
    """A picture beside words; it has no name of its own."""

    def __init__(self, name: str, *, tone: Ink = "ink2", size: int = 20) -> None:
        super().__init__()
        self._name, self._tone, self._side = name, tone, size
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_icon(self, name: str, *, tone: Ink) -> None:
        self._name, self._tone = name, tone
        self.update()

    def restyle(self, theme: Theme) -> None:  # noqa: ARG002 — sizes are read when they are asked for
        self.updateGeometry()

    def sizeHint(self) -> QSize:  # noqa: N802 — Qt's name
        side = current_theme().px(self._side)
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 — Qt's name
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002 — Qt's name
        theme = current_theme()
        side = theme.px(self._side)
        box = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        paint_icon(QPainter(self), self._name, ink_colour(self._tone, theme), box)


class IconLabel(Restyled, QWidget):
    """The icon stands beside the middle of the first line; the sentence wraps."""

    def __init__(
        self,
        text: str,
        *,
        icon: str,
        tone: Ink = "ink2",
        role: TextRole = TextRole.SMALL,
        wrap: bool = True,
    ) -> None:
        super().__init__()
        self._role = role
        self._icon = Icon(icon, tone=tone, size=18)
        self._label = Label(text, role=role, tone=tone, wrap=wrap)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        top = Qt.AlignmentFlag.AlignTop if wrap else Qt.AlignmentFlag.AlignVCenter
        row.addWidget(self._icon, 0, top)
        row.addWidget(self._label, 1)
        self.restyle(current_theme())

    def restyle(self, theme: Theme) -> None:
        self._icon.setMinimumHeight(QFontMetrics(theme.font(self._role)).height())

    def text(self) -> str:
        return self._label.text()

    def set_text(self, text: str) -> None:
        self._label.setText(text)

    def show_status(self, text: str, *, icon: str, tone: Ink) -> None:
        self._label.setText(text)
        self._label.set_tone(tone)
        self._icon.show_icon(icon, tone=tone)
