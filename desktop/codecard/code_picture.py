"""A QR code on the screen, for another camera: black on white whatever the theme, quiet zone included."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.codecard.card_painter import paint_code
from desktop.components.restyled import Restyled
from desktop.theme import Theme, current_theme


class CodePicture(Restyled, QWidget):
    """Shows one ASCII text; nothing while there is none."""

    def __init__(self, *, name: str, side: int = 240) -> None:
        super().__init__()
        self._text, self._side = "", side
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_text(self, text: str) -> None:
        self._text = text
        self.update()

    def restyle(self, theme: Theme) -> None:  # noqa: ARG002 — sizes are read when they are asked for
        self.updateGeometry()

    def sizeHint(self) -> QSize:  # noqa: N802 — Qt's name
        side = current_theme().px(self._side)
        return QSize(side, side)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 — Qt's name
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002 — Qt's name
        if self._text:
            painter = QPainter(self)
            paint_code(painter, self._text, QRectF(self.rect()))
            painter.end()
