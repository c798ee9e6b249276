"""The printers the system knows of, by the names it gives them; the one chosen is asked first.

The printing library is loaded by the first question, not while the program starts.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtPrintSupport import QPrinterInfo


def list_printers() -> tuple[str, ...]:
    from PySide6.QtPrintSupport import QPrinterInfo  # noqa: PLC0415 — see above

    return tuple(QPrinterInfo.availablePrinterNames())


def pick_printer(chosen: str) -> "QPrinterInfo":
    """Give the chosen printer while it is there, otherwise the system's own.

    The answer is null where no printer is known at all.
    """
    from PySide6.QtPrintSupport import QPrinterInfo  # noqa: PLC0415 — see above

    found = QPrinterInfo.printerInfo(chosen) if chosen else QPrinterInfo()
    return QPrinterInfo.defaultPrinter() if found.isNull() else found
