"""The lines a city's states of a record grow in: a city put back to a backup begins another one.

What the city said after that backup it does not know any more, and nobody can take it from those
who heard it. So the new line says in the node of each revision where it parted from the old one, and
whoever holds a later state of the old line knows that it was forgotten, in whatever order he hears of it.
"""

from typing import Final

from sync.change import MAX_COUNTER, MAX_WALL_MS
from sync.merge.join import CITY_NODE

_WALL_DIGITS: Final = len(str(MAX_WALL_MS))
_STAMP: Final = _WALL_DIGITS + 1 + len(str(MAX_COUNTER))  # wall and counter of a revision
_RESTORED: Final = f"-restored-{CITY_NODE}"


def line_after_restore(newest_kept: str, *, restored_ms: int) -> str:
    """Name a line by the revision of the backup it grows from and a moment after all that was lost."""
    return f"{newest_kept[:_STAMP]}-{restored_ms:0{_WALL_DIGITS}d}{_RESTORED}"


def line_of(revision: str) -> str:
    """Give the line a revision of the city belongs to, which is its node."""
    return revision[_STAMP + 1 :]


def has_restored_line(revision: str) -> bool:
    """Say whether the city was ever put back to a backup before this state."""
    return revision.endswith(_RESTORED)


def has_forgotten(told: str, held: str) -> bool:
    """Say whether a city that tells `told` no longer knows that it once said `held`."""
    line = line_of(told)
    if not has_restored_line(told) or line == line_of(held):
        return False
    return held[:_STAMP] > line[:_STAMP]
