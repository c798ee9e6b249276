"""What a text turned out to be, as values: a household, a person, a task, a station, or nothing of ours.

Whoever shows an outcome gives it words and acts; nothing here opens anything by itself.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from desktop.capture.local_records import Standing
from sync.codes.errors import CodeExpiredError

_HOUSEHOLD: Final = "h-"


class TextKind(StrEnum):
    """What a text is that finds no record by itself."""

    SIGNED = "signed"
    HOUSEHOLD = "household"
    RESIDENT = "resident"
    PHONE = "phone"
    GIG = "gig"
    TASK = "task"
    PLATE = "plate"
    BUSINESS = "business"
    INVITATION = "invitation"
    ADDRESS = "address"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Member:
    """One person of a household, fit to be shown where neighbours look on."""

    person_id: str
    masked_name: str
    relation: str
    age: int | None
    standing: Standing


@dataclass(frozen=True, slots=True)
class KnownHousehold:
    household_id: str
    address: str
    number: str
    members: tuple[Member, ...]
    expires_on: date | None = None


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """A person, inside the household they belong to when that is known too."""

    member: Member
    household: KnownHousehold | None


@dataclass(frozen=True, slots=True)
class KnownTask:
    """A task, and whom it is about when that is known."""

    task_id: str
    title: str
    due_on: str
    person: KnownPerson | None


@dataclass(frozen=True, slots=True)
class KnownEnterprise:
    """An enterprise of the register."""

    credit_code: str
    name: str


@dataclass(frozen=True, slots=True)
class GigStation:
    """A gig market or station; its code is all there is to know."""

    code: str


@dataclass(frozen=True, slots=True)
class UnknownCode:
    """Rightly formed, but this computer has no such record; `shown` is masked."""

    kind: TextKind
    shown: str
    typed_again: str = ""  # what to put into the entry field when the officer corrects it
    subject_id: str = ""  # whom a signed code names all the same


@dataclass(frozen=True, slots=True)
class ForgedCode:
    """Looks like ours and is not: changed, made by somebody else, or by an issuer we do not know."""

    code: str


@dataclass(frozen=True, slots=True)
class ExpiredCode:
    """Once ours, no longer valid."""

    expired_on: str
    code: str = CodeExpiredError.code


@dataclass(frozen=True, slots=True)
class OtherText:
    """Not a code of ours; shown, never opened."""

    kind: TextKind
    text: str


Outcome = (
    KnownHousehold
    | KnownPerson
    | KnownTask
    | KnownEnterprise
    | GigStation
    | UnknownCode
    | ForgedCode
    | ExpiredCode
    | OtherText
)


def is_known(outcome: Outcome) -> bool:
    """Tell whether a text led to something this computer knows."""
    return isinstance(outcome, KnownHousehold | KnownPerson | KnownTask | KnownEnterprise | GigStation)


def is_of_household(outcome: Outcome) -> bool:
    """Tell a household's code nobody here has: one may stand at its door all the same."""
    if not isinstance(outcome, UnknownCode):
        return False
    return outcome.kind is TextKind.HOUSEHOLD or outcome.subject_id.startswith(_HOUSEHOLD)
