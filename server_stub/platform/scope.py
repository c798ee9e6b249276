"""Which records a device may hold: those of its places, and nothing when in doubt.

A scope is a list of division codes: a village in twelve digits, a township,
county or city in its own shorter code or padded with zeros to twelve. A code that
is not one of these covers nothing.
"""

from collections.abc import Sequence
from typing import Final

from server_stub.errors import ServerError

# How long the codes of city, county, township and village are without their padding.
_LENGTHS: Final = (4, 6, 9, 12)


class ScopeInvalidError(ServerError):
    """A place in a scope is not a division code."""

    code = "scope-invalid"


def place_prefix(code: str) -> str:
    """Give the digits every village of a place begins with.

    Raises:
        ScopeInvalidError: the text is not a division code.

    """
    if not (code.isascii() and code.isdigit()):
        raise ScopeInvalidError(place=code[:12])
    for length in _LENGTHS:
        is_padded = len(code) == _LENGTHS[-1] and set(code[length:]) <= {"0"}
        if len(code) == length or is_padded:
            return code[:length]
    raise ScopeInvalidError(place=code[:12])


def covers(scope: Sequence[str], village: str) -> bool:
    """Say whether a device with this scope may hold records of that village; fails closed."""
    return bool(village) and any(village.startswith(prefix) for prefix in _prefixes(scope))


def scope_prefixes(scope: Sequence[str]) -> tuple[str, ...]:
    """Give the prefixes of all places of a scope; a code that is none covers nothing."""
    return tuple(_prefixes(scope))


def _prefixes(scope: Sequence[str]) -> list[str]:
    prefixes: list[str] = []
    for place in scope:
        try:
            prefixes.append(place_prefix(place))
        except ScopeInvalidError:
            continue
    return prefixes
