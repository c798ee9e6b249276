"""From the counter to paper: shows the slip, then prints it or writes it to a file.

The printer is the one chosen in the settings, or the system's own. The library for printing is
loaded when somebody first wants to print.
"""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QRectF, Signal
from PySide6.QtWidgets import QWidget

from desktop.file_asking import FilePurpose, ask_where_to_save
from desktop.gig.slip import Slip, draw_slip, save_slip, slip_layout
from desktop.gig.slip_sheet import SlipSheet
from desktop.shell.main_window import MainWindow
from resources.words import Words


class SlipPrinting(QObject):
    """One slip at a time, over the whole window."""

    said = Signal(str, bool)

    def __init__(
        self,
        window: MainWindow,
        words: Words,
        *,
        chosen_printer: Callable[[], str],
        ask_where: Callable[[QWidget, str], Path | None] | None = None,
    ) -> None:
        super().__init__()
        self._window, self._words, self._chosen_printer = window, words, chosen_printer
        self._ask_where = ask_where or self._ask_for_file
        self.sheet: SlipSheet | None = None

    def show(self, slip: Slip) -> None:
        """Show what will be on the paper."""
        sheet = SlipSheet(slip, self._words, printer=self._printer())
        self.sheet = sheet
        sheet.print_chosen.connect(self._print)
        sheet.save_chosen.connect(self._save)
        sheet.left.connect(self.leave)
        self._window.show_full_screen_task(sheet)

    def leave(self) -> None:
        sheet, self.sheet = self.sheet, None
        if sheet is not None and self._window.leave_full_screen_task() is sheet:
            sheet.deleteLater()

    def _print(self) -> None:
        if self.sheet is None:
            return
        from PySide6.QtPrintSupport import QPrinter, QPrinterInfo  # noqa: PLC0415 — see above

        printer = QPrinter(QPrinterInfo.printerInfo(self._printer()), QPrinter.PrinterMode.HighResolution)
        printer.setPageLayout(slip_layout())
        printer.setDocName(self.sheet.slip.title)
        room = QRectF(0, 0, printer.width(), printer.height())
        if not draw_slip(self.sheet.slip, printer, room):
            self.said.emit(self._say("not_printed"), True)
            return
        self.leave()
        self.said.emit(self._say("printed"), False)

    def _save(self) -> None:
        if self.sheet is None:
            return
        path = self._ask_where(self.sheet, f"{self.sheet.slip.title}.pdf")
        if path is None:
            return
        try:
            save_slip(self.sheet.slip, path)
        except OSError:
            self.said.emit(self._say("not_saved"), True)
            return
        self.leave()
        self.said.emit(self._say("saved", file=path.name), False)

    def _printer(self) -> str:
        """Name the printer a slip goes to; blank where there is none."""
        from PySide6.QtPrintSupport import QPrinterInfo  # noqa: PLC0415 — see above

        names = QPrinterInfo.availablePrinterNames()
        chosen = self._chosen_printer()
        return chosen if chosen in names else QPrinterInfo.defaultPrinterName()

    def _ask_for_file(self, parent: QWidget, name: str) -> Path | None:
        title = self._say("save")
        return ask_where_to_save(parent, FilePurpose.PRINT, title, name=name, kinds="PDF (*.pdf)")

    def _say(self, key: str, **values: object) -> str:
        return self._words.text(f"screens.gig.slip.{key}", **values)
