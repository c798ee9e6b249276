"""The way one registration has gone so far, so that a key leads back along it.

A question answered wrongly by a slip of the finger is seen at the next one; whoever goes back finds the
answer that stands and gives another. Nothing is lost on the way.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

SHEET: Final = ""  # the step that is no single question
REMARK: Final = "remark"  # of the rules: left again, never come back to


@dataclass(slots=True)
class Trail:
    """The steps of one worker, by the reference of each question; the last is the present one."""

    _steps: list[str] = field(default_factory=list)

    @property
    def leads_back(self) -> bool:
        return len(self._steps) > 1

    def step(self, where: str) -> None:
        """Go on to here; coming again to where somebody stands is no step."""
        if not self._steps or self._steps[-1] != where:
            self._steps.append(where)

    def back(self, *, is_asked: Callable[[str], bool]) -> str | None:
        """Go one step back, past what the form no longer asks; None at the beginning."""
        while len(self._steps) > 1:
            self._steps.pop()
            if self._steps[-1] == SHEET or is_asked(self._steps[-1]):
                return self._steps[-1]
        return None
