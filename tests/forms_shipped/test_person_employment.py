"""The household survey, filled at a door of 青阳街道: who is asked what, and what is refused."""

from collections.abc import Mapping

import pytest

from forms import FormNotFinishedError, QuestionKind, Strength
from tests.forms_shipped.shipped import (
    CONSENT,
    DEMO_ID,
    DEMO_USCC,
    QINGYANG,
    TASK,
    demo_id,
    fill,
    opened,
)
from tests.scenario.form_scenario import Scenario

FORM = "/person_employment"
FIRST, SECOND = f"{FORM}/member[1]", f"{FORM}/member[2]"

HOUSEHOLD = {"household_no": "0921", "address": "象山路 12 号", "labour_count": "1", "member_count": "1"}
CAI = {
    "relation": "0",
    "id_no": DEMO_ID,
    "person_name": "蔡志明",
    "sex": "1",
    "phone": "16405954274",
    "hukou": "12",
    "hukou_place": "1",
}
SCHOOLING = {"education": "71", "grad_year": "2000", "key_group": "migrant"}
OUT_OF_WORK = {
    "emp_status": "1",
    "status_since": "2025-06-30",
    "unemp_reason": "02",
    "unemp_registered": "1",
    "unemp_reg_date": "2025-07-15",
    "want_job": "1",
}
WISH = {
    "want_occ": "缝纫工",
    "want_cluster": "c1 c2",
    "want_wage_min": "5000",
    "want_place": "3",
    "shift_ok": "0",
}
HELP = {"service_need": "job train", "train_want": "1", "train_topic": "电工"}


@pytest.fixture
def survey() -> Scenario:
    scenario = opened("person_employment")
    fill(scenario, f"{FORM}/consent_grp", CONSENT)
    fill(scenario, f"{FORM}/task", TASK)
    fill(scenario, f"{FORM}/res_place", QINGYANG)
    fill(scenario, f"{FORM}/hh", HOUSEHOLD)
    return scenario


@pytest.fixture
def cai(survey: Scenario) -> Scenario:
    fill(survey, f"{FIRST}/m_id", CAI)
    fill(survey, f"{FIRST}/m_edu", SCHOOLING)
    return survey


def test_a_visit_to_an_unemployed_resident_is_recorded_and_accepted_by_the_server(cai: Scenario) -> None:
    fill(cai, f"{FIRST}/m_emp", OUT_OF_WORK)
    fill(cai, f"{FIRST}/m_seek", WISH)
    fill(cai, f"{FIRST}/m_help", HELP)
    fill(cai, f"{FORM}/sign", {"verify_way": "visit", "evidence": "id"})

    submission = cai.finish()

    assert cai.checked_by_server(submission).session.violations() == ()
    assert submission.values[f"{FIRST}/m_id/birth_date"] == "1985-03-02"
    assert submission.values[f"{FIRST}/m_id/age"] == "41"
    assert submission.values[f"{FORM}/res_place/res_village"] == "350582001014"


def test_someone_at_work_is_asked_for_the_employer_and_never_for_a_job_wish(cai: Scenario) -> None:
    fill(
        cai,
        f"{FIRST}/m_emp",
        {"emp_status": "2", "emp_form": "10", "employer_name": "晋江晨汐鞋业有限公司（演示）"},
    )
    fill(cai, f"{FIRST}/m_emp", {"employer_uscc": DEMO_USCC, "industry": "C", "cluster": "c2"})

    assert cai.violation(f"{FIRST}/m_emp/employer_uscc") is None
    assert not cai.is_relevant(f"{FIRST}/m_seek/want_occ")
    assert not cai.is_relevant(f"{FIRST}/m_emp/unemp_reason")


def test_occupations_follow_the_cluster_and_the_others_stay_offered(cai: Scenario) -> None:
    fill(cai, f"{FIRST}/m_emp", {"emp_status": "2", "emp_form": "22", "cluster": "c2"})

    offered = cai.choices(f"{FIRST}/m_emp/occupation")
    cai.answer(f"{FIRST}/m_emp/occupation", "c0-99")

    assert {code.partition("-")[0] for code in offered} == {"c2", "c0"}
    assert cai.question(f"{FIRST}/m_emp/occupation_other").is_required


def test_a_refusal_of_sensitive_data_asks_for_the_birth_date_instead_of_the_number(survey: Scenario) -> None:
    survey.answer(f"{FORM}/consent_grp/consent_sensitive", "0")

    survey.answer(f"{FIRST}/m_id/birth_manual", "1985-03-02")

    assert not survey.is_relevant(f"{FIRST}/m_id/id_no")
    assert not survey.is_relevant(f"{FIRST}/m_edu/key_group")
    assert not survey.is_relevant(f"{FORM}/hh/gps")
    assert survey.value(f"{FIRST}/m_id/age") == "41"


def test_a_statutory_duty_needs_no_separate_consent(survey: Scenario) -> None:
    survey.answer(f"{FORM}/consent_grp/consent", "2")

    assert not survey.is_relevant(f"{FORM}/consent_grp/consent_sensitive")
    assert survey.is_relevant(f"{FIRST}/m_id/id_no")


