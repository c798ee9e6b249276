"""What belongs to the words of a question or a choice: pictures drawn, sounds and films named.

The files come with the form. One that is missing or cannot be read safely is left out: the words
are there, and they are what a screen reader says.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.components.buttons import Button, ButtonKind
from desktop.components.icon_label import IconLabel
from desktop.form_entry.questions.camera_sheet import PicturePane
from desktop.form_entry.questions.sheet import Sheet
from desktop.form_entry.small_picture import read_small
from desktop.theme import current_theme
from desktop.tokens import Tone
from forms import Choice, LabelMedia
from resources.words import Words

ReadPicture = Callable[[str], bytes]

_OF_CHOICE: Final = QSize(112, 84)
_OF_LABEL: Final = QSize(480, 160)  # also with large text: the question itself needs the room then
_WHOLE: Final = QSize(1_600, 1_200)


def choice_pictures(choices: Sequence[Choice], read: ReadPicture) -> Mapping[str, QPixmap]:
    """Give the pictures of choices by value, as large as a card takes; those without one are left out."""
    theme, found = current_theme(), {}
    most = QSize(theme.px(_OF_CHOICE.width()), theme.px(_OF_CHOICE.height()))
    for choice in choices:
        name = choice.media.image or choice.media.big_image
        image = read_small(read(name), most) if name else QImage()
        if not image.isNull():
            found[choice.value] = QPixmap.fromImage(image)
    return found


class LabelMediaPanel(QWidget):
    """The picture under a question's words, large on demand, and what can only be named."""

    def __init__(self, media: LabelMedia, label: str, words: Words, read: ReadPicture) -> None:
        super().__init__()
        self._label, self._words = label, words
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        self.picture: QLabel | None = None
        self.enlarge: QPushButton | None = None
        image = read_small(read(media.image or media.big_image), _OF_LABEL)
        if not image.isNull():
            self.picture = QLabel()
            self.picture.setPixmap(QPixmap.fromImage(image))
            self.picture.setAccessibleName(f"{label} {words.text('screens.form.media.picture')}")
            column.addWidget(self.picture, 0, Qt.AlignmentFlag.AlignLeft)
            if media.big_image:
                self.enlarge = Button(
                    words.text("screens.form.media.enlarge"), kind=ButtonKind.GHOST, icon="image"
                )
                self.enlarge.clicked.connect(lambda: self._show_large(read(media.big_image)))
                column.addWidget(self.enlarge, 0, Qt.AlignmentFlag.AlignLeft)
        for kind, name in (("audio", media.audio), ("video", media.video)):
            if name:
                told = words.text(f"screens.form.media.{kind}", name=name)
                column.addWidget(IconLabel(told, icon="info", tone=Tone.INFO))

    def _show_large(self, content: bytes) -> None:
        sheet = Sheet(self, title=self._label, sentence="")
        pane = PicturePane(self._label)
        pane.show_picture(read_small(content, _WHOLE))
        sheet.body.addWidget(pane, 1)
        sheet.buttons.addStretch(1)
        close = sheet.add_button(
            Button(self._words.text("screens.form.media.close"), kind=ButtonKind.PRIMARY)
        )
        close.clicked.connect(sheet.close_sheet)
        sheet.open(close)
