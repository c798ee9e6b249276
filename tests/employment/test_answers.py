import re

from lxml import etree

from employment import person_edits, person_prefill
from employment.table import parse_table
from resources import read_bytes, read_text

UNEMPLOYED = {
    "/employment_brief/who/person_name": "蔡志明",
    "/employment_brief/who/phone": "16405954274",
    "/employment_brief/work/emp_status": "1",
    "/employment_brief/work/unemp_reason": "02",
    "/employment_brief/work/unemp_registered": "1",
    "/employment_brief/work/status_since": "2026-10-08",
}


def test_answers_become_edits_of_the_person() -> None:
    edits = person_edits(UNEMPLOYED)

    assert edits == {
        "phone": "16405954274",
        "emp_status": "1",
        "unemp_reason": "02",
        "unemp_registered": "1",
        "employer_name": None,
        "emp_form": None,
        "status_since": "2026-10-08",
    }


def test_finding_work_ends_the_registration_as_unemployed() -> None:
    edits = person_edits(
        {
            "/employment_brief/work/emp_status": "2",
            "/employment_brief/work/employer_name": "晋江晨汐鞋业有限公司（演示）",
            "/employment_brief/work/emp_form": "10",
        }
    )

    assert (edits["unemp_registered"], edits["unemp_reason"]) == (None, None)
    assert edits["employer_name"] == "晋江晨汐鞋业有限公司（演示）"


def test_what_is_shown_for_recognition_is_never_an_edit() -> None:
    shown = {"/employment_brief/who/relation": "0", "/employment_brief/who/consent": "1"}

    assert {"person_name", "relation", "consent"}.isdisjoint(person_edits({**UNEMPLOYED, **shown}))


def test_every_question_of_the_form_that_is_an_edit_is_known() -> None:
    form = read_text("forms/employment_brief.xml")
    questions = set(re.findall(r'nodeset="(/employment_brief/(?:who|work)/\w+)"', form))
    shown = {f"/employment_brief/who/{name}" for name in ("person_name", "relation", "consent")}

    edits = person_edits(dict.fromkeys(questions, "1"))

    assert {path.rpartition("/")[2] for path in questions - shown} == set(edits)


def test_codes_of_the_form_are_the_codes_of_the_lists() -> None:
    ours = {
        (row["list_name"], row["code"]) for row in parse_table(read_text("lists/choices.tsv"), columns=())
    }
    form = etree.fromstring(read_bytes("forms/employment_brief.xml"))
    lists = form.iterfind(".//{*}instance[@id]")

    asked = {(each.get("id"), name.text) for each in lists for name in each.iterfind(".//{*}name")}

    assert asked == {(name, code) for name, code in ours if name in {name for name, _ in asked}}


def test_phone_left_empty_keeps_the_known_one() -> None:
    assert "phone" not in person_edits({**UNEMPLOYED, "/employment_brief/who/phone": ""})


def test_form_without_a_status_changes_nothing_about_work() -> None:
    assert person_edits({"/employment_brief/who/phone": "16405954274"}) == {"phone": "16405954274"}


def test_paths_of_other_forms_are_ignored() -> None:
    assert person_edits({"/gig_register/work/emp_status": "1"}) == {}


def test_a_form_starts_with_what_is_known_of_the_person_and_asks_the_status_anew() -> None:
    known = {"person_name": "蔡志明", "phone": "16405954274", "relation": None, "emp_status": "2"}

    assert person_prefill(known) == {
        "/employment_brief/who/person_name": "蔡志明",
        "/employment_brief/who/phone": "16405954274",
    }