def test_under_16_nothing_about_work_is_asked(survey: Scenario) -> None:
    survey.answer(f"{FIRST}/m_id/id_no", demo_id("35058220111201901"))

    assert not survey.is_relevant(f"{FIRST}/m_emp/emp_status")
    assert not survey.is_relevant(f"{FIRST}/m_help/service_need")
    assert not survey.is_relevant(f"{FIRST}/m_id/guardian_consent")


def test_under_14_a_guardian_has_to_consent(survey: Scenario) -> None:
    survey.answer(f"{FIRST}/m_id/id_no", demo_id("35058220150601901"))

    survey.answer(f"{FIRST}/m_id/guardian_consent", "0")

    refused = survey.violation(f"{FIRST}/m_id/guardian_consent")
    assert refused is not None
    assert refused.strength is Strength.STOP


def test_each_further_member_is_asked_for_consent_and_numbered_by_the_count(cai: Scenario) -> None:
    cai.answer(f"{FORM}/hh/member_count", "2")

    assert not cai.is_relevant(f"{FIRST}/m_consent_grp/m_consent")
    assert cai.is_relevant(f"{SECOND}/m_consent_grp/m_consent")


def test_a_member_who_keeps_sensitive_data_back_is_not_asked_for_the_number(cai: Scenario) -> None:
    cai.answer(f"{FORM}/hh/member_count", "2")

    fill(cai, f"{SECOND}/m_consent_grp", {"m_consent": "1", "m_consent_sensitive": "0"})

    assert not cai.is_relevant(f"{SECOND}/m_id/id_no")
    assert cai.is_relevant(f"{FIRST}/m_id/id_no")


def test_a_member_who_refuses_stops_the_form_until_left_out(cai: Scenario) -> None:
    cai.answer(f"{FORM}/hh/member_count", "2")
    cai.answer(f"{SECOND}/m_consent_grp/m_consent", "0")
    before = [each.reference for each in cai.session.violations() if each.code == "answer-refused"]

    cai.answer(f"{FORM}/hh/member_count", "1")

    assert before == [f"{SECOND}/m_consent_grp/m_consent"]
    assert [each for each in cai.session.violations() if each.code == "answer-refused"] == []


def test_a_disability_certificate_begins_with_the_identity_number(cai: Scenario) -> None:
    cai.answer(f"{FIRST}/m_edu/key_group", "disabled")

    cai.answer(f"{FIRST}/m_dis/dis_no", f"{DEMO_ID}43B1")

    assert cai.violation(f"{FIRST}/m_dis/dis_no") is None
    assert cai.question(f"{FIRST}/m_dis/dis_type").choice_label == "肢体残疾"
    assert cai.question(f"{FIRST}/m_dis/dis_grade").choice_label == "三级（中度）"


def test_none_of_these_groups_stands_alone(cai: Scenario) -> None:
    cai.answer(f"{FIRST}/m_edu/key_group", "none veteran")

    assert cai.violation(f"{FIRST}/m_edu/key_group") is not None


def test_hardship_is_for_the_registered_unemployed(cai: Scenario) -> None:
    fill(cai, f"{FIRST}/m_emp", OUT_OF_WORK)

    assert cai.is_relevant(f"{FIRST}/m_help/hard_cat")


@pytest.mark.parametrize("answers", [{"unemp_registered": "0"}, {"emp_status": "6"}])
def test_hardship_is_for_nobody_else(cai: Scenario, answers: Mapping[str, str]) -> None:
    fill(cai, f"{FIRST}/m_emp", OUT_OF_WORK)

    fill(cai, f"{FIRST}/m_emp", answers)

    assert not cai.is_relevant(f"{FIRST}/m_help/hard_cat")


def test_nothing_is_wished_for_somebody_who_is_gone(cai: Scenario) -> None:
    cai.answer(f"{FIRST}/m_emp/emp_status", "9")

    assert not cai.is_relevant(f"{FIRST}/m_help/service_need")
    assert not cai.is_relevant(f"{FIRST}/m_emp/status_since")


def test_a_category_too_young_for_must_be_verified(cai: Scenario) -> None:
    fill(cai, f"{FIRST}/m_emp", OUT_OF_WORK)

    cai.answer(f"{FIRST}/m_help/hard_cat", "U1")

    doubt = cai.violation(f"{FIRST}/m_help/hard_cat")
    assert doubt is not None
    assert doubt.strength is Strength.MUST_VERIFY


def test_warnings_are_notes_that_come_and_go(cai: Scenario) -> None:
    warning = f"{FIRST}/m_edu/grad_warn"
    assert not cai.is_relevant(warning)

    cai.answer(f"{FIRST}/m_edu/grad_year", "1990")

    assert cai.is_relevant(warning)
    assert cai.question(warning).kind is QuestionKind.NOTE


def test_a_form_with_open_questions_names_them(survey: Scenario) -> None:
    with pytest.raises(FormNotFinishedError) as stopped:
        survey.finish()

    assert f"{FIRST}/m_id/id_no" in {each.reference for each in stopped.value.violations}
