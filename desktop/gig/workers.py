"""Who stands at the counter: found by what was scanned or typed, among records and earlier forms.

A person of the register comes first; then whoever was registered here before; then somebody new,
of whom only what was read is known. Two answers are no answer: then the officer chooses.
"""

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, assert_never

from desktop.capture.code_resolution import CodeResolver
from desktop.capture.outcomes import (
    ExpiredCode,
    ForgedCode,
    GigStation,
    KnownEnterprise,
    KnownHousehold,
    KnownPerson,
    KnownTask,
    Member,
    OtherText,
    TextKind,
    UnknownCode,
)
from desktop.gig.past_registrations import PastRegistration, PastRegistrations
from desktop.gig.questions import ID_NUMBER, NAME, PHONE
from employment.answers import NEWCOMER
from employment.errors import PersonNameShapeError
from employment.person_name import parse_person_name
from store import StoredRecord

_LAST_LATIN: Final = "\u024f"  # of Latin Extended-B, the last block with letters of papers


@dataclass(frozen=True, slots=True)
class Worker:
    """One worker; `subject_id` is blank for somebody new, `said` is what was read of them just now."""

    subject_id: str = ""
    person: StoredRecord | None = None
    last: PastRegistration | None = None
    said: Mapping[str, str] = field(default_factory=dict, repr=False)


@dataclass(frozen=True, slots=True)
class Choice:
    """One code, several people: the officer says who it is, or of a `guess` that it is none of them."""

    members: tuple[Member, ...]
    is_guess: bool = False


@dataclass(frozen=True, slots=True)
class Lettered:
    """Latin letters nobody is called by: pinyin of somebody's name, or the name of a foreigner."""

    name: str


@dataclass(frozen=True, slots=True)
class NotHere:
    """What was read names nobody; `code` has the words where there is an error of ours."""

    code: str = ""


@dataclass(frozen=True, slots=True)
class StationRead:
    """The code on the wall: it names where this window stands."""

    code: str


@dataclass(frozen=True, slots=True)
class Workers:
    """Finds a worker; `read_person` gives a record as it may be shown now."""

    resolver: CodeResolver
    persons_named: Callable[[str], tuple[Member, ...]]
    past: Callable[[], PastRegistrations]
    read_person: Callable[[str], StoredRecord | None]

    def find(self, text: str) -> Worker | Choice | StationRead | Lettered | NotHere:
        """Tell who is meant by a code, a number, or a name somebody typed."""
        outcome = self.resolver.resolve(text)
        match outcome:
            case KnownPerson(member, _):
                return self.of_person(member.person_id)
            case KnownHousehold(members=members):
                return Choice(members) if members else NotHere()
            case UnknownCode(TextKind.RESIDENT, _, number):
                return self._of_past(self.past().with_number(number), {ID_NUMBER: number})
            case UnknownCode(TextKind.PHONE, _, number):
                return self._of_past(self.past().with_phone(number), {PHONE: number})
            case UnknownCode(TextKind.GIG, subject_id=subject_id) if subject_id.startswith(NEWCOMER):
                return self.of_subject(subject_id)
            case KnownTask(person=KnownPerson(member, _)):
                return self.of_person(member.person_id)
            case GigStation(code):
                return StationRead(code)
            case UnknownCode() | KnownTask() | KnownEnterprise():
                return NotHere()
            case ForgedCode(code) | ExpiredCode(code=code):
                return NotHere(code)
            case OtherText(TextKind.TEXT, name):
                return self._named(name)
            case OtherText():
                return NotHere()
            case _:
                assert_never(outcome)

    def of_person(self, person_id: str) -> Worker | NotHere:
        person = self.read_person(person_id)
        if person is None:
            return NotHere()
        return Worker(person.id, person, self.past().of_subject(person.id))

    def of_subject(self, subject_id: str) -> Worker:
        """Give somebody whose registration was begun before."""
        last = self.past().of_subject(subject_id)
        return Worker(subject_id, self.read_person(subject_id), last)

    def _named(self, text: str) -> Worker | Choice | Lettered | NotHere:
        """Find whoever has this name; nobody by it is somebody new."""
        try:
            name = parse_person_name(unicodedata.normalize("NFKC", text).strip())
        except PersonNameShapeError:
            return NotHere()
        found = self.persons_named(name)
        if len(found) == 1:
            return self.of_person(found[0].person_id)
        if not found:
            return Lettered(name) if max(name) <= _LAST_LATIN else Worker(said={NAME: name})
        return Choice(found)

    def _of_past(self, last: PastRegistration | None, said: Mapping[str, str]) -> Worker:
        if last is None:
            return Worker(said=said)
        return Worker(last.subject_id, self.read_person(last.subject_id), last, said)
