"""A photo as an answer: from the camera or a file, covered where need be, and only then kept."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout

from desktop.capture.errors import CaptureError
from desktop.capture.frame_source import Frame
from desktop.capture.picture_source import PICTURE_SUFFIXES, read_picture
from desktop.capture.viewfinder import to_image
from desktop.components.buttons import Button, ButtonKind
from desktop.components.icon_label import IconLabel
from desktop.form_entry.filled_files import FileContent
from desktop.form_entry.questions.camera_sheet import CameraSheet
from desktop.form_entry.questions.input_ports import InputPorts
from desktop.form_entry.questions.photo_encoding import encode_photo
from desktop.form_entry.questions.question_input import QuestionInput
from desktop.form_entry.questions.redaction import RedactionSheet
from desktop.theme import current_theme
from desktop.tokens import Tone
from resources.words import Words

_PREVIEW_HEIGHT = 180


class PhotoInput(QuestionInput):
    """Buttons while there is no photo; with one its preview, and ways to cover, replace and remove it."""

    def __init__(self, words: Words, ports: InputPorts, *, max_pixels: int) -> None:
        super().__init__()
        self._words, self._ports, self._max_pixels = words, ports, max_pixels
        self._label, self._picture = "", QImage()
        self.preview = QLabel()
        self.preview.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self.camera = Button(self._say("camera"), icon="camera")
        self.file = Button(self._say("file"), icon="image")
        self.cover = Button(self._say("cover_more"), icon="pencil")
        self.remove = Button(self._say("remove"), kind=ButtonKind.GHOST, icon="trash-2")
        self.trouble = IconLabel("", icon="circle-alert", tone=Tone.WARN)
        row = QHBoxLayout()
        row.setSpacing(10)
        for button in (self.camera, self.file, self.cover, self.remove):
            row.addWidget(button)
            self.watch(button)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.preview)
        column.addLayout(row)
        column.addWidget(self.trouble)
        self.camera.clicked.connect(self._photograph)
        self.file.clicked.connect(self._choose_file)
        self.cover.clicked.connect(lambda: self._check(self._picture))
        self.remove.clicked.connect(lambda: self.attached.emit(None))
        self.setFocusProxy(self.camera if ports.cameras else self.file)
        self._arrange()

    def show_file(self, content: bytes) -> None:
        self._picture = QImage.fromData(content) if content else QImage()
        self._arrange()

    def name(self, label: str) -> None:
        self._label = label
        for button in (self.camera, self.file, self.cover, self.remove):
            button.setAccessibleName(f"{label} {button.text()}")

    def _arrange(self) -> None:
        has_photo = not self._picture.isNull()
        if has_photo:
            height = current_theme().px(_PREVIEW_HEIGHT)
            mode = Qt.TransformationMode.SmoothTransformation
            self.preview.setPixmap(QPixmap.fromImage(self._picture).scaledToHeight(height, mode))
            self.preview.setAccessibleName(f"{self._label} {self._say('kept')}")
        self.preview.setVisible(has_photo)
        self.cover.setVisible(has_photo)
        self.remove.setVisible(has_photo)
        self.camera.setVisible(bool(self._ports.cameras))
        self.camera.setText(self._say("retake" if has_photo else "camera"))
        self.file.setText(self._say("replace" if has_photo else "file"))
        self.trouble.hide()

    def _photograph(self) -> None:
        sheet = CameraSheet(self, self._ports.cameras, self._words)
        sheet.taken.connect(self._check)
        sheet.open(sheet.shoot)

    def _choose_file(self) -> None:
        kinds = f"{self._say('kinds')} ({' '.join(f'*{suffix}' for suffix in PICTURE_SUFFIXES)})"
        path = self._ports.choose_file(self, self._say("file"), kinds)
        if path is None:
            return
        try:
            pixels = read_picture(path)
        except CaptureError as error:
            told = self._words.error(error.code)
            self.trouble.set_text(f"{told.title}{self._words.text('screens.form.stop')}{told.next_step}")
            self.trouble.show()
            return
        self._check(to_image(Frame(pixels, 0.0)))

    def _check(self, picture: QImage) -> None:
        sheet = RedactionSheet(self, picture, self._words)
        sheet.accepted.connect(self._keep)
        sheet.again_chosen.connect(self._photograph if self._ports.cameras else self._choose_file)
        sheet.open(sheet.use)

    def _keep(self, picture: QImage) -> None:
        self.attached.emit(FileContent(encode_photo(picture, max_pixels=self._max_pixels), ".jpg"))

    def _say(self, key: str) -> str:
        return self._words.text(f"screens.form.photo.{key}")
