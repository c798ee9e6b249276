"""What the counter can show, as values: the presenter fills them, the view only paints.

No Qt in here, so the presenter's tests read the same values a clerk reads.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from desktop.form_entry.form_screen import QuestionCard, RemarkCard
from desktop.tokens import Tone


@dataclass(frozen=True, slots=True)
class PersonHead:
    """Who stands at the counter; the name is masked."""

    name: str
    detail: str
    mark: str
    tone: Tone
    icon: str


@dataclass(frozen=True, slots=True)
class Tick:
    """One answer to tick, with the key that ticks it."""

    value: str
    label: str
    is_ticked: bool
    key_number: int = 0


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the sheet: what stands in it and what is wrong with it."""

    reference: str
    label: str
    text: str
    problem: str = ""
    example: str = ""


@dataclass(frozen=True, slots=True)
class Sheet:
    """The counter's own sheet."""

    fields: tuple[Field, ...]
    trades: tuple[Tick, ...]
    trades_note: str
    trades_problem: str
    times: tuple[Tick, ...]
    times_note: str
    required: frozenset[str] = frozenset()  # references of what must be answered


@dataclass(frozen=True, slots=True)
class QuickChoice:
    """One of a few answers that are chosen with a number key: a village, a member of a household."""

    value: str
    label: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Ask:
    """One question, asked alone: of the form, of the rules, or which of a few is meant."""

    title: str
    note: str
    question: QuestionCard | None = None
    remark: RemarkCard | None = None
    choices: tuple[QuickChoice, ...] = ()
    notice: str = ""  # what is read to the worker first


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who waits: scanned while another was served, or put aside half done."""

    key: str
    name: str
    detail: str


@dataclass(frozen=True, slots=True)
class FittingGig:
    title: str
    detail: str
    pay: str


@dataclass(frozen=True, slots=True)
class JustRegistered:
    label: str
    time: str


@dataclass(frozen=True, slots=True)
class Side:
    """The column at the right."""

    count: str
    usual: str
    fits: tuple[FittingGig, ...]
    fits_note: str
    waiting: tuple[Waiting, ...]
    latest: tuple[JustRegistered, ...]


class Face(StrEnum):
    """What the counter is busy with."""

    IDLE = "idle"
    ASK = "ask"
    SHEET = "sheet"


class GigScreen(Protocol):
    """The view, as its presenter sees it."""

    def show_idle(self, problem: str) -> None: ...
    def show_person(self, head: PersonHead) -> None: ...
    def show_no_person(self) -> None:
        """Nobody's name stands over what is asked: it is not known yet who it is."""
        ...

    def show_ask(self, ask: Ask) -> None: ...
    def show_sheet(self, sheet: Sheet, *, focus: str | None) -> None: ...
    def show_ready(self) -> None: ...
    def show_way_back(self, *, is_there: bool) -> None: ...
    def update_sheet(self, sheet: Sheet) -> None: ...
    def show_side(self, side: Side) -> None: ...
    def show_elapsed(self, text: str) -> None: ...
    def show_busy(self, *, is_busy: bool) -> None: ...
    def say(self, sentence: str, *, is_problem: bool = False) -> None: ...
