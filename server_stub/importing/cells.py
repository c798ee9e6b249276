"""What one cell says: read by the rules devices have, or refused with the code of what is wrong.

A reader takes the text of a cell that says something and gives the value a record keeps.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from typing import ClassVar, Final

from employment import (
    CodeList,
    CodeLists,
    DivisionLevel,
    Divisions,
    parse_social_credit_code,
    parse_telephone,
)
from employment.person_name import parse_person_name
from resources import read_text
from server_stub.errors import ServerError
from sync.change import FieldValue

Reader = Callable[[str], FieldValue]


class CellError(ServerError):
    """Base: a cell says something no record may hold."""

    code: ClassVar[str] = "cell-not-acceptable"


class CellNotInListError(CellError):
    """Neither a code of the list nor the words of one."""

    code: ClassVar[str] = "cell-not-in-list"


class CellNumberError(CellError):
    """No whole number, or one outside of what can be."""

    code: ClassVar[str] = "cell-number"


class CellDateError(CellError):
    """No day of the calendar, written year first."""

    code: ClassVar[str] = "cell-date"


class CellTextError(CellError):
    """Longer than a record keeps, or with characters that are none of this kind of text."""

    code: ClassVar[str] = "cell-text"


class CellPlaceError(CellError):
    """A place of another level than is asked for here."""

    code: ClassVar[str] = "cell-place"


class CellRoundedError(CellError):
    """The spreadsheet kept this long number as a quantity and rounded its last digits away."""

    code: ClassVar[str] = "cell-rounded"


class Secrecy(StrEnum):
    """How a value may be shown to somebody who sends reports around."""

    OPEN = "open"
    NAME = "name"
    NUMBER = "number"
    PHONE = "phone"
    HIDDEN = "hidden"


_DATE: Final = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]00:00(?::00)?)?")
_PLAIN: Final = re.compile(r"[A-Za-z0-9_-]+")
_LENGTHS: Final = {
    DivisionLevel.CITY: 4,
    DivisionLevel.COUNTY: 6,
    DivisionLevel.TOWN: 9,
    DivisionLevel.VILLAGE: 12,
}


def read_name(text: str) -> str:
    return parse_person_name(text)


def read_phone(text: str) -> str:
    return parse_telephone(text).number


def read_credit_code(text: str) -> str:
    return parse_social_credit_code(text).code


def read_date(text: str) -> str:
    match = _DATE.fullmatch(unicodedata.normalize("NFKC", text))
    if match is None:
        raise CellDateError
    try:
        return date(*(int(part) for part in match.groups())).isoformat()
    except ValueError as error:
        raise CellDateError from error


def free_text(longest: int) -> Reader:
    """Give the reader of words of at most so many characters, in their composed spelling."""

    def read(text: str) -> str:
        composed = unicodedata.normalize("NFC", text)
        if len(composed) > longest or any(unicodedata.category(one) == "Cc" for one in composed):
            raise CellTextError(limit=longest)
        return composed

    return read


def plain_code(longest: int) -> Reader:
    """Give the reader of a number or code of the office's own: letters, digits, dashes."""

    def read(text: str) -> str:
        written = unicodedata.normalize("NFKC", text)
        if len(written) > longest or _PLAIN.fullmatch(written) is None:
            raise CellTextError(limit=longest)
        return written

    return read


def whole_number(low: int, high: int) -> Reader:
    """Give the reader of a whole number between two, both included."""

    def read(text: str) -> int:
        digits = unicodedata.normalize("NFKC", text).replace(",", "")
        if not (digits.isascii() and digits.isdecimal() and len(digits) < 12 and low <= int(digits) <= high):
            raise CellNumberError(low=low, high=high)
        return int(digits)

    return read


def choice(list_name: str) -> Reader:
    """Give the reader of one code of a list; the Chinese or English words of a code count as it."""

    def read(text: str) -> str:
        codes = _spellings(list_name)
        said = _folded(text)
        # A spreadsheet takes 01 for the number 1, and a list of such codes has no other 1.
        found = codes.get(said) or codes.get(f"0{said}")
        if found is None:
            raise CellNotInListError(list=list_name)
        return found

    return read


def choices(list_name: str) -> Reader:
    """Give the reader of several codes or words of a list.

    Apart by semicolons, as words may have blanks and pause marks in them; codes by those, too.
    """
    read_one = choice(list_name)

    def read_some(text: str) -> list[FieldValue]:
        try:
            return [read_one(text)]
        except CellNotInListError:
            parts = [part for part in re.split(r"[\s,，、]+", text) if part]
            if len(parts) < 2:
                raise
            return [read_one(part) for part in parts]

    def read(text: str) -> str:
        parts = [part for part in re.split("[;；]", text) if part.strip()]
        return " ".join(dict.fromkeys(str(one) for part in parts for one in read_some(part)))

    return read


def village(text: str) -> str:
    """Read the twelve digits of a village or community of this city.

    Raises:
        DivisionUnknownError, CellPlaceError: no such place, or a place of another level.

    """
    division = shipped_divisions().get(unicodedata.normalize("NFKC", text))
    if division.level is not DivisionLevel.VILLAGE:
        raise CellPlaceError
    return division.code


def any_place(text: str) -> str:
    """Read the code of a place of any level, with or without its padding, and give it without."""
    padded = unicodedata.normalize("NFKC", text).ljust(12, "0")
    division = shipped_divisions().get(padded)
    return division.code[: _LENGTHS[division.level]]


@cache
def shipped_divisions() -> Divisions:
    return Divisions.parse(read_text("lists/divisions.tsv"))


@cache
def shipped_code_lists() -> CodeLists:
    return CodeLists.parse(read_text("lists/choices.tsv"))


@cache
def _spellings(list_name: str) -> Mapping[str, str]:
    items: CodeList = shipped_code_lists().get(list_name)
    words = {_folded(label): one.code for one in items.items for label in (one.label_en, one.label_zh)}
    return {**words, **{_folded(one.code): one.code for one in items.items}}


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().casefold()
