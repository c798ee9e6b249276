"""Rows of cells out of a CSV of any encoding offices use, or an XLSX workbook, in bounded memory.

Whatever the ending of the name says, the first bytes decide. CSV is UTF-8 if all of it is,
with or without the mark spreadsheets put in front, else GB18030, which reads GBK and GB2312 too.
"""

import csv
import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final, TextIO

from server_stub.importing.errors import ListNotFoundError, ListTooLargeError, ListUnreadableError
from server_stub.importing.workbook import workbook_rows

MAX_FILE_BYTES: Final = 256 * 1024 * 1024
MAX_ROWS: Final = 1_000_000
MAX_COLUMNS: Final = 200
MAX_CELL_CHARACTERS: Final = 2_000
_CHUNK_BYTES: Final = 1024 * 1024
_ZIP: Final = b"PK\x03\x04"
_MARK: Final = b"\xef\xbb\xbf"
_DELIMITERS: Final = (",", ";", "\t", "，")

# The number a spreadsheet shows beside the row, and its cells as text.
NumberedRow = tuple[int, Sequence[str]]


@dataclass(frozen=True, slots=True)
class ListFile:
    """A file as it was when it was looked at; the digest names this list in the history of records."""

    path: Path
    digest: str  # SHA-256 in hexadecimal
    is_workbook: bool
    encoding: str  # of a CSV


def look_at(path: Path) -> ListFile:
    """Read the file once, to name it and to know how to read it.

    Raises:
        ListUnreadableError: it cannot be opened, is empty, or is in no encoding we read.
        ListTooLargeError: more bytes than any list has.

    """
    digest = hashlib.sha256()
    begins, size = b"", 0
    for chunk in _chunks(path):
        begins = begins or chunk[:4]
        size += len(chunk)
        if size > MAX_FILE_BYTES:
            raise ListTooLargeError(what="bytes", limit=MAX_FILE_BYTES)
        digest.update(chunk)
    if not size:
        raise ListUnreadableError(reason="empty")
    is_workbook = begins == _ZIP
    encoding = "" if is_workbook else _encoding_of(path, has_mark=begins[:3] == _MARK)
    return ListFile(path, digest.hexdigest(), is_workbook, encoding)


@contextmanager
def open_rows(file: ListFile) -> Iterator[Iterator[NumberedRow]]:
    """Give the rows that say anything, the titles first.

    Raises:
        ListUnreadableError, ListTooLargeError: while the rows are read.

    """
    if file.is_workbook:
        with workbook_rows(file.path) as rows:
            yield _within_limits(rows)
    else:
        with file.path.open(encoding=file.encoding, newline="") as text:
            yield _within_limits(_csv_rows(text))


def _within_limits(rows: Iterator[NumberedRow]) -> Iterator[NumberedRow]:
    for number, cells in rows:
        if number > MAX_ROWS:
            raise ListTooLargeError(what="rows", limit=MAX_ROWS)
        if len(cells) > MAX_COLUMNS:
            raise ListTooLargeError(what="columns", limit=MAX_COLUMNS)
        if any(len(cell) > MAX_CELL_CHARACTERS for cell in cells):
            raise ListTooLargeError(what="characters", limit=MAX_CELL_CHARACTERS)
        if any(cell and not cell.isspace() for cell in cells):
            yield number, cells


def _csv_rows(text: TextIO) -> Iterator[NumberedRow]:
    first = text.readline(MAX_COLUMNS * MAX_CELL_CHARACTERS)
    text.seek(0)
    reader = csv.reader(text, delimiter=max(_DELIMITERS, key=first.count))
    try:
        yield from enumerate(reader, start=1)
    except (csv.Error, UnicodeError) as error:
        raise ListUnreadableError(reason="damaged") from error


def _encoding_of(path: Path, *, has_mark: bool) -> str:
    for encoding in ("utf-8-sig",) if has_mark else ("utf-8", "gb18030"):
        if _is_all(path, encoding):
            return encoding
    raise ListUnreadableError(reason="encoding")


def _is_all(path: Path, encoding: str) -> bool:
    try:
        with path.open(encoding=encoding, newline="") as text:
            # A zero belongs to UTF-16 or to no text at all.
            return all("\0" not in piece for piece in iter(lambda: text.read(_CHUNK_BYTES), ""))
    except UnicodeError:
        return False


def _chunks(path: Path) -> Iterator[bytes]:
    try:
        with path.open("rb") as file:
            yield from islice(iter(lambda: file.read(_CHUNK_BYTES), b""), MAX_FILE_BYTES // _CHUNK_BYTES + 1)
    except OSError as error:
        raise ListNotFoundError(name=path.name) from error
