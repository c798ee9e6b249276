"""Before a form is finished and when it arrives: the record as the answers would leave it, asked once."""

from datetime import date

import pytest

from employment import (
    AnsweredAbout,
    FormFinding,
    FormStrength,
    RuleContext,
    check_character,
    review_answers,
    shipped_references,
    shipped_rule_pack,
    stopping,
    verified,
)

PACK = shipped_rule_pack()
CONTEXT = RuleContext(today=date(2026, 11, 23), references=shipped_references())
FIRST_OLD, FIRST_CHILD = "35058219500518901", "35058220120518002"
OLD_MAN = {"person_name": "蔡老伯", "id_no": FIRST_OLD + check_character(FIRST_OLD)}
YOUNG = "35058220040523901"
YOUNG_MAN = {"person_name": "蔡小弟", "id_no": YOUNG + check_character(YOUNG)}
CHILD = {"person_name": "蔡小妹", "id_no": FIRST_CHILD + check_character(FIRST_CHILD)}
WORK = "/employment_brief/work"


def review(answers: dict[str, str], **about: str) -> dict[str, FormFinding]:
    found = review_answers(PACK, answers, about=AnsweredAbout("p-1", about), context=CONTEXT)
    return {each.rule.id: each for each in found}


def test_a_rule_reads_what_the_record_knows_and_the_form_does_not_ask() -> None:
    found = review({f"{WORK}/emp_status": "1"}, **OLD_MAN)

    assert found["D14"].reference == f"{WORK}/emp_status"
    assert found["D14"].strength is FormStrength.MUST_VERIFY


def test_somebody_of_22_put_down_as_retired_is_looked_at_again() -> None:
    found = review({f"{WORK}/emp_status": "8"}, **YOUNG_MAN)

    assert found["D73"].reference == f"{WORK}/emp_status"
    assert found["D73"].strength is FormStrength.MUST_VERIFY


def test_a_child_at_work_stops_the_form() -> None:
    found = review({f"{WORK}/emp_status": "2"}, **CHILD)

    assert [each.rule.id for each in stopping(found.values())] == ["D12"]


def test_what_the_answers_empty_is_read_as_empty() -> None:
    assert "D21" not in review({f"{WORK}/emp_status": "1"}, employer_name="晋江晨汐鞋业有限公司（演示）")


def test_a_question_left_blank_is_remarked_upon_where_a_blank_says_something() -> None:
    employed = {f"{WORK}/emp_status": "2"}

    assert review({**employed, f"{WORK}/emp_form": ""})["D20"].reference == f"{WORK}/emp_form"
    assert "D20" not in review(employed)


def test_a_doubt_about_what_the_form_does_not_ask_is_not_given() -> None:
    assert review({"/employment_brief/who/phone": "13805551234"}, **OLD_MAN, sex="2") == {}


def test_a_name_that_is_only_shown_is_never_remarked_upon() -> None:
    assert review({"/employment_brief/who/person_name": "蔡 志明（象山）"}) == {}


def test_a_value_put_right_is_asked_about_at_its_own_question() -> None:
    answers = {
        "/suspect_verify/case/field_ref": "id_no",
        "/suspect_verify/act/new_value": "350582198005189017",
    }

    assert review(answers, **OLD_MAN)["D01"].reference == "/suspect_verify/act/new_value"


def test_an_entry_about_somebody_else_is_not_read_with_this_record() -> None:
    answers = {
        "/person_employment/member[1]/m_id/person_name": "蔡新生",
        "/person_employment/member[1]/m_emp/emp_status": "1",
    }

    assert "D14" not in review(answers, **OLD_MAN)


@pytest.mark.parametrize(
    ("said", "rules"),
    [
        ([], frozenset()),
        ([("D14", f"{WORK}/emp_status")], {"D14"}),
        ([("D14", "/elsewhere")], frozenset()),
        ([("D41", f"{WORK}/emp_status")], frozenset()),
    ],
)
def test_only_a_doubt_these_answers_raise_can_be_verified(
    said: list[tuple[str, str]], rules: set[str]
) -> None:
    found = review({f"{WORK}/emp_status": "1"}, **OLD_MAN)

    assert verified(found.values(), said) == rules
