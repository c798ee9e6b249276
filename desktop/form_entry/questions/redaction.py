"""Covering what does not belong on a photo, before it is kept: an identity number, a child's face.

A cover is painted into the picture itself. The picture without covers is only ever in
memory, and is forgotten when the sheet is closed.
"""

from typing import Final

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.components.buttons import Button, ButtonKind
from desktop.form_entry.questions.sheet import Sheet
from desktop.theme import current_theme
from resources.words import Words

_SMALLEST: Final = 0.01  # of the picture's sides: less is a slip of the hand
_STEP: Final = 0.02
_FIRST_COVER: Final = QRectF(0.35, 0.4, 0.3, 0.2)


class RedactionCanvas(QWidget):
    """The picture with its covers, as shares of its sides so that any size of window shows the same."""

    changed = Signal()

    def __init__(self, picture: QImage, *, name: str, hint: str) -> None:
        super().__init__()
        self._picture = picture
        self.covers: list[QRectF] = []
        self._from: QPointF | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAccessibleName(name)
        self.setAccessibleDescription(hint)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def covered(self) -> QImage:
        """Give the picture with every cover painted in for good."""
        covered = self._picture.convertToFormat(QImage.Format.Format_RGB888)
        painter = QPainter(covered)
        for cover in self.covers:
            painter.fillRect(_scaled(cover, QRectF(covered.rect())), Qt.GlobalColor.black)
        painter.end()
        return covered

    def add_cover(self) -> None:
        """Put a cover in the middle, to be moved with the arrow keys."""
        self.covers.append(QRectF(_FIRST_COVER))
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        self._tell()

    def take_back(self) -> None:
        if self.covers:
            self.covers.pop()
            self._tell()

    def sizeHint(self) -> QSize:  # noqa: N802 — Qt's name
        return QSize(640, 420)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 — Qt's name
        return QSize(240, 160)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 — Qt's name
        self._from = self._share(event.position())
        self.covers.append(QRectF(self._from, self._from))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 — Qt's name
        if self._from is not None:
            self.covers[-1] = QRectF(self._from, self._share(event.position())).normalized()
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 — Qt's name
        self.mouseMoveEvent(event)
        self._from = None
        if self.covers and min(self.covers[-1].width(), self.covers[-1].height()) < _SMALLEST:
            self.covers.pop()
        self._tell()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 — Qt's name
        moves = {
            Qt.Key.Key_Left: (-_STEP, 0.0),
            Qt.Key.Key_Right: (_STEP, 0.0),
            Qt.Key.Key_Up: (0.0, -_STEP),
            Qt.Key.Key_Down: (0.0, _STEP),
        }
        if event.key() == Qt.Key.Key_Insert:
            self.add_cover()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.take_back()
        elif event.key() in moves and self.covers:
            across, down = moves[Qt.Key(event.key())]
            is_sizing = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
            self._move(across, down, is_sizing=is_sizing)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802, ARG002 — Qt's name
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        place = self._place()
        painter.drawImage(place, self._picture)
        for number, cover in enumerate(self.covers, start=1):
            box = _scaled(cover, place)
            painter.fillRect(box, Qt.GlobalColor.black)
            if number == len(self.covers):
                painter.setPen(QPen(QColor(current_theme().palette.mint), 2.0))
                painter.drawRect(box)

    def _move(self, across: float, down: float, *, is_sizing: bool) -> None:
        cover = self.covers[-1]
        if is_sizing:
            wide, high = max(_STEP, cover.width() + across), max(_STEP, cover.height() + down)
            moved = QRectF(cover.topLeft(), cover.topLeft() + QPointF(wide, high))
        else:
            moved = cover.translated(across, down)
        inside = moved.intersected(QRectF(0, 0, 1, 1))
        if not inside.isEmpty():
            self.covers[-1] = inside
        self.update()

    def _place(self) -> QRectF:
        size = self._picture.size().scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        left, top = (self.width() - size.width()) / 2, (self.height() - size.height()) / 2
        return QRectF(left, top, size.width(), size.height())

    def _share(self, at: QPointF) -> QPointF:
        place = self._place()
        across, down = (at.x() - place.left()) / place.width(), (at.y() - place.top()) / place.height()
        return QPointF(min(max(across, 0.0), 1.0), min(max(down, 0.0), 1.0))

    def _tell(self) -> None:
        self.update()
        self.changed.emit()


class RedactionSheet(Sheet):
    """Shows a photo before it is kept; `accepted` gives it with its covers."""

    accepted = Signal(object)  # QImage
    again_chosen = Signal()

    def __init__(self, opener: QWidget, picture: QImage, words: Words) -> None:
        def say(key: str) -> str:
            return words.text(f"screens.form.photo.{key}")

        super().__init__(opener, title=say("check_title"), sentence=say("check_sentence"))
        self.canvas = RedactionCanvas(picture, name=say("picture"), hint=say("keys"))
        self.body.addWidget(self.canvas, 1)
        self.more = self.add_button(Button(say("cover"), icon="plus"))
        self.undo = self.add_button(Button(say("uncover"), icon="undo-2"))
        self.buttons.addStretch(1)
        again = self.add_button(Button(say("another"), kind=ButtonKind.GHOST, icon="rotate-cw"))
        self.use = self.add_button(Button(say("use"), kind=ButtonKind.PRIMARY, icon="check"))
        self.more.clicked.connect(self.canvas.add_cover)
        self.undo.clicked.connect(self.canvas.take_back)
        self.use.clicked.connect(self._accept)
        again.clicked.connect(self._again)
        self.canvas.changed.connect(lambda: self.undo.setEnabled(bool(self.canvas.covers)))
        self.undo.setEnabled(False)

    def _accept(self) -> None:
        covered = self.canvas.covered()
        self.close_sheet()
        self.accepted.emit(covered)

    def _again(self) -> None:
        self.close_sheet()
        self.again_chosen.emit()


def _scaled(share: QRectF, whole: QRectF) -> QRectF:
    return QRectF(
        whole.left() + share.left() * whole.width(),
        whole.top() + share.top() * whole.height(),
        share.width() * whole.width(),
        share.height() * whole.height(),
    )
