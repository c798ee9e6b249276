"""The monthly report of an enterprise: its code, its numbers, its warning, its vacancies."""

from collections.abc import Mapping

import pytest

from employment.social_credit_code import social_credit_check_character
from forms import Strength
from tests.forms_shipped.shipped import DEMO_USCC, TASK, fill, opened
from tests.scenario.form_scenario import Scenario

FORM = "/enterprise_monitor"
ENTERPRISE = {
    "uscc": DEMO_USCC,
    "ent_name": "晋江晨汐鞋业有限公司（演示）",
    "reg_type": "private",
    "industry": "C",
    "cluster": "c2",
    "ent_size": "M",
    "tax_a": "1",
    "is_soe": "0",
}
SITE = {"site_county": "350582", "site_town": "350582001", "site_village": "350582001014"}
STEADY = {"period": "2026-10", "begin_n": "300", "hired_n": "10", "lost_n": "0", "end_n": "310"}
VACANCY = {
    "p_title": "针车工",
    "p_num": "20",
    "p_min": "5500",
    "p_max": "9000",
    "p_night": "0",
    "p_intensity": "2",
    "p_hazard": "0",
    "p_dis_ok": "1",
    "p_room": "1",
    "p_valid": "2026-12-31",
}


@pytest.fixture
def report() -> Scenario:
    scenario = opened("enterprise_monitor")
    scenario.answer(f"{FORM}/consent_grp/consent", "1")
    fill(scenario, f"{FORM}/task", TASK)
    fill(scenario, f"{FORM}/ent", ENTERPRISE)
    fill(scenario, f"{FORM}/site_place", SITE)
    fill(scenario, f"{FORM}/contact", {"hr_name": "林秀梅", "hr_phone": "0595-22118888"})
    fill(scenario, f"{FORM}/flow", STEADY)
    fill(scenario, f"{FORM}/hire", {"plan_n": "10", "filled_n": "10"})
    scenario.answer(f"{FORM}/status/prod_status", "1")
    return scenario


def is_refused(scenario: Scenario, reference: str) -> bool:
    violation = scenario.violation(f"{FORM}/{reference}")
    return violation is not None and violation.code == "answer-refused"


def with_check(first17: str) -> str:
    return first17 + social_credit_check_character(first17)


def test_a_steady_month_needs_neither_leavers_nor_vacancies(report: Scenario) -> None:
    submission = report.finish()

    assert report.checked_by_server(submission).session.violations() == ()
    assert [name for name in submission.values if "/loss[" in name or "/post[" in name] == []
    assert submission.values[f"{FORM}/status/warn"] == "none"


def test_a_vacancy_is_published_where_people_are_missing(report: Scenario) -> None:
    fill(report, f"{FORM}/hire", {"filled_n": "6", "hire_diff": "3", "vacancy_n": "1"})

    fill(report, f"{FORM}/post[1]", VACANCY)

    submission = report.finish()
    assert submission.values[f"{FORM}/post[1]/p_title"] == "针车工"
    assert submission.values[f"{FORM}/status/warn"] == "yellow"


@pytest.mark.parametrize(
    "code", [DEMO_USCC, with_check("92350582MA00DEM01"), with_check("N2350582MF1234567")]
)
def test_a_right_credit_code_is_accepted(report: Scenario, code: str) -> None:
    report.answer(f"{FORM}/ent/uscc", code)

    assert not is_refused(report, "ent/uscc")


@pytest.mark.parametrize(
    "code",
    [
        DEMO_USCC[:17] + "6",
        DEMO_USCC[:-1],
        "91350582MAODEM0T05",
        "91350582MA3DEM0T0" + social_credit_check_character("91350582MA3DEM1T0"),
        DEMO_USCC.lower(),
    ],
)
def test_a_wrong_credit_code_is_refused(report: Scenario, code: str) -> None:
    report.answer(f"{FORM}/ent/uscc", code)

    assert is_refused(report, "ent/uscc")


