"""Who is working, at the foot of the rail, with the lock beside it; the name opens who may work here."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop.components.badge import Avatar
from desktop.components.labels import ElidedLabel
from desktop.components.restyled import Restyled
from desktop.icons import paint_icon
from desktop.theme import Theme, current_theme
from desktop.tokens import RADIUS_CONTROL, TARGET_MINIMUM, TextRole, Tone
from resources.words import Words


class _LockButton(Restyled, QPushButton):
    def __init__(self, words: Words) -> None:
        super().__init__()
        self.setAccessibleName(words.text("screens.shell.lock"))
        self.setToolTip(words.text("screens.shell.lock_tip"))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.restyle(current_theme())

    def restyle(self, theme: Theme) -> None:
        side = theme.px(TARGET_MINIMUM)
        self.setFixedSize(side, side)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002 — Qt's name
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.underMouse():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(theme.palette.nav_selected))
            painter.drawRoundedRect(QRectF(self.rect()), RADIUS_CONTROL, RADIUS_CONTROL)
        side = theme.px(18)
        inset = (self.width() - side) / 2
        paint_icon(painter, "lock-keyhole", theme.palette.nav_ink, QRectF(inset, inset, side, side))


class _WhoButton(Restyled, QPushButton):
    """Avatar and name as one button, large enough for a thumb."""

    def __init__(self, content: QBoxLayout) -> None:
        super().__init__()
        self._content = content
        self.setLayout(content)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def restyle(self, theme: Theme) -> None:  # noqa: ARG002 — sizes are read when they are asked for
        self.updateGeometry()

    def sizeHint(self) -> QSize:  # noqa: N802 — Qt's name
        least = current_theme().px(TARGET_MINIMUM)
        return self._content.sizeHint().expandedTo(QSize(least, least))

    def minimumSizeHint(self) -> QSize:  # noqa: N802 — Qt's name
        least = current_theme().px(TARGET_MINIMUM)
        return self._content.minimumSize().expandedTo(QSize(least, least))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002 — Qt's name
        if self.underMouse():
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(current_theme().palette.nav_selected))
            painter.drawRoundedRect(QRectF(self.rect()), RADIUS_CONTROL, RADIUS_CONTROL)


class OperatorPlate(QWidget):
    """Avatar, name, place and lock."""

    lock_chosen = Signal()
    operator_chosen = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._tip = words.text("screens.computer.operators_heading")
        self._avatar = Avatar("", tone=Tone.PRIMARY, size=36)
        self._name = ElidedLabel(role=TextRole.STRONG, tone="on-primary")
        self._place = ElidedLabel(role=TextRole.FLOOR, tone="nav")
        self._words = QWidget()
        lines = QVBoxLayout(self._words)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(0)
        lines.addWidget(self._name)
        lines.addWidget(self._place)
        lock = _LockButton(words)
        lock.clicked.connect(self.lock_chosen)
        content = QHBoxLayout()
        content.setContentsMargins(4, 2, 4, 2)
        content.setSpacing(8)
        for part, stretch in ((self._avatar, 0), (self._words, 1)):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            content.addWidget(part, stretch, Qt.AlignmentFlag.AlignVCenter)
        self._who = _WhoButton(content)
        self._who.clicked.connect(self.operator_chosen)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setSpacing(2)
        self._row.addWidget(self._who, 1)
        self._row.addWidget(lock, 0, Qt.AlignmentFlag.AlignCenter)
        self.set_compact(is_compact=False)

    def show_operator(self, name: str, *, place: str) -> None:
        self._avatar.show_name(name)
        self._name.setText(name)
        self._place.setText(place)
        self._who.setAccessibleName(f"{self._tip} {name}")
        self._who.setToolTip(f"{name} {place} · {self._tip}")

    def set_compact(self, *, is_compact: bool) -> None:
        self._words.setVisible(not is_compact)
        direction = QBoxLayout.Direction
        self._row.setDirection(direction.TopToBottom if is_compact else direction.LeftToRight)
        self._row.setContentsMargins(*((2, 8, 2, 2) if is_compact else (2, 6, 0, 6)))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002 — Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(current_theme().palette.nav_hover))
        painter.drawRoundedRect(QRectF(self.rect()), RADIUS_CONTROL, RADIUS_CONTROL)
