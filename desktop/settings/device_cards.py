"""The cards of what is plugged in: which camera scanning begins with, which printer is asked first."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox

from desktop.components.buttons import Button, ButtonKind
from desktop.components.card import Card
from desktop.components.icon_label import IconLabel
from desktop.components.labels import Label
from desktop.components.option_card import OptionGrid, OptionRadio
from desktop.tokens import TextRole, Tone
from resources.words import Words


class CameraCard(Card):
    """One of the places a camera may be at; which is which is seen on the scanning page."""

    camera_chosen = Signal(int)
    try_chosen = Signal()

    def __init__(self, words: Words, *, camera_count: int) -> None:
        super().__init__(spacing=12)
        text = words.text
        self.add_heading(text("screens.settings.camera_heading"))
        self._options = [
            OptionRadio(text("screens.settings.camera", number=index + 1)) for index in range(camera_count)
        ]
        for index, option in enumerate(self._options):
            option.clicked.connect(lambda _=False, chosen=index: self.camera_chosen.emit(chosen))
        self.body.addWidget(OptionGrid(self._options, columns=2))
        look = Button(text("screens.settings.camera_try"), kind=ButtonKind.SOFT, icon="camera")
        look.clicked.connect(self.try_chosen)
        self.body.addWidget(look, 0, Qt.AlignmentFlag.AlignLeft)
        quiet = text("screens.settings.camera_quiet")
        self.body.addWidget(Label(quiet, role=TextRole.CAPTION, tone="ink2", wrap=True))

    def show_camera(self, index: int) -> None:
        if index < len(self._options):
            self._options[index].setChecked(True)


class PrinterCard(Card):
    """A list of what the system knows; the chosen one stays in it while it is unplugged."""

    printer_chosen = Signal(str)  # empty: the system's own choice

    def __init__(self, words: Words) -> None:
        super().__init__(spacing=12)
        self._words = words
        heading = self.add_heading(words.text("screens.settings.printer_heading"))
        self.list = QComboBox()
        self.list.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.list.setMinimumContentsLength(12)
        self.list.setAccessibleName(words.text("screens.settings.printer_heading"))
        heading.setBuddy(self.list)
        self.list.activated.connect(lambda place: self.printer_chosen.emit(self.list.itemData(place)))
        self._none = IconLabel(words.text("screens.settings.printer_none"), icon="printer", tone=Tone.OFF)
        self._quiet = Label(
            words.text("screens.settings.printer_quiet"), role=TextRole.CAPTION, tone="ink2", wrap=True
        )
        for widget in (self.list, self._none, self._quiet):
            self.body.addWidget(widget)

    def show_printers(self, names: Sequence[str], *, chosen: str) -> None:
        text = self._words.text
        self.list.clear()
        self.list.addItem(text("screens.settings.printer_system"), "")
        for name in names:
            self.list.addItem(name, name)
        if chosen and chosen not in names:
            self.list.addItem(text("screens.settings.printer_gone", printer=chosen), chosen)
        self.list.setCurrentIndex(self.list.findData(chosen))
        has_any = self.list.count() > 1
        self.list.setVisible(has_any)
        self._quiet.setVisible(has_any)
        self._none.setVisible(not has_any)
