"""Which records a device may hold, as the platform asks it: those of its places, and nothing when in doubt.

What a scope covers is the same question on both ends and answered in `sync.place_scope`;
here an operator's mistyped place becomes an error instead of a place that covers nothing.
"""

from server_stub.errors import ServerError
from sync.place_scope import covers, division_prefix, scope_prefixes, station_counties, station_county

__all__ = ["ScopeInvalidError", "covers", "place_prefix", "scope_code", "scope_prefixes", "station_counties"]


class ScopeInvalidError(ServerError):
    """A place in a scope is not a division code."""

    code = "scope-invalid"


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
