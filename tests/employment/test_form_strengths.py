"""Rules inside a form: at which question, how strong, and the same verdict as on the record."""

from datetime import date

import pytest

from employment import (
    FormFinding,
    FormStrength,
    RuleContext,
    check,
    check_answers,
    shipped_references,
    shipped_rule_pack,
    strength_of,
)
from forms import Strength
from tests.employment.rule_cases import CASES, Case

PACK = shipped_rule_pack()
TODAY = RuleContext(today=date(2026, 11, 23), references=shipped_references())
FATHER = "350582198005189016"
ASKING_NOTHING = {"D04"}


def findings(answers: dict[str, str]) -> list[FormFinding]:
    return list(check_answers(PACK, answers, subject_id="h-1", context=TODAY))


@pytest.mark.parametrize(
    ("rule", "strength"),
    [
        ("D01", FormStrength.STOP),
        ("D12", FormStrength.STOP),
        ("D10", FormStrength.MUST_VERIFY),
        ("D06", FormStrength.MUST_VERIFY),
        ("D07", FormStrength.HINT),
        ("D03", FormStrength.HINT),
        ("D04", FormStrength.HINT),
    ],
)
def test_severity_becomes_strength(rule: str, strength: FormStrength) -> None:
    assert strength_of(PACK.rules[rule]) is strength


def test_only_errors_stop_a_form() -> None:
    stopping = {rule.id for rule in PACK.rules.values() if strength_of(rule) is FormStrength.STOP}

    assert stopping == {"D01", "D02", "D05", "D08", "D12"}


def test_strengths_are_spelled_as_the_form_engine_spells_them() -> None:
    assert [strength.value for strength in FormStrength] == [strength.value for strength in Strength]


def test_a_finding_stands_at_the_question_to_look_at_first() -> None:
    [finding] = findings({"/f/m_id/id_no": FATHER[:17] + "0", "/f/m_id/doc_type": "01"})

    assert (finding.rule.id, finding.strength) == ("D01", FormStrength.STOP)
    assert finding.reference == "/f/m_id/id_no"
    assert finding.references == ("/f/m_id/id_no", "/f/m_id/doc_type")


def test_each_entry_of_a_repeat_is_checked_on_its_own() -> None:
    found = findings(
        {
            "/f/member[1]/m_id/id_no": FATHER,
            "/f/member[1]/m_id/sex": "1",
            "/f/member[2]/m_id/id_no": FATHER,
            "/f/member[2]/m_id/sex": "2",
            "/f/member[10]/m_id/sex": "2",
        }
    )

    at_sex = [finding.reference for finding in found if finding.rule.id == "D10"]

    assert at_sex == ["/f/member[2]/m_id/sex"]


def test_an_answer_around_the_entries_is_found_once() -> None:
    found = findings({"/f/phone": "123", "/f/member[1]/sex": "1", "/f/member[2]/sex": "2"})

    assert [(finding.rule.id, finding.reference) for finding in found] == [("D06", "/f/phone")]


def test_entries_are_each_other_s_household() -> None:
    found = findings(
        {
            "/f/member[1]/id_no": FATHER,
            "/f/member[1]/emp_status": "2",
            "/f/member[2]/hard_cat": "Z1",
        }
    )

    assert ("D30", "/f/member[2]/hard_cat") in {(finding.rule.id, finding.reference) for finding in found}


def test_an_inner_repeat_is_no_other_member_of_the_household() -> None:
    found = findings(
        {
            "/f/member[1]/id_no": FATHER,
            "/f/member[1]/emp_status": "2",
            "/f/member[1]/hard_cat": "Z1",
            "/f/member[1]/job[1]/title": "缝纫工",
        }
    )

    evidence = [finding.doubt.evidence for finding in found if finding.rule.id == "D30"]
    assert evidence == [{"employed_members": "1"}]


def test_a_form_without_the_questions_of_any_rule_has_no_findings() -> None:
    assert findings({"/f/remark": "Lives with her mother"}) == []
    assert findings({}) == []


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_form_and_the_platform_come_to_the_same_doubts(case: Case) -> None:
    answers = {f"/f/{name}": "" if value is None else str(value) for name, value in case.fields.items()}
    as_stored = {name: value or None for name, value in case.fields.items()}

    in_form = check_answers(PACK, answers, subject_id="p-1", context=case.context)
    on_platform = check(PACK, as_stored, subject_id="p-1", context=case.context)

    asking = [doubt for doubt in on_platform if doubt.rule_id not in ASKING_NOTHING]
    assert [finding.doubt for finding in in_form] == asking


def test_what_holds_for_nearly_everybody_is_not_shown_in_a_form() -> None:
    answers = {"/f/id_no": FATHER, "/f/doc_type": "01"}
    on_platform = check(PACK, {"id_no": FATHER, "doc_type": "01"}, subject_id="p-1", context=TODAY)

    assert [doubt.rule_id for doubt in on_platform] == ["D04"]
    assert findings(answers) == []
