"""Pictures of choices in lists: each read when its row is painted for the first time, all of one size.

A search over fifty trees or tools is answered by the eye; to read fifty pictures before the page stands would
hold it up, and most are never scrolled to.
"""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPixmap, QStandardItemModel
from PySide6.QtWidgets import QWidget

from desktop.form_entry.small_picture import read_small
from desktop.theme import current_theme
from forms import Choice

_IN_A_ROW: Final = QSize(64, 48)
_VALUE: Final = int(Qt.ItemDataRole.UserRole)


class ChoicePictures:
    """The pictures of one question; false where its choices have none."""

    def __init__(self, choices: Sequence[Choice], read: Callable[[str], bytes]) -> None:
        named = ((choice.value, choice.media.image or choice.media.big_image) for choice in choices)
        self._names = {value: name for value, name in named if name}
        self._read = read
        self._drawn: dict[str, QPixmap] = {}

    def __bool__(self) -> bool:
        return bool(self._names)

    @property
    def size(self) -> QSize:
        """Give the room of each in pixels, at the present text size."""
        theme = current_theme()
        return QSize(theme.px(_IN_A_ROW.width()), theme.px(_IN_A_ROW.height()))

    def of(self, value: str) -> QPixmap:
        """Give the picture of a choice in the middle of its room; the room alone where it cannot be read."""
        if value not in self._drawn:
            self._drawn[value] = self._draw(self._names.get(value, ""))
        return self._drawn[value]

    def _draw(self, name: str) -> QPixmap:
        room = QPixmap(self.size)
        room.fill(Qt.GlobalColor.transparent)
        picture = read_small(self._read(name), self.size) if name else None
        if picture is not None and not picture.isNull():
            left = (room.width() - picture.width()) / 2
            top = (room.height() - picture.height()) / 2
            painter = QPainter(room)
            painter.drawImage(QPointF(left, top), picture)
            painter.end()
        return room


class PicturedModel(QStandardItemModel):
    """Choices with their pictures, for lists that Qt paints; their value stands under `UserRole`."""

    def __init__(self, pictures: ChoicePictures, parent: QWidget) -> None:
        super().__init__(parent)
        self._pictures = pictures

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = int(Qt.ItemDataRole.DisplayRole)
    ) -> object:
        if role == Qt.ItemDataRole.DecorationRole:
            return self._pictures.of(str(super().data(index, _VALUE)))
        return super().data(index, role)
