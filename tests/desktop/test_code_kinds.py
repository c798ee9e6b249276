"""Every kind of code there is, on the scanning page: what it is taken for, and what may be done with it."""

from datetime import date

import pytest

from desktop.capture.code_resolution import CodeResolver
from desktop.capture.outcome_words import OutcomeWords
from desktop.capture.outcomes import (
    GigStation,
    KnownEnterprise,
    KnownHousehold,
    KnownPerson,
    KnownTask,
    OtherText,
    Outcome,
    TextKind,
    UnknownCode,
)
from desktop.capture.scan_screen import ScanChoice, ScanOrigin
from desktop.capture.web_codes import find_plate_code
from desktop.code_lists import CodeLists
from resources.words import Words
from sync.codes.subject_code import CodeKind, SubjectCode, issue_code, read_code
from sync.keys.identity import generate_signing_key
from tests.fakes.entropy import SeededEntropy
from tests.fakes.local_records import CAI_MING, HOUSEHOLD_ID, PERSONS, FakeLocalRecords, id_number, record

TODAY = date(2026, 11, 22)
ISSUER = generate_signing_key(entropy=SeededEntropy("township"))
USCC = "91350582MA3DEM0T05"
TASK = "t-00000000000000000000000000000001"
NEWCOMER = "g-0f0e0d0c0b0a09080706050403020100"
PLATE = "350582001014000921"


def signed(kind: CodeKind, subject_id: str) -> str:
    return issue_code(SubjectCode(kind, subject_id, date(2026, 1, 1), date(2027, 1, 1)), ISSUER)


@pytest.fixture
def records() -> FakeLocalRecords:
    made = FakeLocalRecords()
    made.others = {
        TASK: record("task", TASK, title="核实就业状态", subject_id=CAI_MING, due_on="2026-11-25"),
        f"e-{USCC}": record("enterprise", f"e-{USCC}", ent_name="晋江晨汐鞋业有限公司（演示）"),
    }
    made.households = [record("household", HOUSEHOLD_ID, address="象山路 12 号", door_plate=PLATE)]
    return made


def resolve(records: FakeLocalRecords, text: str) -> Outcome:
    verification = ISSUER.verification
    resolver = CodeResolver(
        records,
        check_code=lambda code: read_code(code, issuers=[verification], today=TODAY),
        today=lambda: TODAY,
    )
    return resolver.resolve(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (signed(CodeKind.HOUSEHOLD, HOUSEHOLD_ID), KnownHousehold),
        (signed(CodeKind.PERSON, CAI_MING), KnownPerson),
        (signed(CodeKind.GIG, CAI_MING), KnownPerson),
        (signed(CodeKind.TASK, TASK), KnownTask),
        (signed(CodeKind.STATION, "LGYZ-350582-001"), GigStation),
        ("LGYZ-350582-001", GigStation),
        (str(PERSONS[0].fields["id_no"]), KnownPerson),
        ("13805551234", KnownPerson),
        (USCC, KnownEnterprise),
        (f"https://www.gsxt.gov.cn/scan?uniscid={USCC}", KnownEnterprise),
        (f"https://dz.example.gov.cn/q?dzbm={PLATE}", KnownHousehold),
        (f"http://mp.example.cn/mp/{PLATE}", KnownHousehold),
    ],
)
def test_a_code_of_ours_is_known_for_what_it_is(
    records: FakeLocalRecords, text: str, kind: type[Outcome]
) -> None:
    assert isinstance(resolve(records, text), kind)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        (signed(CodeKind.GIG, NEWCOMER), TextKind.GIG),
        (signed(CodeKind.TASK, "t-2"), TextKind.TASK),
        (id_number("35052119900304122"), TextKind.RESIDENT),
        ("13900009999", TextKind.PHONE),
        ("https://dz.example.gov.cn/q?dzbm=999999999999", TextKind.PLATE),
    ],
)
def test_a_code_nobody_here_has_is_unknown_and_not_just_text(
    records: FakeLocalRecords, text: str, kind: TextKind
) -> None:
    outcome = resolve(records, text)

    assert isinstance(outcome, UnknownCode)
    assert outcome.kind is kind


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("91350582MA00000000", TextKind.TEXT),
        ("https://pay.example.cn/a?b=c", TextKind.ADDRESS),
        ("青阳街道便民服务中心", TextKind.TEXT),
        ("BEGIN:VCARD\nFN:蔡志明\nEND:VCARD", TextKind.TEXT),
    ],
)
def test_anything_else_is_shown_as_text(records: FakeLocalRecords, text: str, kind: TextKind) -> None:
    assert resolve(records, text) == OtherText(kind, text)


def test_an_invitation_is_told_and_its_secret_is_not_shown(records: FakeLocalRecords, words: Words) -> None:
    outcome = resolve(records, "QZI1:6BFOXN%TS3DH0YOJAY")
    card = OutcomeWords(words, CodeLists("zh_CN")).card(outcome, origin=ScanOrigin.SCANNER, chosen=None)

    assert outcome == OtherText(TextKind.INVITATION, "")
    assert "6BFOXN" not in repr(card)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        (signed(CodeKind.TASK, TASK), ScanChoice.VERIFY),
        ("LGYZ-350582-001", ScanChoice.REGISTER),
        (signed(CodeKind.GIG, NEWCOMER), ScanChoice.REGISTER),
        (USCC, ScanChoice.MONITOR),
        (signed(CodeKind.PERSON, CAI_MING), ScanChoice.COLLECT),
    ],
)
def test_the_first_act_of_a_card_is_what_one_came_for(
    records: FakeLocalRecords, words: Words, text: str, first: ScanChoice
) -> None:
    outcome = resolve(records, text)
    card = OutcomeWords(words, CodeLists("zh_CN")).card(outcome, origin=ScanOrigin.SCANNER, chosen=None)

    assert card.acts[0].choice is first


@pytest.mark.parametrize(
    "address",
    [
        "https://example.cn/q?dzbm=../../etc/passwd",
        "https://example.cn/q?dzbm=12",
        "https://example.cn/350582001014000921",
        "http://[::1",
    ],
)
def test_an_address_that_names_no_plate_names_none(address: str) -> None:
    assert find_plate_code(address) is None
