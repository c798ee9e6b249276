"""The first sheet of an XLSX workbook as text, after the archive was found harmless.

A workbook is an archive of XML: before anything is parsed its parts are counted, inflated
within limits and searched for a document type, so neither a bomb nor an entity reaches the
parser. No formula is evaluated: a cell is what the spreadsheet last showed in it.
"""

import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any, Final

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from server_stub.importing.errors import ListTooLargeError, ListUnreadableError

MAX_INFLATED_BYTES: Final = 512 * 1024 * 1024
MAX_PARTS: Final = 1_000
_CHUNK_BYTES: Final = 1024 * 1024
_DOCUMENT_TYPE: Final = b"<!DOCTYPE"
# What a spreadsheet keeps of a number: longer ones were rounded when they were typed.
_EXACT_DIGITS: Final = 15
ROUNDED: Final = "#ROUNDED"  # stands for a number of which the last digits are gone
_BROKEN: Final = (
    zipfile.BadZipFile,
    InvalidFileException,
    KeyError,
    ValueError,
    EOFError,
    OSError,
    NotImplementedError,
    TypeError,
    AttributeError,
    IndexError,
    SyntaxError,
    RuntimeError,
)  # fmt: skip - the library says all of these of a damaged workbook


@contextmanager
def workbook_rows(path: Path) -> Iterator[Iterator[tuple[int, Sequence[str]]]]:
    """Give the rows of the first sheet with their numbers.

    Raises:
        ListUnreadableError: no workbook, a damaged one, or one that declares a document type.
        ListTooLargeError: it would inflate to more than an honest one.

    """
    try:
        _look_inside(path)
        book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
    except _BROKEN as error:
        raise ListUnreadableError(reason="damaged") from error
    try:
        yield _rows(book)
    finally:
        book.close()


def _rows(book: Any) -> Iterator[tuple[int, Sequence[str]]]:
    try:
        for number, cells in enumerate(book.worksheets[0].iter_rows(values_only=True), start=1):
            yield number, [_text(value) for value in cells]
    except _BROKEN as error:
        raise ListUnreadableError(reason="damaged") from error


def _look_inside(path: Path) -> None:
    inflated = 0
    with zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
        if len(parts) > MAX_PARTS:
            raise ListTooLargeError(what="parts", limit=MAX_PARTS)
        for part in parts:
            with archive.open(part) as stream:
                inflated = _search(stream, inflated)


def _search(stream: IO[bytes], inflated: int) -> int:
    """Inflate one part piece by piece; the sizes an archive claims are not believed."""
    before = b""
    while chunk := stream.read(_CHUNK_BYTES):
        inflated += len(chunk)
        if inflated > MAX_INFLATED_BYTES:
            raise ListTooLargeError(what="inflated bytes", limit=MAX_INFLATED_BYTES)
        seen = (before + chunk).replace(b"\0", b"").upper()  # it may be UTF-16
        if _DOCUMENT_TYPE in seen:
            raise ListUnreadableError(reason="document-type")
        before = chunk[-2 * len(_DOCUMENT_TYPE) :]
    return inflated


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, datetime):
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, date) else str(value)


def _number(value: float) -> str:
    if abs(value) >= 10**_EXACT_DIGITS:
        return ROUNDED
    return str(int(value)) if value == int(value) else repr(value)
