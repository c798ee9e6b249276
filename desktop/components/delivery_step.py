"""One stop of a stepper; apart from the widget so that presenters, which know no Qt, can make one."""

from dataclasses import dataclass
from enum import StrEnum


class StepState(StrEnum):
    DONE = "done"
    CURRENT = "current"
    AHEAD = "ahead"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class Step:
    """One stop on the way: its word, how it stands, and when it was reached."""

    word: str
    state: StepState
    time: str = ""

    @property
    def is_reached(self) -> bool:
        return self.state is not StepState.AHEAD
