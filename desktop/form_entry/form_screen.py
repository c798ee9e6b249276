"""What the form's screen can show, as values: the presenter fills them, the view only paints."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from desktop.tokens import Tone
from forms import QuestionView, Strength


class SectionState(StrEnum):
    DONE = "done"
    WRONG = "wrong"
    CURRENT = "current"
    AHEAD = "ahead"


@dataclass(frozen=True, slots=True)
class SectionRow:
    """One line of the outline."""

    number: int
    title: str
    note: str
    state: SectionState


@dataclass(frozen=True, slots=True)
class Outline:
    rows: tuple[SectionRow, ...]
    current: int  # the index of the page; the review page comes after the last section
    figures: str
    share: float


@dataclass(frozen=True, slots=True)
class Before:
    """How an answer stands to what the record holds; blank words where it holds nothing."""

    words: str = ""
    is_same: bool = False
    is_changed: bool = False


@dataclass(frozen=True, slots=True)
class QuestionCard:
    """One question as it should be shown now; `problem` is blank while it is too early to complain."""

    question: QuestionView
    is_follow_up: bool
    problem: str = ""
    strength: Strength = Strength.STOP
    file: bytes = field(default=b"", repr=False)  # of the photo or signature that was given
    before: Before = Before()
    text: str = ""  # what stands in the field: the answer, or what was typed and could not be one

    @property
    def reference(self) -> str:
        return self.question.reference


@dataclass(frozen=True, slots=True)
class EntryCard:
    """One entry of a repeat in two lines: whom or what it is about, and what else is answered."""

    reference: str
    number: int
    title: str
    detail: str
    note: str
    state: SectionState


@dataclass(frozen=True, slots=True)
class RepeatCards:
    """The entries of one repeat; where the form sets their number, none is added or removed by hand."""

    reference: str
    title: str
    entries: tuple[EntryCard, ...]
    can_change: bool


@dataclass(frozen=True, slots=True)
class SectionPage:
    """One page; `way_back` names the cards it was opened from, for a page inside an entry."""

    number: int
    title: str
    note: str
    cards: tuple[QuestionCard, ...]
    repeats: tuple[RepeatCards, ...] = ()
    way_back: str = ""


@dataclass(frozen=True, slots=True)
class ReviewLine:
    reference: str
    label: str
    answer: str
    problem: str = ""
    strength: Strength = Strength.STOP
    can_change: bool = True


@dataclass(frozen=True, slots=True)
class RemarkCard:
    """What a rule remarks, and what the officer said to it; `problem` is blank while it is too early."""

    code: str
    reference: str
    strength: Strength
    title: str
    explanation: str
    question: str
    note: str = ""
    is_confirmed: bool = False
    problem: str = ""
    mend_at: str = ""


@dataclass(frozen=True, slots=True)
class ReviewGroup:
    title: str
    lines: tuple[ReviewLine, ...]


@dataclass(frozen=True, slots=True)
class ReviewPage:
    """The last page: what the rules remark, everything that was answered, what still holds the form up."""

    groups: tuple[ReviewGroup, ...]
    problem_count: int
    remarks: tuple[RemarkCard, ...] = ()
    verify_count: int = 0


@dataclass(frozen=True, slots=True)
class Footer:
    """The action bar; a blank text takes its button away."""

    back: str
    problems: str
    onward: str
    onward_key: str
    is_finish: bool
    is_busy: bool = False


class SaveState(StrEnum):
    CLEAN = "clean"
    SAVING = "saving"
    SAVED = "saved"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class FormHeader:
    """About whom; the name is masked. A masked sheet of paper says `paper_detail`, where that differs."""

    name: str
    detail: str
    paper_detail: str = ""


@dataclass(frozen=True, slots=True)
class ContextFact:
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class ContextCard:
    """Something the officer should know while asking."""

    title: str
    tone: Tone | None
    sentences: tuple[str, ...] = ()
    facts: tuple[ContextFact, ...] = ()


class FormScreen(Protocol):
    """The view, as its presenter sees it."""

    def show_outline(self, outline: Outline) -> None: ...
    def show_section(self, page: SectionPage) -> None: ...
    def update_cards(self, cards: tuple[QuestionCard, ...]) -> None: ...
    def update_entries(self, repeats: tuple[RepeatCards, ...]) -> None: ...
    def offer_undo(self, sentence: str, act: str) -> None: ...
    def withdraw_undo(self) -> None: ...
    def show_review(self, page: ReviewPage) -> None: ...
    def show_footer(self, footer: Footer) -> None: ...
    def show_saved(self, state: SaveState, text: str) -> None: ...
    def show_failure(self, title: str, explanation: str) -> None: ...
    def focus_question(self, reference: str) -> None: ...
    def focus_entry(self, reference: str) -> None: ...
