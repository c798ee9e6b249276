"""The gig register, filled at a station: who may register, what pay fits, whose dispatch is recorded."""

import pytest

from forms import FormNotFinishedError
from tests.forms_shipped.shipped import CONSENT, DEMO_ID, QINGYANG, TASK, demo_id, fill, opened
from tests.scenario.form_scenario import Scenario

FORM = "/gig_register"
WHO = {"id_no": DEMO_ID, "person_name": "蔡志明", "sex": "1", "phone": "16405954274"}
ABILITY = {"education": "71", "trades": "08 10", "exp_years": "12", "key_group": "migrant"}
TIME = {
    "days": "1 2 3",
    "slots": "am pm",
    "from_date": "2026-11-23",
    "want_county": "350582",
    "own_vehicle": "1",
}
PAY = {"pay_mode": "day", "pay_min": "220", "pay_daily": "1", "ins": "2 4", "accident_ins": "1"}


@pytest.fixture
def register() -> Scenario:
    scenario = opened("gig_register")
    fill(scenario, f"{FORM}/consent_grp", CONSENT)
    fill(scenario, f"{FORM}/task", TASK)
    fill(scenario, f"{FORM}/station", {"station_code": "LGYZ-350582-001", "scene": "village"})
    fill(scenario, f"{FORM}/who", WHO)
    fill(scenario, f"{FORM}/res_place", QINGYANG)
    fill(scenario, f"{FORM}/cap", ABILITY)
    fill(scenario, f"{FORM}/avail", TIME)
    fill(scenario, f"{FORM}/pay", PAY)
    fill(scenario, f"{FORM}/emerg", {"em_name": "林秀梅", "em_phone": "0595-22118888"})
    return scenario


def refused(scenario: Scenario, reference: str) -> bool:
    violation = scenario.violation(f"{FORM}/{reference}")
    return violation is not None and violation.code == "answer-refused"


def test_a_first_registration_needs_no_dispatch_and_is_accepted_by_the_server(register: Scenario) -> None:
    submission = register.finish()

    assert register.checked_by_server(submission).session.violations() == ()
    assert [name for name in submission.values if "/dispatch[" in name] == []


def test_a_dispatch_is_recorded_as_often_as_it_happened(register: Scenario) -> None:
    register.answer(f"{FORM}/dispatched/dispatch_count", "2")

    fill(
        register,
        f"{FORM}/dispatch[2]",
        {"d_order": "PG-0007", "d_employer": "晋江海丝纺织有限公司（演示）", "d_date": "2026-11-20"},
    )

    assert register.value(f"{FORM}/dispatch[2]/d_order") == "PG-0007"
    assert register.violation(f"{FORM}/dispatch[1]/d_order") is not None


def test_nobody_under_16_can_be_registered(register: Scenario) -> None:
    register.answer(f"{FORM}/who/id_no", demo_id("35058220111201901"))

    with pytest.raises(FormNotFinishedError) as stopped:
        register.finish()

    messages = {each.reference: each.message for each in stopped.value.violations}
    assert "不满16周岁" in messages[f"{FORM}/who/under_age"]


@pytest.mark.parametrize(
    ("mode", "amount", "is_refused"),
    [
        ("hour", "25", False),
        ("hour", "600", True),
        ("day", "79", True),
        ("day", "80", False),
        ("month", "6000", False),
        ("piece", "0", True),
    ],
)
def test_pay_has_to_fit_its_mode(register: Scenario, mode: str, amount: str, is_refused: bool) -> None:
    fill(register, f"{FORM}/pay", {"pay_mode": mode, "pay_min": amount})

    assert refused(register, "pay/pay_min") is is_refused


@pytest.mark.parametrize(
    ("number", "is_refused"),
    [
        ("13905950001", False),
        ("0595-22118888", False),
        ("0595-2211888", True),
        ("010-62288888", False),
        ("16405954274", True),
        ("4001234567", True),
    ],
)
def test_the_emergency_number_is_valid_and_another_one(
    register: Scenario, number: str, is_refused: bool
) -> None:
    register.answer(f"{FORM}/emerg/em_phone", number)

    assert refused(register, "emerg/em_phone") is is_refused


def test_an_electrician_is_asked_for_a_certificate_that_is_still_valid(register: Scenario) -> None:
    fill(register, f"{FORM}/cap", {"trades": "12", "special_cert": "1", "cert_expire": "2026-11-21"})

    assert refused(register, "cap/cert_expire")
    assert not register.is_relevant(f"{FORM}/cap/health_cert")


def test_experience_is_counted_from_the_working_age(register: Scenario) -> None:
    register.answer(f"{FORM}/cap/exp_years", "26")

    assert refused(register, "cap/exp_years")


def test_a_seventh_trade_is_too_many(register: Scenario) -> None:
    register.answer(f"{FORM}/cap/trades", "01 02 03 04 05 06 07")

    assert refused(register, "cap/trades")


def test_a_made_up_station_is_refused(register: Scenario) -> None:
    register.answer(f"{FORM}/station/station_code", "LGYZ-350600-001")

    assert refused(register, "station/station_code")
