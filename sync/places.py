"""Which places a device may hold records of: one answer for devices and city, and without a replica (P10).

A scope is a list of division codes: a village in twelve digits, a township, county or
city in its own shorter code or padded with zeros. A code that is none of these covers
nothing, and a record nobody said a place of lies in no scope: in doubt, out.
"""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

# How long the codes of city, county, township and village are without their padding.
_LENGTHS: Final = (4, 6, 9, 12)
# As the form `gig_register` asks for it, with the county inside.
_STATION: Final = re.compile(r"(?:LGSC|LGYZ)-([0-9]{6})-[0-9]{3}", re.ASCII)
# Kinds whose place says how far they are offered; whatever is not named here lies in its place alone.
OFFERED_KINDS: Final = frozenset({"vacancy"})


def division_prefix(code: str) -> str | None:
    """Give the digits every village of a place begins with, or None for what is no division code."""
    if not (code.isascii() and code.isdigit()):
        return None
    for length in _LENGTHS:
        is_padded = len(code) == _LENGTHS[-1] and set(code[length:]) <= {"0"}
        if len(code) == length or is_padded:
            return code[:length]
    return None


def station_county(code: str) -> str | None:
    """Give the county of a gig market or station, by its prefix, or None for what is no such code."""
    match = _STATION.fullmatch(code)
    return None if match is None else match.group(1)


def covers(scope: Sequence[str], place: str) -> bool:
    """Say whether a device with this scope may hold records of that place; fails closed."""
    return bool(place) and any(place.startswith(prefix) for prefix in scope_prefixes(scope))


def may_hold(scope: Sequence[str], kind: str, place: str) -> bool:
    """Say whether a device with this scope may hold a record of this kind at that place; fails closed."""
    return covers(scope, place) or (kind in OFFERED_KINDS and _reaches(place, scope))


def may_register(scope: Sequence[str], *, village: str, station: str) -> bool:
    """Say whether a device with this scope may register somebody no register holds; fails closed.

    They live in one of its places, or came to a station: its own, or one in the county a place of it lies in.
    A station serves whoever comes, from wherever, and of where it stands its code tells the county alone.
    """
    return covers(scope, village) or _serves(scope, station)


def _serves(scope: Sequence[str], station: str) -> bool:
    county = station_county(station)
    if county is None:
        return False
    is_around = any(county.startswith(place) or place.startswith(county) for place in scope_prefixes(scope))
    return is_around or station in scope


def _reaches(place: str, scope: Sequence[str]) -> bool:
    """Say whether something offered in a place is offered in some place of the scope."""
    offered = division_prefix(place)
    if offered is None:
        return False
    counties = station_counties(scope)
    return offered.startswith(counties) or any(
        prefix.startswith(offered) for prefix in (*scope_prefixes(scope), *counties)
    )


def scope_prefixes(scope: Sequence[str]) -> tuple[str, ...]:
    """Give the prefixes of all places of a scope; a code that is none covers nothing."""
    return _prefixes(tuple(scope))


def station_counties(scope: Sequence[str]) -> tuple[str, ...]:
    """Give the prefixes of the counties in which a scope has a gig market or station."""
    return _counties(tuple(scope))


# Asked for every record and device; a city has some thousand scopes.
@lru_cache(maxsize=8_192)
def _prefixes(scope: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(prefix for prefix in map(division_prefix, scope) if prefix is not None)


@lru_cache(maxsize=8_192)
def _counties(scope: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(county for county in map(station_county, scope) if county is not None)


def places_around(prefix: str) -> tuple[str, ...]:
    """Give a place and everything it lies in, by prefix, the city first."""
    return tuple(prefix[:length] for length in _LENGTHS if length <= len(prefix))
