"""Tables that people open in a spreadsheet: as CSV or as a workbook, whichever the file's name says.

Every cell is a text: a number of eighteen digits would lose its last ones, and a cell that is
text is not run. What a cell may say is decided by whoever fills it.
"""

import csv
import io
from collections.abc import Iterable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import BinaryIO, Final

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from server_stub.errors import ServerError


class ListFormat(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"


class ListFormatUnknownError(ServerError):
    """The ending of the file's name says which format it has, and this one says none of ours."""

    code = "list-format-unknown"


def format_of(path: Path) -> ListFormat:
    """Tell the format by the ending of a name.

    Raises:
        ListFormatUnknownError: it is neither .csv nor .xlsx.

    """
    try:
        return ListFormat(path.suffix.removeprefix(".").lower())
    except ValueError as error:
        raise ListFormatUnknownError(name=path.name) from error


def write_rows(file: BinaryIO, rows: Iterable[Sequence[str]], form: ListFormat) -> None:
    """Write the titles and rows of a table."""
    _WRITERS[form](file, rows)


def _write_csv(file: BinaryIO, rows: Iterable[Sequence[str]]) -> None:
    # With a byte order mark: without it a spreadsheet takes Chinese for something else.
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    csv.writer(text, quoting=csv.QUOTE_ALL).writerows(rows)
    text.detach()


def _write_xlsx(file: BinaryIO, rows: Iterable[Sequence[str]]) -> None:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows:
        cells = [WriteOnlyCell(sheet, value=text) for text in row]
        for cell in cells:
            cell.data_type = "s"
            cell.number_format = "@"  # also for what somebody types over it
        sheet.append(cells)
    book.save(file)


_WRITERS: Final = {ListFormat.CSV: _write_csv, ListFormat.XLSX: _write_xlsx}
