"""A code as an answer: read by the camera, by a scanner gun, or typed."""

from PySide6.QtWidgets import QHBoxLayout

from desktop.capture.barcode_decoder import Scan
from desktop.components.buttons import Button
from desktop.form_entry.questions.barcode_sheet import BarcodeSheet
from desktop.form_entry.questions.input_ports import InputPorts
from desktop.form_entry.questions.text import TextInput
from resources.words import Words


class BarcodeInput(TextInput):
    """A field, into which a gun types as it would anywhere, and a button for the camera."""

    is_wide = True

    def __init__(self, words: Words, ports: InputPorts) -> None:
        super().__init__(example=words.text("screens.form.barcode.example"), is_digits=True)
        self._words, self._ports = words, ports
        self.scan = Button(words.text("screens.form.barcode.scan"), icon="barcode")
        self.scan.clicked.connect(self._open_camera)
        self.watch(self.scan)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.field, 1)
        row.addWidget(self.scan)
        self.column.addLayout(row)
        self.scan.setVisible(bool(ports.cameras))

    def name(self, label: str) -> None:
        super().name(label)
        self.scan.setAccessibleName(f"{label} {self.scan.text()}")

    def _open_camera(self) -> None:
        sheet = BarcodeSheet(self, self._ports.cameras, self._words)
        sheet.read.connect(self._take)
        sheet.open(sheet.leave)

    def _take(self, scan: Scan) -> None:
        self.field.setText(scan.text)
        self.answered.emit(scan.text)
