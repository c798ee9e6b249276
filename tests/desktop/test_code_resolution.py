from collections.abc import Callable
from datetime import date

import pytest

from desktop.capture.code_resolution import CodeResolver
from desktop.capture.outcomes import (
    ExpiredCode,
    ForgedCode,
    KnownHousehold,
    KnownPerson,
    OtherText,
    TextKind,
    UnknownCode,
)
from sync.codes.subject_code import CodeKind, SubjectCode, issue_code, read_code
from sync.keys.identity import SigningKey, generate_signing_key
from tests.fakes.entropy import SeededEntropy
from tests.fakes.local_records import CAI_MING, HOUSEHOLD, HOUSEHOLD_ID, PERSONS, FakeLocalRecords, record

TODAY = date(2026, 11, 22)
CITY = generate_signing_key(entropy=SeededEntropy("city"))
STRANGER = generate_signing_key(entropy=SeededEntropy("stranger"))


def printed(
    subject_id: str = HOUSEHOLD_ID,
    *,
    kind: CodeKind = CodeKind.HOUSEHOLD,
    issuer: SigningKey = CITY,
    until: date = date(2027, 11, 22),
) -> str:
    return issue_code(SubjectCode(kind, subject_id, date(2026, 1, 1), until), issuer)


@pytest.fixture
def records() -> FakeLocalRecords:
    return FakeLocalRecords()


@pytest.fixture
def resolver(records: FakeLocalRecords) -> CodeResolver:
    check: Callable[[str], SubjectCode] = lambda text: read_code(  # noqa: E731
        text, issuers=(CITY.verification,), today=TODAY
    )
    return CodeResolver(records, check_code=check, today=lambda: TODAY)


def test_a_printed_code_finds_its_household_and_masks_everyone(resolver: CodeResolver) -> None:
    outcome = resolver.resolve(printed())

    assert isinstance(outcome, KnownHousehold)
    assert (outcome.address, outcome.number) == ("象山路 12 号", "0921")
    assert [member.masked_name for member in outcome.members] == ["蔡*明", "蔡*珊", "许*英"]
    assert [member.age for member in outcome.members] == [46, 22, 44]


def test_a_person_code_finds_the_person_inside_their_household(resolver: CodeResolver) -> None:
    outcome = resolver.resolve(printed(CAI_MING, kind=CodeKind.PERSON))

    assert isinstance(outcome, KnownPerson)
    assert outcome.member.person_id == CAI_MING
    assert outcome.household is not None


def test_a_changed_code_is_forged_and_does_not_tell_whether_the_household_exists(
    resolver: CodeResolver,
) -> None:
    text = printed()
    changed = text[:-1] + ("0" if text[-1] != "0" else "1")

    assert isinstance(resolver.resolve(changed), ForgedCode)


def test_a_code_by_an_unknown_issuer_is_not_believed(resolver: CodeResolver) -> None:
    assert resolver.resolve(printed(issuer=STRANGER)) == ForgedCode("code-issuer-unknown")


def test_a_code_past_its_last_day_says_when_that_was(resolver: CodeResolver) -> None:
    assert resolver.resolve(printed(until=date(2026, 11, 21))) == ExpiredCode("2026-11-21")


def test_a_good_code_of_another_village_is_unknown_here(resolver: CodeResolver) -> None:
    outcome = resolver.resolve(printed("h-350582001005-0777"))

    assert outcome == UnknownCode(TextKind.SIGNED, "0777", subject_id="h-350582001005-0777")


def test_the_number_under_the_code_finds_the_household(resolver: CodeResolver) -> None:
    assert isinstance(resolver.resolve("921"), KnownHousehold)


def test_the_same_number_in_two_villages_is_no_answer(
    resolver: CodeResolver, records: FakeLocalRecords
) -> None:
    records.households.append(record("household", "h-350582001005-0921", household_no="0921"))

    assert resolver.resolve("0921") == UnknownCode(TextKind.HOUSEHOLD, "0921", typed_again="0921")


def test_an_identity_number_finds_its_person(resolver: CodeResolver) -> None:
    outcome = resolver.resolve(str(PERSONS[0].fields["id_no"]))

    assert isinstance(outcome, KnownPerson)


def test_an_identity_number_nobody_has_is_shown_masked(resolver: CodeResolver) -> None:
    outcome = resolver.resolve("350582199003229015")

    assert outcome == UnknownCode(TextKind.RESIDENT, "350582********9015", typed_again="350582199003229015")


def test_an_address_is_only_looked_at(resolver: CodeResolver) -> None:
    assert resolver.resolve("https://x.example/a") == OtherText(TextKind.ADDRESS, "https://x.example/a")


def test_a_member_without_a_household_record_still_shows(
    resolver: CodeResolver, records: FakeLocalRecords
) -> None:
    records.households.remove(HOUSEHOLD)

    outcome = resolver.resolve(printed(CAI_MING, kind=CodeKind.PERSON))

    assert isinstance(outcome, KnownPerson)
    assert outcome.household is None
