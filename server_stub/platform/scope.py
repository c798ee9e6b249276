"""Which records a device may hold, as the platform asks it: those of its places, and nothing when in doubt.

What a scope covers is the same question on both ends and answered in `sync.places`;
here an operator's mistyped place becomes an error instead of a place that covers nothing.
"""

from collections.abc import Sequence
from functools import cache
from typing import Final

from employment import DivisionLevel, Divisions, EmploymentError
from resources import read_text
from server_stub.errors import ServerError
from sync.places import (
    covers,
    division_prefix,
    may_register,
    places_around,
    scope_prefixes,
    station_counties,
    station_county,
)

__all__ = [
    "ScopeInvalidError",
    "ScopeOutsideCityError",
    "city_scope",
    "covers",
    "gained_places",
    "may_register",
    "place_prefix",
    "scope_code",
    "scope_prefixes",
    "station_counties",
]

_WHOLE_CODE: Final = 12
_DIGITS: Final = {
    DivisionLevel.CITY: 4,
    DivisionLevel.COUNTY: 6,
    DivisionLevel.TOWN: 9,
    DivisionLevel.VILLAGE: 12,
}


class ScopeInvalidError(ServerError):
    """A place in a scope is not a division code."""

    code = "scope-invalid"


class ScopeOutsideCityError(ServerError):
    """A place in a scope is not on the list of the city's places: mistyped, or another city's."""

    code = "scope-outside-city"


def place_prefix(code: str) -> str:
    """Give the digits every village of a place begins with.

    Raises:
        ScopeInvalidError: the text is not a division code.

    """
    prefix = division_prefix(code)
    if prefix is None:
        raise ScopeInvalidError(place=code[:12])
    return prefix


def scope_code(code: str) -> str:
    """Give a place or station as a scope names it.

    Raises:
        ScopeInvalidError: the text is neither a division code nor the code of a gig market or station.

    """
    return code if station_county(code) is not None else place_prefix(code)


def city_scope(places: Sequence[str]) -> tuple[str, ...]:
    """Give the places a device of this city is to have, as its registry names them, each once.

    Raises:
        ScopeInvalidError: there is none, or one is neither a division code nor a gig market or station.
        ScopeOutsideCityError: one is not on the list of the city's places, or its station's county is not.

    """
    if not places:
        raise ScopeInvalidError(place="")
    return tuple(dict.fromkeys(_city_code(place) for place in places))


def gained_places(before: Sequence[str], after: Sequence[str]) -> tuple[str, ...]:
    """Give the places of a scope in which a device with the scope before may hold more than it did."""
    known = {*before, *scope_prefixes(before)}
    return tuple(one for one in after if known.isdisjoint((one, *places_around(one))))


def _city_code(place: str) -> str:
    code = scope_code(place)
    try:
        listed = _divisions().get((station_county(code) or code).ljust(_WHOLE_CODE, "0"))
    except EmploymentError as error:
        raise ScopeOutsideCityError(place=code) from error
    # By its level and not as typed: 350500 is the whole city, and no village's code begins with it.
    return code if station_county(code) is not None else listed.code[: _DIGITS[listed.level]]


@cache
def _divisions() -> Divisions:
    return Divisions.parse(read_text("lists/divisions.tsv"))
