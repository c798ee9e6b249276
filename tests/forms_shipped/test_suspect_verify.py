"""A doubt checked on the spot: what was sent is shown and kept, and a result fits what happened."""

import pytest

from forms import FormError
from tests.forms_shipped.shipped import EN, fill, opened
from tests.scenario.form_scenario import Scenario

FORM = "/suspect_verify"
SENT = {
    "task_id": "t-0001",
    "case_id": "YD-2026-0001",
    "rule_id": "D41",
    "entity_type": "person",
    "subject_ref": "hm7Q2",
    "subject_masked": "蔡*明",
    "stype": "conflict",
    "field_name": "emp_status",
    "value_a": "1",
    "value_b": "2",
    "source_b": "社保",
    "explain_zh": "登记失业但同期有职工社保缴费。",
    "explain_en": "Registered as unemployed but paid for as an employee.",
    "ask_zh": "请询问是否已上班或挂靠缴费。",
    "ask_en": "Please ask whether the person works or is only insured there.",
    "deadline": "2026-11-30",
}
MET = {"attempt": "1", "contact_at": "2026-11-22T09:10:00.000+08:00", "way": "visit", "reached": "1"}


@pytest.fixture
def check() -> Scenario:
    prefill = {f"{FORM}/case/{name}": value for name, value in SENT.items()}
    scenario = opened("suspect_verify", prefill=prefill)
    fill(scenario, f"{FORM}/consent_grp", {"consent": "1", "consent_sensitive": "1"})
    fill(scenario, f"{FORM}/act", MET)
    return scenario


def is_refused(scenario: Scenario, name: str) -> bool:
    violation = scenario.violation(f"{FORM}/act/{name}")
    return violation is not None and violation.code == "answer-refused"


def test_a_correction_is_recorded_with_its_evidence(check: Scenario) -> None:
    fill(check, f"{FORM}/act", {"result": "2", "new_value": "2", "evidence": "ins"})

    submission = check.finish()

    assert check.checked_by_server(submission).session.violations() == ()
    assert submission.values[f"{FORM}/act/new_value"] == "2"


def test_the_doubt_is_shown_in_the_language_of_the_officer(check: Scenario) -> None:
    chinese = check.question(f"{FORM}/case/ask").label

    check.session.set_language(EN)

    assert chinese == "请核实：请询问是否已上班或挂靠缴费。"
    assert check.question(f"{FORM}/case/ask").label.startswith("Please verify: Please ask")


def test_what_the_platform_sent_cannot_be_changed(check: Scenario) -> None:
    with pytest.raises(FormError) as refused:
        check.answer(f"{FORM}/case/value_a", "2")

    assert refused.value.code == "question-readonly"
    assert check.value(f"{FORM}/case/value_a") == "1"


def test_a_correction_differs_from_what_was_there(check: Scenario) -> None:
    fill(check, f"{FORM}/act", {"result": "2", "new_value": "1"})

    assert is_refused(check, "new_value")


@pytest.mark.parametrize(
    ("reached", "attempt", "result", "refused"),
    [
        ("0", "2", "8", True),
        ("0", "3", "8", False),
        ("1", "3", "8", True),
        ("0", "1", "7", True),
        ("1", "1", "7", False),
        ("1", "1", "4", True),
        ("0", "1", "4", False),
        ("1", "1", "6", True),
    ],
)
def test_a_result_fits_what_happened(
    check: Scenario, reached: str, attempt: str, result: str, refused: bool
) -> None:
    fill(check, f"{FORM}/act", {"reached": reached, "attempt": attempt, "result": result})

    assert is_refused(check, "result") is refused


def test_who_confirmed_it_is_asked_only_if_somebody_else_did(check: Scenario) -> None:
    fill(check, f"{FORM}/act", {"reached": "0", "result": "4"})
    is_asked = check.is_relevant(f"{FORM}/act/by_whom")

    fill(check, f"{FORM}/act", {"attempt": "3", "result": "8"})

    assert is_asked
    assert not check.is_relevant(f"{FORM}/act/by_whom")


def test_nobody_reached_is_recorded_by_statutory_duty(check: Scenario) -> None:
    check.answer(f"{FORM}/consent_grp/consent", "2")

    fill(check, f"{FORM}/act", {"reached": "0", "attempt": "3", "result": "8", "way": "phone"})

    assert check.finish().values[f"{FORM}/act/result"] == "8"


def test_without_separate_consent_there_is_neither_photo_nor_location(check: Scenario) -> None:
    fill(check, f"{FORM}/act", {"result": "2", "new_value": "2", "evidence": "ins"})

    check.answer(f"{FORM}/consent_grp/consent_sensitive", "0")

    assert not check.is_relevant(f"{FORM}/act/evidence_photo")
    assert not check.is_relevant(f"{FORM}/act/gps")


def test_the_officer_cannot_review_the_own_work(check: Scenario) -> None:
    assert not check.is_relevant(f"{FORM}/review/reviewed")


def test_the_review_is_open_when_the_platform_asks_for_it() -> None:
    review = opened("suspect_verify", prefill={f"{FORM}/case/review_stage": "1"})

    review.answer(f"{FORM}/review/reviewed", "0")

    assert review.question(f"{FORM}/review/review_note").is_required
