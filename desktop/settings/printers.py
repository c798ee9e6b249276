"""The printers the system knows of, by the names it gives them.

The printing library is loaded by the first question, not while the program starts.
"""


def fitting_printer(chosen: str) -> str:
    """Name the chosen printer while the system has it, else the system's own; blank where there is none."""
    from PySide6.QtPrintSupport import QPrinterInfo  # noqa: PLC0415 — see above

    return chosen if chosen in list_printers() else QPrinterInfo.defaultPrinterName()


def list_printers() -> tuple[str, ...]:
    from PySide6.QtPrintSupport import QPrinterInfo  # noqa: PLC0415 — see above

    return tuple(QPrinterInfo.availablePrinterNames())
