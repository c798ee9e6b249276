"""One act of service, recorded: what was done decides what is asked about it."""

from collections.abc import Mapping

import pytest

from tests.forms_shipped.shipped import CONSENT, TASK, fill, opened
from tests.scenario.form_scenario import Scenario

FORM = "/service_record"
PERSON = {"subject_ref": "p-350582001014-0902-1", "key_group": "migrant", "card": "1"}
REFERRAL = {
    "service_type": "job",
    "service_at": "2026-11-22T09:00:00.000+08:00",
    "way": "phone",
    "minutes": "15",
    "job_ref": "GW-0007",
    "job_employer": "晋江晨汐鞋业有限公司（演示）",
}


@pytest.fixture
def record() -> Scenario:
    scenario = opened("service_record", prefill={f"{FORM}/subj/subject_masked": "蔡*明"})
    fill(scenario, f"{FORM}/consent_grp", CONSENT)
    fill(scenario, f"{FORM}/task", TASK)
    fill(scenario, f"{FORM}/subj", PERSON)
    fill(scenario, f"{FORM}/svc", REFERRAL)
    fill(scenario, f"{FORM}/res", {"result": "going", "next_visit": "2026-12-01"})
    return scenario


def test_a_job_referral_is_recorded_and_accepted_by_the_server(record: Scenario) -> None:
    submission = record.finish()

    assert record.checked_by_server(submission).session.violations() == ()
    assert submission.values[f"{FORM}/svc/job_ref"] == "GW-0007"


@pytest.mark.parametrize(
    ("service", "question"),
    [("policy", "policy_name"), ("train", "course"), ("intern", "course"), ("subsidy", "subsidy_name")],
)
def test_the_service_decides_what_is_asked(record: Scenario, service: str, question: str) -> None:
    record.answer(f"{FORM}/svc/service_type", service)

    assert record.question(f"{FORM}/svc/{question}").is_required
    assert not record.is_relevant(f"{FORM}/svc/job_ref")


@pytest.mark.parametrize(
    ("result", "asked"),
    [("hired", ("hired_employer", "hired_on")), ("refuse", ("refuse_reason",))],
)
def test_the_result_decides_what_is_asked(record: Scenario, result: str, asked: tuple[str, ...]) -> None:
    record.answer(f"{FORM}/res/result", result)

    assert [record.question(f"{FORM}/res/{name}").is_required for name in asked] == [True] * len(asked)


@pytest.mark.parametrize(
    "answers",
    [
        {"svc/service_at": "2026-11-22T23:00:00.000+08:00"},
        {"svc/minutes": "481"},
        {"res/next_visit": "2026-11-22"},
        {"res/satisfaction": "6"},
    ],
)
def test_impossible_answers_are_refused(record: Scenario, answers: Mapping[str, str]) -> None:
    fill(record, FORM, answers)

    refused = [record.violation(f"{FORM}/{name}") for name in answers]
    assert [each.code for each in refused if each] == ["answer-refused"]


def test_without_separate_consent_there_is_no_photo_and_no_group(record: Scenario) -> None:
    record.answer(f"{FORM}/consent_grp/consent_sensitive", "0")

    assert not record.is_relevant(f"{FORM}/proof/photo")
    assert not record.is_relevant(f"{FORM}/subj/key_group")
    assert record.finish().values[f"{FORM}/subj/subject_ref"] == "p-350582001014-0902-1"
