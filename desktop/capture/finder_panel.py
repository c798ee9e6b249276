"""What stands where the camera picture would be when there is no camera: the other ways in."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.components.badge import IconTile
from desktop.components.buttons import Button, ButtonKind
from desktop.components.card import surface
from desktop.components.icon_label import IconLabel
from desktop.components.labels import Label
from desktop.components.page import ScrollBody
from desktop.tokens import TextRole, Tone
from resources.words import Words

_WAYS = (("scanner", "barcode"), ("picture", "image"), ("typing", "keyboard"))


class MissingCamera(QWidget):
    """Says why there is no picture, calmly, and names what works all the same."""

    retry_chosen = Signal()
    picture_chosen = Signal()

    def __init__(self, words: Words) -> None:
        super().__init__()
        self._title = Label(role=TextRole.H2, wrap=True)
        self._title.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._explanation = Label(role=TextRole.BODY, tone="ink2", wrap=True)
        self._explanation.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        ground = surface("sunken")
        scroll = ScrollBody(margins=(28, 20, 28, 20), spacing=12)
        column = scroll.body
        column.addStretch(1)
        column.addWidget(IconTile("camera", tone=Tone.OFF, size=56), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._title)
        column.addWidget(self._explanation)
        column.addWidget(self._ways(words), 0, Qt.AlignmentFlag.AlignHCenter)
        column.addLayout(self._acts(words))
        column.addStretch(1)
        inside = QVBoxLayout(ground)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(scroll)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(ground)

    def explain(self, title: str, explanation: str) -> None:
        self._title.setText(title)
        self._explanation.setText(explanation)

    def _ways(self, words: Words) -> QWidget:
        panel = QWidget()
        column = QVBoxLayout(panel)
        column.setSpacing(8)
        column.addWidget(Label(words.text("screens.scan.missing.ways_title"), role=TextRole.LABEL))
        for key, icon in _WAYS:
            text = words.text(f"screens.scan.missing.{key}")
            column.addWidget(IconLabel(text, icon=icon, role=TextRole.BODY, wrap=False))
        return panel

    def _acts(self, words: Words) -> QHBoxLayout:
        picture = Button(words.text("screens.scan.choose_picture"), kind=ButtonKind.DEFAULT, icon="image")
        picture.clicked.connect(self.picture_chosen)
        retry = Button(words.text("screens.scan.missing.retry"), kind=ButtonKind.DEFAULT, icon="rotate-cw")
        retry.clicked.connect(self.retry_chosen)
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addStretch(1)
        row.addWidget(picture)
        row.addWidget(retry)
        row.addStretch(1)
        return row
