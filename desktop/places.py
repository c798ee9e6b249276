"""The places this program knows, and the name of a device's area for headings: 青阳街道 for 350582001."""

from collections.abc import Sequence
from functools import cache
from typing import Final

from employment.division import Divisions
from employment.errors import DivisionUnknownError
from resources import read_text

_CODE_DIGITS: Final = 12


def place_of(scope: Sequence[str]) -> str:
    """Give the names of the divisions of a scope; a code nobody knows is shown as it is."""
    return "、".join(_name(code) for code in scope)


def full_place(code: str) -> str:
    """Give a place with everything above it, as a joining sheet names it; an unknown code stays as it is."""
    try:
        way = divisions().path(code.ljust(_CODE_DIGITS, "0"))
    except DivisionUnknownError:
        return code
    return "".join(one.name for one in way)


def realm_place(realm: str) -> str:
    """Give the name of the city of a realm such as `city/350500`."""
    return _name(realm.rpartition("/")[2])


def place_with_town(code: str) -> str:
    """Give the name of a place after that of what it lies in, because names of villages repeat."""
    try:
        place = divisions().get(code.ljust(_CODE_DIGITS, "0"))
        parent = divisions().get(place.parent_code) if place.parent_code else None
    except DivisionUnknownError:
        return code
    return place.place_name if parent is None else f"{parent.place_name} {place.place_name}"


def _name(prefix: str) -> str:
    try:
        return divisions().get(prefix.ljust(_CODE_DIGITS, "0")).place_name
    except DivisionUnknownError:
        return prefix


@cache
def divisions() -> Divisions:
    """Give the list of places this program carries; it is read once."""
    return Divisions.parse(read_text("lists/divisions.tsv"))
