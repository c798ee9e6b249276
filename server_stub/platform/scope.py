"""Which records a device may hold, as the platform asks it: those of its places, and nothing when in doubt.

What a scope covers is the same question on both ends and answered in `sync.place_scope`;
here an operator's mistyped place becomes an error instead of a place that covers nothing.
"""

from server_stub.errors import ServerError
from sync.place_scope import covers, division_prefix, scope_prefixes

__all__ = ["ScopeInvalidError", "covers", "place_prefix", "scope_prefixes"]


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
