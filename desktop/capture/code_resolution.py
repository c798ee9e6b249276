"""From a text to what we know about it: a household, a person, or a clear "not known".

A signed code is checked first and looked up second: a forged one must not even tell
whether its household exists here. Outcomes are values; the presenter gives them words.
"""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from desktop.capture.local_records import LocalRecords, Standing
from desktop.capture.payload import (
    CreditCode,
    HouseholdNumber,
    Payload,
    PhoneNumber,
    PlainText,
    ResidentNumber,
    SignedCode,
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


class TextKind(StrEnum):
    """What a text is that finds no record by itself."""

    SIGNED = "signed"
    HOUSEHOLD = "household"
    RESIDENT = "resident"
    PHONE = "phone"
    BUSINESS = "business"
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
class UnknownCode:
    """Rightly formed, but this computer has no such record; `shown` is masked."""

    kind: TextKind
    shown: str
    typed_again: str = ""  # what to put into the entry field when the officer corrects it


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


Outcome = KnownHousehold | KnownPerson | UnknownCode | ForgedCode | ExpiredCode | OtherText


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
                return OtherText(TextKind.BUSINESS, number)
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
        return self._subject(checked) or UnknownCode(TextKind.SIGNED, _short_number(checked.subject_id))

    def _subject(self, checked: SubjectCode) -> Outcome | None:
        if checked.kind is CodeKind.HOUSEHOLD:
            household = self.records.household(checked.subject_id)
            return None if household is None else self._household(household, expires_on=checked.expires_on)
        person = self.records.person(checked.subject_id)
        return None if person is None else self._person(person, shown=_short_number(checked.subject_id))

    def _household_numbered(self, number: str) -> Outcome:
        found = self.records.households_numbered(number)
        # The short number repeats from village to village; two answers are no answer.
        if len(found) == 1:
            return self._household(found[0])
        return UnknownCode(TextKind.HOUSEHOLD, number, typed_again=number)

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
