"""A digest as two people compare it aloud: what is on paper beside what is on the screen.

The joining sheet, the server's terminal and the page that joins show the same groups, so a
person can put a finger on each. It says whose roots an invitation brings (crypto: the
digest of `sync.keys.roots.TrustRoots`).
"""

from typing import Final

_GROUP: Final = 4
_GROUPS_A_LINE: Final = 8


def fingerprint_groups(digest: str) -> tuple[str, ...]:
    """Give hexadecimal digits in groups of four."""
    return tuple(digest[at : at + _GROUP] for at in range(0, len(digest), _GROUP))


def shown_fingerprint(digest: str) -> str:
    """Give the groups as they are printed: eight on a line."""
    groups = fingerprint_groups(digest)
    lines = [groups[at : at + _GROUPS_A_LINE] for at in range(0, len(groups), _GROUPS_A_LINE)]
    return "\n".join(" ".join(line) for line in lines)
