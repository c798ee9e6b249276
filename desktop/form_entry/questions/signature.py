"""A signature: drawn with mouse, finger or pen; typed by who cannot draw, and drawn for them.

The line is kept as strokes until the pen rests, then as one small picture. Whoever uses
only the keyboard types the name of the signer, which is drawn as a signature line.
"""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF, QTabletEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QVBoxLayout, QWidget

from desktop.components.buttons import Button, ButtonKind
from desktop.form_entry.filled_files import FileContent
from desktop.form_entry.questions.photo_encoding import encode_drawing
from desktop.form_entry.questions.question_input import QuestionInput
from desktop.theme import current_theme
from desktop.tokens import RADIUS_CONTROL, TextRole
from resources.words import Words

_HEIGHT: Final = 168
_PEN: Final = 3.0
_TYPED_SIZE: Final = 48
_PICTURE: Final = QSize(900, 300)


class SignaturePad(QWidget):
    """White paper with a line to sign on."""

    rested = Signal()

    def __init__(self, invitation: str) -> None:
        super().__init__()
        self._invitation = invitation
        self._strokes: list[list[QPointF]] = []
        self._kept = QImage()
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def is_blank(self) -> bool:
        return not self._strokes and self._kept.isNull()

    def show_kept(self, picture: QImage) -> None:
        """Show a signature that stands already; the strokes of this sitting are in it."""
        self._strokes, self._kept = [], picture
        self.update()

    def type_name(self, name: str) -> None:
        """Write a name where a hand would sign."""
        picture = _paper()
        painter = QPainter(picture)
        font = current_theme().font(TextRole.H1)
        font.setPixelSize(_TYPED_SIZE)
        painter.setFont(font)
        painter.setPen(QColor(current_theme().palette.ink))
        painter.drawText(picture.rect(), Qt.AlignmentFlag.AlignCenter, name)
        painter.end()
        self.show_kept(picture)

    def picture(self) -> QImage:
        """Give what is on the paper, in a size of its own."""
        picture = _paper()
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._draw(painter, QRectF(picture.rect()))
        painter.end()
        return picture

    def sizeHint(self) -> QSize:  # noqa: N802 — Qt's name
        return QSize(504, current_theme().px(_HEIGHT))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 — Qt's name
        self._begin(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 — Qt's name
        self._go_on(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 — Qt's name
        self._go_on(event.position())
        self.rested.emit()

    def tabletEvent(self, event: QTabletEvent) -> None:  # noqa: N802 — Qt's name
        acts = {QTabletEvent.Type.TabletPress: self._begin, QTabletEvent.Type.TabletMove: self._go_on}
        act = acts.get(event.type())
        if act is not None and event.pressure() > 0:
            act(event.position())
        elif event.type() is QTabletEvent.Type.TabletRelease:
            self.rested.emit()
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002 — Qt's name
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(QPen(QColor(theme.palette.border_strong), 1.0))
        painter.setBrush(QColor(Qt.GlobalColor.white))
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS_CONTROL, RADIUS_CONTROL
        )
        line = self.height() * 0.76
        painter.drawLine(QPointF(theme.px(24), line), QPointF(self.width() - theme.px(24), line))
        if self.is_blank:
            painter.setFont(theme.font(TextRole.BODY))
            painter.setPen(QColor(theme.palette.ink3))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._invitation)
        self._draw(painter, self._paper_place())

    def _begin(self, at: QPointF) -> None:
        self._strokes.append([self._share(at)])
        self.update()

    def _go_on(self, at: QPointF) -> None:
        if self._strokes:
            self._strokes[-1].append(self._share(at))
            self.update()

    def _draw(self, painter: QPainter, place: QRectF) -> None:
        if not self._kept.isNull():
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
            painter.drawImage(place, self._kept)
            painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        pen = QPen(QColor(current_theme().palette.ink), _PEN * place.width() / _PICTURE.width() + 0.6)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        for stroke in self._strokes:
            points = [
                QPointF(place.left() + point.x() * place.width(), place.top() + point.y() * place.height())
                for point in stroke
            ]
            painter.drawPolyline(QPolygonF(points if len(points) > 1 else points * 2))

    def _paper_place(self) -> QRectF:
        size = _PICTURE.scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        left, top = (self.width() - size.width()) / 2, (self.height() - size.height()) / 2
        return QRectF(left, top, size.width(), size.height())

    def _share(self, at: QPointF) -> QPointF:
        place = self._paper_place()
        across, down = (at.x() - place.left()) / place.width(), (at.y() - place.top()) / place.height()
        return QPointF(min(max(across, 0.0), 1.0), min(max(down, 0.0), 1.0))


class SignatureInput(QuestionInput):
    """The pad, a field for the keyboard, and a way to begin anew."""

    def __init__(self, words: Words, *, max_pixels: int) -> None:
        super().__init__()
        self._max_pixels = max_pixels
        self.pad = SignaturePad(words.text("screens.form.signature.invitation"))
        self.typed = QLineEdit()
        self.typed.setPlaceholderText(words.text("screens.form.signature.typed"))
        self.draw = Button(words.text("screens.form.signature.draw"), icon="pencil")
        self.clear = Button(words.text("screens.form.signature.clear"), kind=ButtonKind.GHOST, icon="delete")
        self.pad.rested.connect(self._keep)
        self.typed.returnPressed.connect(self._draw_typed)
        self.draw.clicked.connect(self._draw_typed)
        self.clear.clicked.connect(lambda: self.attached.emit(None))
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.typed, 1)
        row.addWidget(self.draw)
        row.addWidget(self.clear)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.pad)
        column.addLayout(row)
        for widget in (self.typed, self.draw, self.clear):
            self.watch(widget)
        self.setFocusProxy(self.typed)

    def show_file(self, content: bytes) -> None:
        self.pad.show_kept(QImage.fromData(content) if content else QImage())
        self.clear.setEnabled(not self.pad.is_blank)

    def name(self, label: str) -> None:
        self.pad.setAccessibleName(label)
        self.typed.setAccessibleName(f"{label} {self.typed.placeholderText()}")
        self.draw.setAccessibleName(f"{label} {self.draw.text()}")
        self.clear.setAccessibleName(f"{label} {self.clear.text()}")

    def _draw_typed(self) -> None:
        if self.typed.text().strip():
            self.pad.type_name(self.typed.text().strip())
            self.typed.clear()
            self._keep()

    def _keep(self) -> None:
        if not self.pad.is_blank:
            content = encode_drawing(self.pad.picture(), max_pixels=self._max_pixels)
            self.attached.emit(FileContent(content, ".png"))


def _paper() -> QImage:
    paper = QImage(_PICTURE, QImage.Format.Format_RGB888)
    paper.fill(Qt.GlobalColor.white)
    return paper