@pytest.mark.parametrize(
    ("month", "refused"),
    [("2026-11", False), ("2026-12", True), ("2025-12", False), ("2026-13", True), ("202610", True)],
)
def test_the_month_is_not_in_the_future(report: Scenario, month: str, refused: bool) -> None:
    report.answer(f"{FORM}/flow/period", month)

    assert is_refused(report, "flow/period") is refused


def test_numbers_that_do_not_balance_must_be_verified(report: Scenario) -> None:
    report.answer(f"{FORM}/flow/end_n", "300")

    doubt = report.violation(f"{FORM}/flow/end_n")
    assert doubt is not None
    assert doubt.strength is Strength.MUST_VERIFY


def test_a_type_that_disagrees_with_the_code_is_a_hint(report: Scenario) -> None:
    report.answer(f"{FORM}/ent/reg_type", "indiv")

    doubt = report.violation(f"{FORM}/ent/reg_type")
    assert doubt is not None
    assert doubt.strength is Strength.HINT


def test_reasons_that_do_not_add_up_are_pointed_out(report: Scenario) -> None:
    fill(report, f"{FORM}/flow", {"lost_n": "12", "end_n": "298"})

    fill(report, f"{FORM}/loss[1]", {"loss_reason": "1", "loss_n": "9"})

    assert report.is_relevant(f"{FORM}/loss_chk/loss_warn")
    assert "（9）" in report.question(f"{FORM}/loss_chk/loss_warn").label


def test_reasons_that_add_up_are_quiet(report: Scenario) -> None:
    fill(report, f"{FORM}/flow", {"lost_n": "12", "end_n": "298"})
    fill(report, f"{FORM}/loss[1]", {"loss_reason": "1", "loss_n": "9"})

    report.add(f"{FORM}/loss")
    fill(report, f"{FORM}/loss[2]", {"loss_reason": "4", "loss_n": "3"})

    assert not report.is_relevant(f"{FORM}/loss_chk/loss_warn")


@pytest.mark.parametrize(
    ("flow", "hire", "status", "level"),
    [
        ({}, {"plan_n": "10", "filled_n": "8"}, "1", "blue"),
        ({}, {"plan_n": "5", "filled_n": "1"}, "1", "none"),
        ({"begin_n": "300", "lost_n": "16"}, {}, "1", "blue"),
        ({"begin_n": "10", "lost_n": "2"}, {}, "1", "none"),
        ({"begin_n": "180", "lost_n": "19"}, {}, "1", "yellow"),
        ({}, {}, "5", "red"),
    ],
)
def test_warnings_begin_at_their_thresholds(
    report: Scenario, flow: Mapping[str, str], hire: Mapping[str, str], status: str, level: str
) -> None:
    fill(report, f"{FORM}/flow", flow)
    fill(report, f"{FORM}/hire", hire)
    report.answer(f"{FORM}/status/prod_status", status)

    assert report.value(f"{FORM}/status/warn") == level


def test_a_mass_layoff_is_red_and_asks_whether_it_was_reported(report: Scenario) -> None:
    fill(report, f"{FORM}/flow", {"lost_n": "25", "end_n": "285"})

    report.answer(f"{FORM}/loss_chk/layoff20", "1")

    assert report.question(f"{FORM}/status/warn").choice_label == "红色预警"
    assert report.question(f"{FORM}/loss_chk/layoff_reported").is_required


@pytest.mark.parametrize("answer", [{"p_intensity": "3"}, {"p_hazard": "1"}, {"p_night": "1"}])
def test_heavy_hazardous_and_night_work_stays_out_of_the_disabled_zone(
    report: Scenario, answer: Mapping[str, str]
) -> None:
    fill(report, f"{FORM}/hire", {"filled_n": "6", "hire_diff": "3", "vacancy_n": "1"})
    fill(report, f"{FORM}/post[1]", VACANCY)

    fill(report, f"{FORM}/post[1]", answer)

    assert not report.is_relevant(f"{FORM}/post[1]/p_dis_ok")
