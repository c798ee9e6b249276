"""From a text to what we know about it: a household, a person, or a clear "not known".

A signed code is checked first and looked up second: a forged one must not even tell
whether its household exists here. Outcomes are values; the presenter gives them words.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from desktop.capture.local_records import LocalRecords
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
    Outcome,
    TextKind,
    UnknownCode,
)
from desktop.capture.payload import (
    CreditCode,
    HouseholdNumber,
    InvitationCode,
    Payload,
    PhoneNumber,
    PlainText,
    PlateCode,
    ResidentNumber,
    SignedCode,
    StationNumber,
    WebAddress,
    read_payload,
)
from employment.errors import ResidentIdError
from employment.privacy import mask_name, mask_phone, mask_resident_id
from employment.resident_id import parse_resident_id
from store import StoredRecord
from sync.codes.errors import CodeExpiredError
from sync.codes.subject_code import CodeKind, SubjectCode
from sync.errors import SyncError

_UNKNOWN_KINDS: Final[Mapping[CodeKind, TextKind]] = {
    CodeKind.GIG: TextKind.GIG,
    CodeKind.TASK: TextKind.TASK,
}


@dataclass(frozen=True, slots=True)
class CodeResolver:
    """Checks, then looks up. `check_code` raises a SyncError for a code that is not to be believed."""

    records: LocalRecords
    check_code: Callable[[str], SubjectCode]
    today: Callable[[], date]
    read: Callable[[str], Payload] = field(default=read_payload)

    def resolve(self, text: str) -> Outcome:
        payload = self.read(text)
        match payload:
            case SignedCode(signed):
                return self._resolve_signed(signed)
            case HouseholdNumber(number):
                return self._household_numbered(number)
            case ResidentNumber(number):
                found = self.records.persons_with_id_number(number)
                return self._one_person(found, TextKind.RESIDENT, mask_resident_id(number), typed=number)
            case PhoneNumber(number):
                found = self.records.persons_with_phone(number)
                return self._one_person(found, TextKind.PHONE, mask_phone(number), typed=number)
            case CreditCode(number):
                return self._enterprise(number)
            case StationNumber(number):
                return GigStation(number)
            case PlateCode(code):
                return self._one_household(self.records.households_at_plate(code), TextKind.PLATE, code)
            case InvitationCode():
                return OtherText(TextKind.INVITATION, "")  # it holds a secret
            case WebAddress(address):
                return OtherText(TextKind.ADDRESS, address)
            case PlainText(plain):
                return OtherText(TextKind.TEXT, plain)

    def _resolve_signed(self, signed: str) -> Outcome:
        try:
            checked = self.check_code(signed)
        except CodeExpiredError as error:
            return ExpiredCode(error.parameters["expired_on"])
        except SyncError as error:
            return ForgedCode(error.code)
        shown = _short_number(checked.subject_id)
        kind = _UNKNOWN_KINDS.get(checked.kind, TextKind.SIGNED)
        return self._subject(checked) or UnknownCode(kind, shown, subject_id=checked.subject_id)

    def _subject(self, checked: SubjectCode) -> Outcome | None:
        match checked.kind:
            case CodeKind.HOUSEHOLD:
                household = self.records.household(checked.subject_id)
                return (
                    None if household is None else self._household(household, expires_on=checked.expires_on)
                )
            case CodeKind.STATION:
                return GigStation(checked.subject_id)
            case CodeKind.TASK:
                task = self.records.task(checked.subject_id)
                return None if task is None else self._task(task)
            case CodeKind.PERSON | CodeKind.GIG:
                person = self.records.person(checked.subject_id)
                return (
                    None if person is None else self._person(person, shown=_short_number(checked.subject_id))
                )

    def _task(self, task: StoredRecord) -> KnownTask:
        person = self.records.person(_text(task, "subject_id"))
        about = None if person is None else self._person(person, shown=_short_number(person.id))
        return KnownTask(task.id, _text(task, "title"), _text(task, "due_on"), about)

    def _enterprise(self, number: str) -> Outcome:
        found = self.records.enterprise(number)
        if found is None:
            return OtherText(TextKind.BUSINESS, number)
        return KnownEnterprise(number, _text(found, "ent_name"))

    def _household_numbered(self, number: str) -> Outcome:
        found = self.records.households_numbered(number)
        return self._one_household(found, TextKind.HOUSEHOLD, number)

    def _one_household(self, found: tuple[StoredRecord, ...], kind: TextKind, number: str) -> Outcome:
        """Give a household; short numbers repeat from village to village, and two answers are no answer."""
        if len(found) == 1:
            return self._household(found[0])
        return UnknownCode(kind, number, typed_again=number)

    def _one_person(
        self, found: tuple[StoredRecord, ...], kind: TextKind, shown: str, *, typed: str
    ) -> Outcome:
        if len(found) == 1:
            return self._person(found[0], shown=shown)
        return UnknownCode(kind, shown, typed_again=typed)

    def _household(self, record: StoredRecord, *, expires_on: date | None = None) -> KnownHousehold:
        members = sorted(self.records.members(record.id), key=lambda member: member.id)
        return KnownHousehold(
            household_id=record.id,
            address=_text(record, "address"),
            number=_text(record, "household_no"),
            members=tuple(self.member(member) for member in members),
            expires_on=expires_on,
        )

    def _person(self, record: StoredRecord, *, shown: str) -> KnownPerson:
        """Give the person; where the name is not to be shown, what was read stands in its place."""
        household = self.records.household(_text(record, "household_id"))
        member = self.member(record)
        has_name = bool(_text(record, "person_name"))
        return KnownPerson(
            member=member if has_name else replace(member, masked_name=shown),
            household=None if household is None else self._household(household),
        )

    def member(self, record: StoredRecord) -> Member:
        """Give a person as they may be shown where neighbours look on."""
        return Member(
            person_id=record.id,
            masked_name=mask_name(_text(record, "person_name")),
            relation=_text(record, "relation"),
            age=age_from_id_number(_text(record, "id_no"), on=self.today()),
            standing=self.records.standing(record.id),
        )


def age_from_id_number(number: str, *, on: date) -> int | None:
    """Give the age an identity number implies, or None when the number is missing or wrong."""
    try:
        return parse_resident_id(number).age_on(on)
    except ResidentIdError:
        return None


def _text(record: StoredRecord, name: str) -> str:
    value = record.fields.get(name)
    return value if isinstance(value, str) else ""


def _short_number(subject_id: str) -> str:
    """Give the part of an id that is printed under the code: 0921 of h-350582001005-0921."""
    parts = subject_id.split("-")
    return parts[2] if len(parts) > 2 else subject_id
