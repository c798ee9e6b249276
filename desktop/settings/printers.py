"""The printers the system knows of, by the names it gives them.

The printing library is loaded by the first question, not while the program starts.
"""


def list_printers() -> tuple[str, ...]:
    from PySide6.QtPrintSupport import QPrinterInfo  # noqa: PLC0415 — see above

    return tuple(QPrinterInfo.availablePrinterNames())
