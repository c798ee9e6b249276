"""What the page 今日 shows, as frozen values, and the view that shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from desktop.components.figure import Figure
from desktop.components.notice import Notice
from desktop.tokens import Tone

RETURNED: Final = "returned"  # the id of the line that opens what came back
DIFFERENCES: Final = "differences"  # the id of the line that opens what waits to be decided


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One task in the list; `is_next` marks the one whose button is filled."""

    id: str
    title: str
    detail: str
    icon: str
    tone: Tone
    due: str
    due_tone: Tone
    act: str
    is_next: bool


@dataclass(frozen=True, slots=True)
class DraftLine:
    id: str
    subject: str
    title: str
    detail: str
    act: str


@dataclass(frozen=True, slots=True)
class Heading:
    """The greeting, the date with the place, and whether scanning is the next step."""

    title: str
    sentence: str
    is_scan_next: bool


@dataclass(frozen=True, slots=True)
class Progress:
    share: float
    figures: str
    week_share: float
    week: str
    complete_share: float
    complete: str


@dataclass(frozen=True, slots=True)
class EmptyTasks:
    """Why the list is empty, and what to do about it."""

    sentence: str
    quiet: str
    act: str


class TodayScreen(Protocol):
    def show_heading(self, heading: Heading) -> None: ...
    def show_notice(self, notice: Notice | None) -> None: ...
    def show_figures(self, *, tasks: Figure, unsent: Figure, doubts: Figure, drafts: Figure) -> None: ...
    def show_tasks(self, lines: Sequence[TaskLine], *, empty: EmptyTasks) -> None: ...
    def show_progress(self, progress: Progress) -> None: ...
    def show_drafts(self, lines: Sequence[DraftLine]) -> None: ...
