"""Where a scan of the gun goes: into a field for codes, to the counter when that is open, else to 扫码.

Over a form only a field can take it, because a form is never left by accident. Behind the locked
door nothing is heard at all. Full-width characters, which a Chinese input method makes of a gun's
keys, are brought back to plain ones.
"""

import unicodedata

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QApplication, QLineEdit

from desktop.capture.scan_page import ScanPage
from desktop.capture.scan_screen import ScanOrigin
from desktop.capture.scanner_gun import ScannerGun
from desktop.pages.gig_counter import GigCounter
from desktop.shell.main_window import MainWindow
from resources.words import Words

TAKES_CODES = "takesCodes"  # the dynamic property of a field that wants a code, whoever scans it


class GunRouting(QObject):
    """One gun, one window."""

    served = Signal(bool)  # the counter took a scan; whether it names somebody

    def __init__(self, window: MainWindow, words: Words) -> None:
        super().__init__()
        self._window, self._words = window, words
        self._scanning: ScanPage | None = None
        self._gig: GigCounter | None = None
        self.gun = ScannerGun(is_listening=self._is_listening, parent=self)
        self.gun.scanned.connect(self.route)

    def watch(self, application: QCoreApplication) -> None:
        self.gun.watch(application)

    def stop(self) -> None:
        self.gun.stop()

    def begin(self, scanning: ScanPage, gig: GigCounter) -> None:
        """There are pages now that take scans."""
        self._scanning, self._gig = scanning, gig

    def route(self, code: str) -> None:
        """Bring one scan to where it is wanted."""
        text = unicodedata.normalize("NFKC", code)
        self._window.top_bar.show_scanner(self._words.text("screens.shell.scanner_ready"))
        focused = QApplication.focusWidget()
        if isinstance(focused, QLineEdit) and focused.property(TAKES_CODES):
            focused.setText(text)
            focused.returnPressed.emit()
        elif self._window.is_full_screen_task_open:
            self._into_form(focused, text)
        elif self._gig is not None and self._window.navigation.current == "gig":
            self.served.emit(self._gig.presenter.arrive(text))
        elif self._scanning is not None:
            self._window.go_to("scan")
            self._scanning.presenter.text_arrived(text, origin=ScanOrigin.SCANNER)

    def _into_form(self, focused: object, text: str) -> None:
        """Write a code where the cursor stands; where no field has it, say so and lose nothing."""
        if isinstance(focused, QLineEdit) and not focused.isReadOnly():
            focused.selectAll()
            focused.insert(text)
            focused.textEdited.emit(focused.text())
        else:
            self._window.toast.say(self._words.text("screens.scan.finish_form_first"), icon="barcode")

    def _is_listening(self) -> bool:
        is_ready = self._scanning is not None
        return is_ready and not self._window.is_locked and self._window.isActiveWindow()
