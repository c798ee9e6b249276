"""What the page of differences can show, as values: the presenter fills them, the view only paints."""

from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True)
class SideCard:
    """One value to choose: what it says, whose word it is, and whether the record shows it now."""

    said: str
    by: str
    is_standing: bool


@dataclass(frozen=True, slots=True)
class DifferenceCard:
    """One question with its sides; `chosen` is the place of the side taken, -1 for none yet."""

    key: str
    label: str
    before: str
    sides: tuple[SideCard, ...]
    chosen: int = -1
    note: str = ""


@dataclass(frozen=True, slots=True)
class RecordCard:
    """One record; `reveal` is the word of its button, empty when nothing is masked."""

    record_id: str
    name: str
    detail: str
    reveal: str
    differences: tuple[DifferenceCard, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """How far deciding has come: a figure in words, and whether anything can be confirmed."""

    figures: str
    can_confirm: bool
    is_busy: bool = False


class DecidingScreen(Protocol):
    """The view, as its presenter sees it."""

    def show_records(self, cards: tuple[RecordCard, ...]) -> None: ...
    def show_standing(self, standing: Standing) -> None: ...
    def show_nothing(self, sentence: str, quiet: str) -> None: ...
    def show_failure(self, title: str, explanation: str) -> None: ...
