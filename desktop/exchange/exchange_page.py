"""What the page 同步 shows, as frozen values, and the view that shows them."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from desktop.components.delivery_step import Step
from desktop.tokens import Tone


class HeroAct(StrEnum):
    """What the button of the hero does."""

    SYNC = "sync"
    PAUSE = "pause"
    RESUME = "resume"
    LOOK = "look"  # at what came back


@dataclass(frozen=True, slots=True)
class Hero:
    """The state of the exchange in one title, one sentence, a share and one button."""

    title: str
    quiet: str
    icon: str
    tone: Tone
    share: float
    act: HeroAct
    act_text: str


class StageState(StrEnum):
    DONE = "done"
    CURRENT = "current"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class Stage:
    """One of the five steps of an exchange."""

    word: str
    state: StageState


@dataclass(frozen=True, slots=True)
class QueueLine:
    """One piece of work and how far it is; `trouble` says why it came back, `wait` why it stands still."""

    id: str
    title: str
    detail: str
    steps: tuple[Step, ...]
    tone: Tone
    trouble: str = ""
    wait: str = ""
    act: str = ""  # the words of what a person can do about it
    aside: str = ""  # the words that put it aside


@dataclass(frozen=True, slots=True)
class Fact:
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class CourierLine:
    """One sentence about a visit of the stick."""

    text: str
    tone: Tone
    icon: str


@dataclass(frozen=True, slots=True)
class CourierPage:
    """What the card of the stick says; while it runs there is a share, or None when nobody knows how much."""

    lines: tuple[CourierLine, ...] = ()
    is_running: bool = False
    running: str = ""
    share: float | None = None


class ExchangeScreen(Protocol):
    def show_hero(self, hero: Hero) -> None: ...
    def show_stages(self, stages: Sequence[Stage]) -> None: ...
    def show_queue(self, lines: Sequence[QueueLine], *, count: str) -> None: ...
    def show_facts(self, facts: Sequence[Fact]) -> None: ...
    def show_traffic(self, facts: Sequence[Fact]) -> None: ...
    def offer_retry(self, *, is_offered: bool) -> None: ...
