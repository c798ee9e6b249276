"""What the page of differences can show, as values: the presenter fills them, the view only paints."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class SideCard:
    """One value to choose: what it says, whose word it is, and whether the record shows it now."""

    said: str
    by: str
    is_standing: bool
    is_mine: bool = False  # the word of this computer


@dataclass(frozen=True, slots=True)
class DifferenceCard:
    """One question with its sides; `chosen` is the place of the side taken, -1 for none yet.

    `doubt` says which open doubt it is about; then whoever decides says why.
    """

    key: str
    label: str
    before: str
    sides: tuple[SideCard, ...]
    chosen: int = -1
    note: str = ""
    doubt: str = ""


@dataclass(frozen=True, slots=True)
class RecordCard:
    """One record; `reveal` is the word of its button, empty when nothing is masked.

    `same` are the fields nobody differs about, title and value; `reason` is what was written as the
    reason so far, None where a decision carries none.
    """

    record_id: str
    name: str
    detail: str
    reveal: str
    differences: tuple[DifferenceCard, ...]
    same: tuple[tuple[str, str], ...] = ()
    reason: str | None = ""

    @property
    def is_in_columns(self) -> bool:
        """Say whether everywhere this computer's word stands at the left and somebody else's at the right."""
        sides = [tuple(side.is_mine for side in one.sides) for one in self.differences]
        return bool(sides) and all(one == (True, False) for one in sides)


@dataclass(frozen=True, slots=True)
class Standing:
    """How far deciding has come: a figure in words, and whether anything can be confirmed."""

    figures: str
    can_confirm: bool
    is_busy: bool = False
    has_mine: bool = False  # some side is this computer's word
    has_theirs: bool = False  # some side is somebody else's


class DecidingScreen(Protocol):
    """The view, as its presenter sees it."""

    def show_records(self, cards: tuple[RecordCard, ...]) -> None: ...
    def show_chosen(self, chosen: Mapping[str, int]) -> None: ...
    def show_reason_missing(self, record_id: str) -> None: ...
    def show_standing(self, standing: Standing) -> None: ...
    def show_nothing(self, sentence: str, quiet: str) -> None: ...
    def show_failure(self, title: str, explanation: str) -> None: ...
