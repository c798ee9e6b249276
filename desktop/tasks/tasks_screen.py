"""What the page 任务 can show, as values: the presenter fills them, the views only paint."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from desktop.caseload.caseload_screen import VillageChoice
from desktop.components.delivery_step import Step
from desktop.tokens import Tone


@dataclass(frozen=True, slots=True)
class TaskLine:
    """One row of the inbox; `heading` stands above the first task of a group (逾期, 今天 …)."""

    id: str
    title: str
    detail: str
    icon: str
    icon_tone: Tone
    due: str
    due_tone: Tone
    steps: tuple[Step, ...]
    heading: str = ""

    @property
    def reached(self) -> str:
        """Name the stop this task has come to."""
        return next((step.word for step in reversed(self.steps) if step.is_reached), "")

    @property
    def sentence(self) -> str:
        """The row for whoever hears it instead of seeing it."""
        said = (self.heading, self.title, self.detail, self.due, self.reached)
        return "，".join(part for part in said if part)


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """One stop that was reached: its word, whose it is, and when; `is_signed` where a receipt is kept."""

    word: str
    source: str
    moment: str
    tone: Tone
    is_signed: bool


@dataclass(frozen=True, slots=True)
class TaskAct:
    """One thing to do about a task: the words on the button, and whether it is the verification form."""

    label: str
    is_verifying: bool


@dataclass(frozen=True, slots=True)
class TaskPage:
    """The task at hand: why it was sent, what to ask, its way, and what can be done, the best act first."""

    id: str
    title: str
    detail: str
    explanation: str
    question: str
    due: str
    due_tone: Tone
    steps: tuple[Step, ...]
    receipts: tuple[ReceiptLine, ...]
    acts: tuple[TaskAct, ...]
    rule: str = ""
    returned: str = ""  # what the checker says of a task that came back


class TasksScreen(Protocol):
    """The page, as its presenter sees it."""

    def show_lines(self, lines: Sequence[TaskLine], *, count: str, chosen: str) -> None: ...
    def show_task(self, page: TaskPage | None) -> None: ...
    def show_villages(self, villages: Sequence[VillageChoice]) -> None: ...
