"""What the pages of the first run show, as frozen values, and the screen that shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from desktop.enrolment.invitation_reading import InvitationFacts


class WizardStep(StrEnum):
    """The four steps, in order."""

    WELCOME = "welcome"
    CONNECT = "connect"
    SECRET = "secret"  # noqa: S105 — the name of a step
    FILL = "fill"


class StepState(StrEnum):
    DONE = "done"
    CURRENT = "current"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step in the list at the left."""

    number: int
    title: str
    note: str
    state: StepState


@dataclass(frozen=True, slots=True)
class FillStage:
    """One of the stops of the first fill."""

    word: str
    state: StepState


class FillAct(StrEnum):
    """What can be done while records come in."""

    ENTER = "enter"
    RETRY = "retry"
    OTHER_INVITATION = "other-invitation"
    CLOSE = "close"


@dataclass(frozen=True, slots=True)
class FillPage:
    """How joining and the first fill stand; `acts` begin with the next step."""

    title: str
    quiet: str
    share: float
    stages: tuple[FillStage, ...]
    figures: str = ""
    trouble: str = ""
    is_refused: bool = False
    acts: tuple[FillAct, ...] = ()


class WizardScreen(Protocol):
    def show_steps(self, lines: Sequence[StepLine]) -> None: ...
    def show_step(self, step: WizardStep) -> None: ...
    def show_invitation(self, facts: InvitationFacts | None) -> None: ...
    def show_trouble(self, sentence: str) -> None: ...
    def show_provision(self, sentence: str, *, is_refused: bool) -> None: ...
    def show_fill(self, page: FillPage) -> None: ...
    def ask_for_secret(self, *, is_asked: bool) -> None: ...
