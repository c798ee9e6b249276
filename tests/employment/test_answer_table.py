"""Every shipped form's answers become edits of the right record, and of no other."""

import re

import pytest

from employment import (
    known_of_doubt,
    known_of_person,
    known_of_place,
    person_edits,
    person_prefill,
    placed_subject,
    settled_doubt,
    shipped_rule_pack,
)
from employment.answer_table import AnswerTable
from employment.errors import TableMalformedError
from employment.tables import shipped_answer_table
from resources import list_names, read_text

TABLE = shipped_answer_table()
FORMS = sorted(
    name.removeprefix("forms/").removesuffix(".xml") for name in list_names("forms", suffix=".xml")
)
CAI = {"person_name": "蔡志明", "id_no": "350582198005189016", "emp_status": "1"}
WU = {"person_name": "吴淑贞", "id_no": "350582198206120021", "emp_status": "2"}
HOUSEHOLD = {
    "/person_employment/member[1]/m_id/person_name": "蔡志明",
    "/person_employment/member[1]/m_emp/emp_status": "2",
    "/person_employment/member[1]/m_emp/employer_name": "晋江晨汐鞋业有限公司（演示）",
    "/person_employment/member[2]/m_id/id_no": "350582198206120021",
    "/person_employment/member[2]/m_emp/emp_status": "1",
    "/person_employment/member[3]/m_id/person_name": "蔡新生",
    "/person_employment/member[3]/m_emp/emp_status": "4",
}


def correcting(field: str, value: str) -> dict[str, str]:
    return {
        "/suspect_verify/case/field_ref": field,
        "/suspect_verify/act/result": "2",
        "/suspect_verify/act/new_value": value,
    }


def test_every_shipped_form_has_rows() -> None:
    assert sorted(TABLE.form_ids) == FORMS


@pytest.mark.parametrize("form_id", FORMS)
def test_every_row_is_a_question_of_its_form(form_id: str) -> None:
    asked = set(re.findall(r'nodeset="([^"]+)"', read_text(f"forms/{form_id}.xml")))
    written = {f"/{form_id}/{rule.path.replace('[]', '')}" for rule in TABLE.rules(form_id) if rule.path}

    assert written <= asked


def test_each_member_of_a_household_edits_their_own_record() -> None:
    cai, wu = person_edits(HOUSEHOLD, about=CAI), person_edits(HOUSEHOLD, about=WU)

    assert (cai["emp_status"], cai["employer_name"]) == ("2", "晋江晨汐鞋业有限公司（演示）")
    assert (wu["emp_status"], wu["employer_name"]) == ("1", None)


def test_somebody_we_hold_no_record_of_edits_nobody_s() -> None:
    assert person_edits(HOUSEHOLD, about={"person_name": "别人", "id_no": "350582197001010016"}) == {}


def test_a_number_that_is_put_right_still_is_of_the_same_name() -> None:
    values = {"/gig_register/who/person_name": "蔡志明", "/gig_register/who/id_no": "350582198005189017"}

    assert person_edits(values, about=CAI)["id_no"] == "350582198005189017"


def test_registering_somebody_else_for_gigs_changes_no_record() -> None:
    values = {"/gig_register/who/person_name": "别人", "/gig_register/who/id_no": "350582197001010016"}

    assert person_edits(values, about=CAI) == {}


def test_a_service_that_ended_in_work_ends_the_registration_as_unemployed() -> None:
    values = {
        "/service_record/res/result": "hired",
        "/service_record/res/hired_employer": "晋江晨汐鞋业有限公司（演示）",
        "/service_record/res/hired_on": "2026-11-20",
    }

    edits = person_edits(values, about=CAI)

    assert (edits["emp_status"], edits["status_since"]) == ("2", "2026-11-20")
    assert (edits["unemp_registered"], edits["unemp_reason"]) == (None, None)


@pytest.mark.parametrize("result", ["interview", "refuse", "done"])
def test_any_other_result_of_a_service_changes_nothing_about_work(result: str) -> None:
    assert person_edits({"/service_record/res/result": result}, about=CAI) == {}


