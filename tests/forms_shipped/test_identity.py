"""Identity as the household survey and the gig register ask it: numbers, names, sex, age."""

import csv

import pytest

from forms import Strength
from resources import read_text
from tests.forms_shipped.shipped import CONSENT, DEMO_ID, demo_id, fill, opened
from tests.scenario.form_scenario import Scenario

WHO = "/gig_register/who"
RESIDENTS = list(csv.DictReader(read_text("demo/persons.tsv").splitlines(), delimiter="\t"))


@pytest.fixture
def register() -> Scenario:
    scenario = opened("gig_register")
    fill(scenario, "/gig_register/consent_grp", CONSENT)
    return scenario


def answer_id(register: Scenario, number: str, kind: str = "01") -> str:
    fill(register, f"{WHO}", {"doc_type": kind, "id_no": number})
    violation = register.violation(f"{WHO}/id_no")
    return violation.code if violation else ""


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        ("01", DEMO_ID),
        ("01", demo_id("35052219700101901")),
        ("01", demo_id("35058219960229901")),
        ("16", demo_id("81000019900101901")),
        ("07", "911124198108030024"),
        ("07", "CHN350012345678"),
        ("04", "H12345678"),
        ("06", "12345678"),
        ("08", "E12345678"),
    ],
)
def test_a_right_number_of_each_document_is_accepted(register: Scenario, kind: str, number: str) -> None:
    assert answer_id(register, number, kind) == ""


@pytest.mark.parametrize("resident", RESIDENTS[:12], ids=lambda resident: str(resident["id"]))
def test_the_residents_of_the_demonstration_are_accepted(
    register: Scenario, resident: dict[str, str]
) -> None:
    fill(register, WHO, {name: resident[name] for name in ("id_no", "person_name", "phone")})

    asked = ("id_no", "person_name", "phone")
    assert [register.violation(f"{WHO}/{name}") for name in asked] == [None] * 3


@pytest.mark.parametrize(
    ("kind", "number"),
    [
        ("01", DEMO_ID[:17] + "6"),
        ("01", DEMO_ID[:16] + "25"),
        ("01", DEMO_ID[:17]),
        ("01", demo_id("35058219900230901")),
        ("01", demo_id("35058219950229901")),
        ("01", demo_id("35058220990101901")),
        ("01", demo_id("81000019900101901")),
        ("16", DEMO_ID),
        ("07", "911124198108030025"),
        ("04", "12345678"),
        ("08", "护照12345"),
    ],
)
def test_a_wrong_number_is_refused(register: Scenario, kind: str, number: str) -> None:
    assert answer_id(register, number, kind) == "answer-refused"


@pytest.mark.parametrize(("first17", "age"), [("35058220091122901", "17"), ("35058220091123901", "16")])
def test_age_changes_on_the_birthday_itself(register: Scenario, first17: str, age: str) -> None:
    register.answer(f"{WHO}/id_no", demo_id(first17))

    assert register.value(f"{WHO}/age") == age


def test_a_sex_that_disagrees_with_the_number_must_be_verified_and_does_not_stop(register: Scenario) -> None:
    fill(register, WHO, {"id_no": DEMO_ID, "sex": "2"})

    doubt = register.violation(f"{WHO}/sex")
    assert doubt is not None
    assert doubt.strength is Strength.MUST_VERIFY


@pytest.mark.parametrize(
    ("question", "wrong"),
    [
        ("phone", "12345678901"),
        ("phone", "0595-22118880"),
        ("person_name", "蔡志明1"),
        ("person_name", "蔡，志明"),
        ("person_name", "蔡"),
    ],
)
def test_a_wrong_name_or_number_is_refused(register: Scenario, question: str, wrong: str) -> None:
    register.answer(f"{WHO}/{question}", wrong)

    refused = register.violation(f"{WHO}/{question}")
    assert refused is not None
    assert refused.code == "answer-refused"


@pytest.mark.parametrize("name", ["蔡志明", "阿依古丽·买买提", "Mary O'Neil", "𠮷田"])
def test_names_as_documents_write_them_are_accepted(register: Scenario, name: str) -> None:
    register.answer(f"{WHO}/person_name", name)

    assert register.violation(f"{WHO}/person_name") is None
