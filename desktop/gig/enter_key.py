"""Tells an Enter that means something from one that only follows a number key.

A number key answers and moves on. Fingers that learned to end every answer with Enter press it all the
same, and it arrives at the next question, which nobody has read yet: it must neither find fault with it nor
register anybody.
"""

from dataclasses import dataclass
from typing import Final

_SAME_MOVE_S: Final = 0.8


@dataclass(slots=True)
class EnterKey:
    """Remembers when a number key moved on; times come from the caller's monotonic clock."""

    _moved_on_s: float | None = None

    def moved_on(self, *, at_s: float) -> None:
        """A number key has answered, and the next thing is shown."""
        self._moved_on_s = at_s

    def something_else(self) -> None:
        """Another key was pressed since: the next Enter is meant."""
        self._moved_on_s = None

    def follows(self, *, at_s: float, is_untouched: bool) -> bool:
        """Say whether this Enter belongs to the number key; an untouched question forgives a late one."""
        moved_on_s, self._moved_on_s = self._moved_on_s, None
        return moved_on_s is not None and (is_untouched or at_s - moved_on_s < _SAME_MOVE_S)
