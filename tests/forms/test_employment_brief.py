"""The brief employment form: made from its table, bilingual, and right about who is asked what."""

import subprocess
import sys
from pathlib import Path

import pytest

from forms import FormNotFinishedError, QuestionKind, convert_xlsform, load_form
from forms.xlsform import convert_with_warnings
from resources import file_path, read_bytes
from tests.scenario.form_scenario import Scenario

FORM = "forms/employment_brief"
WHO = "/employment_brief/who"
WORK = "/employment_brief/work"
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def brief() -> Scenario:
    return Scenario(read_bytes(f"{FORM}.xml"), prefill={f"{WHO}/person_name": "蔡志明"})


def test_the_checked_in_form_is_what_the_workbook_converts_to() -> None:
    assert convert_xlsform(read_bytes(f"{FORM}.xlsx"), form_name="employment_brief") == read_bytes(
        f"{FORM}.xml"
    )


def test_the_converter_has_nothing_to_warn_about() -> None:
    assert convert_with_warnings(read_bytes(f"{FORM}.xlsx"), form_name="employment_brief")[1] == ()


def test_the_workbook_is_what_the_table_says() -> None:
    script = [sys.executable, "scripts/make_forms.py", "--check"]

    checked = subprocess.run(script, cwd=ROOT, capture_output=True, text=True, check=False)

    assert (checked.returncode, checked.stdout) == (0, "")


def test_every_text_exists_in_both_languages() -> None:
    texts = load_form(read_bytes(f"{FORM}.xml")).translations.by_language

    assert set(texts["中文 (zh)"]) == set(texts["English (en)"])
    assert load_form(read_bytes(f"{FORM}.xml")).default_language == "中文 (zh)"


def test_two_pages_ask_for_the_fields_of_a_person(brief: Scenario) -> None:
    pages = brief.session.sections()

    names = [[reference.rpartition("/")[2] for reference in page.questions] for page in pages]
    assert names == [
        ["person_name", "relation", "consent", "phone"],
        ["emp_status", "unemp_reason", "unemp_registered", "emp_form", "employer_name", "status_since"],
    ]


def test_the_name_is_shown_and_cannot_be_changed(brief: Scenario) -> None:
    question = brief.question(f"{WHO}/person_name")

    assert (question.value, question.is_readonly, question.kind) == ("蔡志明", True, QuestionKind.TEXT)


def test_every_question_says_how_private_it_is_and_where_its_truth_lies(brief: Scenario) -> None:
    question = brief.question(f"{WHO}/phone")

    assert dict(question.binds) == {"qz:pii": "一般", "qz:source": "本人", "qz:validator": "cn_mobile"}


def test_someone_out_of_work_is_asked_why_and_not_for_whom_they_work(brief: Scenario) -> None:
    brief.answer(f"{WORK}/emp_status", "1")

    assert brief.is_relevant(f"{WORK}/unemp_reason")
    assert not brief.is_relevant(f"{WORK}/employer_name")


def test_someone_at_work_is_asked_for_whom(brief: Scenario) -> None:
    brief.answer(f"{WORK}/emp_status", "2")

    assert brief.is_relevant(f"{WORK}/emp_form")
    assert not brief.is_relevant(f"{WORK}/unemp_registered")


@pytest.mark.parametrize("number", ["12345678901", "1380013800", "138001380000"])
def test_a_number_that_is_no_mobile_is_refused(brief: Scenario, number: str) -> None:
    brief.answer(f"{WHO}/phone", number)

    violation = brief.violation(f"{WHO}/phone")
    assert violation is not None
    assert violation.message == "请输入11位手机号。"


def test_tomorrow_is_no_date_since_when(brief: Scenario) -> None:
    brief.answer(f"{WORK}/status_since", "2026-11-23")

    assert brief.violation(f"{WORK}/status_since") is not None


def test_a_refusal_stops_the_form(brief: Scenario) -> None:
    brief.answer(f"{WHO}/consent", "0")

    with pytest.raises(FormNotFinishedError):
        brief.finish()


def test_a_filled_form_can_be_finished_and_is_accepted_by_a_server(brief: Scenario) -> None:
    brief.answer(f"{WHO}/consent", "1")
    brief.answer(f"{WHO}/phone", "13800138000")
    brief.answer(f"{WORK}/emp_status", "1")
    brief.answer(f"{WORK}/unemp_reason", "02")
    brief.answer(f"{WORK}/unemp_registered", "1")

    submission = brief.finish()

    assert brief.checked_by_server(submission).session.violations() == ()
    assert submission.values[f"{WORK}/unemp_registered"] == "1"


def test_the_workbook_is_shipped_beside_the_form() -> None:
    assert file_path(f"{FORM}.xlsx").stat().st_size > 0