def test_a_corrected_value_is_an_edit_of_the_field_in_doubt() -> None:
    assert person_edits(correcting("phone", "13805551234"), about=CAI) == {"phone": "13805551234"}


@pytest.mark.parametrize("field", ["emp_status", "household_id", "", "village"])
def test_what_is_no_plain_field_is_never_corrected_by_a_word(field: str) -> None:
    assert person_edits(correcting(field, "2"), about=CAI) == {}


def test_a_monitored_enterprise_edits_no_person() -> None:
    assert person_edits({"/enterprise_monitor/ent/uscc": "91350582MA3DEM0T05"}, about=CAI) == {}


def test_an_enterprise_is_named_by_its_number_and_lies_in_its_village() -> None:
    subject = placed_subject(
        "enterprise_monitor",
        {
            "/enterprise_monitor/ent/uscc": "91350582MA3DEM0T05",
            "/enterprise_monitor/site_place/site_village": "350582001014",
        },
    )

    assert (subject.id, subject.village) == ("e-91350582MA3DEM0T05", "350582001014")


def test_a_household_form_begins_with_the_household_and_the_first_member() -> None:
    known = known_of_person("p-1", CAI, household={"village": "350582001014", "address": "象山路 12 号"})

    begun = person_prefill(known, form_id="person_employment")

    assert begun["/person_employment/member[1]/m_id/person_name"] == "蔡志明"
    assert begun["/person_employment/res_place/res_town"] == "350582001"
    assert "/person_employment/member[1]/m_emp/emp_status" not in begun


@pytest.mark.parametrize(
    ("code", "levels"),
    [
        ("350582001014", ["res_county", "res_town", "res_village"]),
        ("350582001", ["res_county", "res_town"]),
        ("350582001000", ["res_county", "res_town"]),
        ("350582", ["res_county"]),
        ("", []),
    ],
)
def test_a_place_is_known_as_far_down_as_its_code_goes(code: str, levels: list[str]) -> None:
    assert list(known_of_place(code)) == levels


def test_the_verification_form_begins_with_the_doubt_in_both_languages() -> None:
    rule = shipped_rule_pack().rules["D10"]
    task = {"rule_id": "D10", "explanation": rule.explanation_zh, "question": rule.question_zh}
    known = known_of_doubt("t-1", task, rule=rule, person={"sex": "2"})

    begun = person_prefill(known, form_id="suspect_verify")

    assert begun["/suspect_verify/case/case_id"] == "t-1"
    assert begun["/suspect_verify/case/value_a"] == "2"
    assert begun["/suspect_verify/case/explain_en"] == rule.explanation_en


@pytest.mark.parametrize(("result", "settled"), [("1", "D41"), ("3", "D41"), ("2", None), ("8", None)])
def test_only_a_record_that_is_right_settles_a_doubt(result: str, settled: str | None) -> None:
    values = {"/suspect_verify/case/rule_id": "D41", "/suspect_verify/act/result": result}

    assert settled_doubt(values) == settled


def test_a_row_with_another_way_to_edit_is_refused() -> None:
    with pytest.raises(TableMalformedError):
        AnswerTable.parse("form_id\tpath\tfield\tshown\tedit\tcodes\nf\ta\tb\t\talways\t\n")


def test_a_gig_station_says_nothing_of_where_people_live() -> None:
    assert known_of_place("LGYZ-350582-001") == {}
    assert known_of_place("350582001") == {"res_county": "350582", "res_town": "350582001"}


def test_what_the_record_holds_is_given_in_the_words_of_the_form() -> None:
    known = {"emp_status": "1", "phone": "13805551234", "employer_name": ""}

    held = shipped_answer_table().last_time("employment_brief", known)

    assert held["/employment_brief/work/emp_status"] == "1"
    assert held["/employment_brief/who/phone"] == "13805551234"
    assert "/employment_brief/work/employer_name" not in held


def test_of_a_household_the_first_entry_is_the_one_known() -> None:
    held = shipped_answer_table().last_time("person_employment", {"person_name": "蔡志明"})

    assert held == {"/person_employment/member[1]/m_id/person_name": "蔡志明"}
