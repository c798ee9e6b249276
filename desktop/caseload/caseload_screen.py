"""What the pages of 采集档案 can show, as values: the presenter fills them, the views only paint."""

from dataclasses import dataclass
from typing import Protocol

from desktop.components.delivery_step import Step
from desktop.components.notice import Notice
from desktop.tokens import Tone


@dataclass(frozen=True, slots=True)
class ListedPerson:
    """One row of the list, in words."""

    id: str
    name: str
    detail: str
    place: str
    moment: str
    status: str
    status_tone: Tone
    state: str
    state_icon: str
    state_tone: Tone
    icon: str = ""  # in the circle, where a family name would say nothing

    @property
    def sentence(self) -> str:
        """The row for whoever hears it instead of seeing it."""
        said = (self.name, self.detail, self.place, self.status, self.state)
        return "，".join(part for part in said if part)


@dataclass(frozen=True, slots=True)
class FilterPill:
    key: str
    label: str
    is_on: bool


@dataclass(frozen=True, slots=True)
class VillageChoice:
    """A village to keep to; without a code, all of them."""

    code: str
    label: str
    is_on: bool


@dataclass(frozen=True, slots=True)
class Fact:
    icon: str
    label: str
    value: str


@dataclass(frozen=True, slots=True)
class FormCard:
    """One filled form and its four stops."""

    title: str
    by: str
    steps: tuple[Step, ...]
    problem: str = ""


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One revision: whose word, when, and what changed."""

    moment: str
    source: str
    changes: tuple[str, ...]
    tone: Tone


@dataclass(frozen=True, slots=True)
class FormOffer:
    """A form about this person; the label says when it was begun already, or that it is begun no more."""

    form_id: str
    label: str
    is_open: bool = True


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file that came with a form: what it is, of which form, and whether it has gone up."""

    name: str
    detail: str
    state: str
    tone: Tone
    icon: str


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the household; `is_this` is the person whose page it is."""

    id: str
    name: str
    detail: str
    status: str
    status_tone: Tone
    is_this: bool


@dataclass(frozen=True, slots=True)
class TwinCard:
    """A record that may be of the same person, or was joined with the one at hand, and why."""

    id: str
    name: str
    detail: str
    reason: str


@dataclass(frozen=True, slots=True)
class NewPersonPage:
    """Where somebody new will belong, and who is here already; a new household is asked where it is."""

    household: str
    sentence: str
    twins: tuple[TwinCard, ...]
    may_go_on: bool
    is_new_household: bool = False


@dataclass(frozen=True, slots=True)
class RecordPage:
    """One record in words; `is_shown` says that nothing is masked, for the moment."""

    person_id: str
    name: str
    detail: str
    status: str
    status_tone: Tone
    facts: tuple[Fact, ...]
    forms: tuple[FormCard, ...]
    history: tuple[HistoryLine, ...]
    collect: FormOffer
    other_forms: tuple[FormOffer, ...] = ()
    notice: Notice | None = None
    tags: tuple[tuple[str, Tone], ...] = ()
    files: tuple[FileLine, ...] = ()
    household: str = ""
    members: tuple[Member, ...] = ()
    is_shown: bool = False
    twins: tuple[TwinCard, ...] = ()
    absorbed: tuple[TwinCard, ...] = ()


class CaseloadScreen(Protocol):
    """The views, as their presenter sees them; what only updates leaves everybody where they are."""

    def show_ids(self, ids: tuple[str, ...]) -> None: ...
    def update_ids(self, ids: tuple[str, ...]) -> None: ...
    def show_rows(self, people: tuple[ListedPerson, ...]) -> None: ...
    def forget_people(self) -> None: ...
    def show_loading(self) -> None: ...
    def show_filters(self, pills: tuple[FilterPill, ...], villages: tuple[VillageChoice, ...]) -> None: ...
    def show_count(self, text: str) -> None: ...
    def show_empty(self, sentence: str, act: str) -> None: ...
    def show_preview(self, page: RecordPage) -> None: ...
    def show_record(self, page: RecordPage) -> None: ...
    def update_record(self, page: RecordPage) -> None: ...
    def leave_record(self) -> None: ...
    def show_list(self) -> None: ...
    def show_failure(self, title: str, explanation: str) -> None: ...
