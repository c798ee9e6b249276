"""What a list consists of: its columns by Chinese and English title, and how a row of it is read.

A title counts in any width and case and with or without the star a template marks it with, so
a list written by hand and one filled into our template are the same list.
"""

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from employment import EmploymentError, mask_name, mask_phone, mask_resident_id
from server_stub.errors import ServerError
from server_stub.export_cells import unharmed
from server_stub.importing.cells import CellError, CellRoundedError, Reader, Secrecy
from server_stub.importing.errors import ListColumnsError
from server_stub.importing.findings import Finding
from server_stub.importing.workbook import ROUNDED
from sync.change import FieldValue

MISSING: Final = "cell-missing"
# What the example of a template begins with, so that nobody invented is ever taken for somebody.
EXAMPLE_MARKS: Final = {"zh_CN": "（示例）", "en": "(example) "}


class ListKind(StrEnum):
    """The lists an office hands over."""

    RESIDENTS = "residents"
    ENTERPRISES = "enterprises"
    VACANCIES = "vacancies"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the field it fills, its titles, and the reader of its cells."""

    field: str
    zh: str
    en: str
    read: Reader
    is_required: bool = False
    secrecy: Secrecy = Secrecy.OPEN
    example: str = ""
    marks_example: bool = False  # its example says that it is one


Values = Mapping[str, FieldValue]


@dataclass(frozen=True, slots=True)
class RowRecord:
    """The record a good row speaks of. `key` names it in every list of its kind."""

    kind: str
    key: str
    record_id: str  # empty: whoever has this key already, or a new one
    fields: Values = field(repr=False)
    place: str
    belongs_to: str = ""
    home_fields: Values = field(default_factory=dict, repr=False)  # of the household a resident belongs to


@dataclass(frozen=True, slots=True)
class ListForm:
    """One kind of list: its columns, the checks between them, and the record of a row."""

    kind: ListKind
    columns: Sequence[Column]
    check: Callable[[Values], tuple[str, str, Mapping[str, str]] | None]  # column, code and parameters
    make: Callable[[Values], RowRecord]


@dataclass(frozen=True, slots=True)
class Header:
    """Which cell of a row belongs to which column; titles nobody knows are left aside and named."""

    places: Mapping[str, int]  # by field
    ignored: Sequence[str]


def read_header(form: ListForm, titles: Sequence[str]) -> Header:
    """Find the columns.

    Raises:
        ListColumnsError: one that is required is missing, or one is there twice.

    """
    known = {_folded(title): one.field for one in form.columns for title in (one.zh, one.en, one.field)}
    places: dict[str, int] = {}
    ignored: list[str] = []
    for place, title in enumerate(titles):
        name = known.get(_folded(title))
        if name is None:
            ignored.extend([title.strip()] if title.strip() else [])
        elif name in places:
            raise ListColumnsError(problem="twice", columns=title.strip())
        else:
            places[name] = place
    missing = [one.zh for one in form.columns if one.is_required and one.field not in places]
    if missing:
        raise ListColumnsError(problem="missing", columns=", ".join(missing))
    return Header(places, tuple(ignored))


def read_row(form: ListForm, header: Header, number: int, cells: Sequence[str]) -> RowRecord | list[Finding]:
    """Give the record a row speaks of, or everything that is wrong with it."""
    values: dict[str, FieldValue] = {}
    findings: list[Finding] = []
    for column in form.columns:
        text = _cell(header, column, cells)
        if not text:
            findings.extend([Finding(number, column.zh, MISSING)] if column.is_required else [])
            continue
        try:
            values[column.field] = _read(column, text)
        except (CellError, EmploymentError) as error:
            findings.append(_finding(number, column, text, error))
    if findings:
        return findings
    problem = form.check(values)
    if problem is not None:
        name, code, parameters = problem
        title = next((one.zh for one in form.columns if one.field == name), name)
        return [Finding(number, title, code, parameters=parameters)]
    return form.make(values)


def is_example(cells: Sequence[str]) -> bool:
    """Say whether a row is the example of a template, still there or filled in half."""
    marks = tuple(mark.strip() for mark in EXAMPLE_MARKS.values())
    return any(unicodedata.normalize("NFC", cell).strip().startswith(marks) for cell in cells)


def masked(column: Column, text: str) -> str:
    """Show of a value what may go into a report."""
    match column.secrecy:
        case Secrecy.OPEN:
            return text[:60]
        case Secrecy.NAME:
            return mask_name(text)
        case Secrecy.NUMBER:
            return mask_resident_id(text)
        case Secrecy.PHONE:
            return mask_phone(text)
        case Secrecy.HIDDEN:
            return "*" * min(len(text), 8)


def _read(column: Column, text: str) -> FieldValue:
    if text == ROUNDED:
        raise CellRoundedError
    return column.read(text)


def _cell(header: Header, column: Column, cells: Sequence[str]) -> str:
    place = header.places.get(column.field)
    return unharmed(cells[place].strip()) if place is not None and place < len(cells) else ""


def _finding(number: int, column: Column, text: str, error: ServerError | EmploymentError) -> Finding:
    value = "" if text == ROUNDED else masked(column, text)
    return Finding(number, column.zh, error.code, value, dict(error.parameters))


def _folded(title: str) -> str:
    plain = unicodedata.normalize("NFKC", title).casefold().replace("\ufeff", "")
    return "".join(one for one in plain if one not in " *_-\t\n\r")
