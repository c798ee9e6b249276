"""The platform takes every shipped form: edits of a household's people, and reports about an enterprise."""

from collections.abc import Mapping

import pytest

from forms import FormSubmission
from sync.change import FilledForm, VerdictState
from tests.forms_shipped.shipped import DEMO_USCC, TASK
from tests.forms_shipped.test_enterprise_monitor import ENTERPRISE, SITE, STEADY
from tests.scenario.door import fill_at_the_door, hand_in
from tests.scenario.field_device import FieldDevice
from tests.scenario.office import CAI, OPERATOR, Office

CHECKED, APPLIED = (VerdictState.CHECKED, None), (VerdictState.APPLIED, None)


def in_group(group: str, answers: Mapping[str, str]) -> dict[str, str]:
    return {f"{group}/{name}": text for name, text in answers.items()}


REPORT = {
    "/enterprise_monitor/consent_grp/consent": "1",
    **in_group("/enterprise_monitor/task", TASK),
    **in_group("/enterprise_monitor/ent", ENTERPRISE),
    **in_group("/enterprise_monitor/site_place", SITE),
    **in_group("/enterprise_monitor/contact", {"hr_name": "林秀梅", "hr_phone": "0595-22118888"}),
    **in_group("/enterprise_monitor/flow", STEADY),
    **in_group("/enterprise_monitor/hire", {"plan_n": "10", "filled_n": "10"}),
    "/enterprise_monitor/status/prod_status": "1",
}
ELSEWHERE = in_group(
    "/enterprise_monitor/site_place",
    {"site_county": "350583", "site_town": "350583001", "site_village": "350583001001"},
)
SERVED = {
    "/service_record/consent_grp/consent": "2",
    "/service_record/consent_grp/consent_share": "0",
    **in_group("/service_record/task", TASK),
    "/service_record/subj/subject_ref": CAI,
    "/service_record/subj/key_group": "none",
    "/service_record/subj/card": "0",
    "/service_record/svc/service_type": "policy",
    "/service_record/svc/service_at": "2026-11-20T09:00:00.000+08:00",
    "/service_record/svc/way": "phone",
    "/service_record/svc/minutes": "20",
    "/service_record/svc/policy_name": "社会保险补贴",
    "/service_record/res/result": "hired",
    "/service_record/res/hired_employer": "晋江晨汐鞋业有限公司（演示）",
    "/service_record/res/hired_on": "2026-11-20",
}


def post(office: Office, device: FieldDevice, finished: FormSubmission, subject_id: str) -> FilledForm:
    form = hand_in(finished, subject_id=subject_id, operator=OPERATOR, at_ms=office.clock.now_ms())
    device.post(form)
    office.desk.run_once()
    device.pull()
    return form


def test_a_report_about_an_enterprise_is_kept_and_has_its_receipts(office: Office) -> None:
    device = office.enrol()
    finished = fill_at_the_door(REPORT, office=office, device_id=device.id)

    form = post(office, device, finished, f"e-{DEMO_USCC}")

    assert device.verdicts(form.id) == [CHECKED, APPLIED]
    kept = office.rows("SELECT form_id, subject_id FROM city_submissions")
    assert kept == [("enterprise_monitor", f"e-{DEMO_USCC}")]


@pytest.mark.parametrize(
    ("answers", "subject_id", "code"),
    [
        ({**REPORT, **ELSEWHERE}, f"e-{DEMO_USCC}", "record-outside-scope"),
        (REPORT, "e-91350582MA00000000", "submission-not-valid"),
        (REPORT, CAI, "submission-not-valid"),
    ],
)
def test_a_report_from_elsewhere_or_under_another_name_is_returned(
    office: Office, answers: dict[str, str], subject_id: str, code: str
) -> None:
    device = office.enrol()
    finished = fill_at_the_door(answers, office=office, device_id=device.id)

    form = post(office, device, finished, subject_id)

    assert device.verdicts(form.id) == [(VerdictState.RETURNED, code)]
    assert office.rows("SELECT form_id FROM city_submissions") == []


def test_a_service_that_ended_in_work_changes_the_record(office: Office) -> None:
    device = office.enrol()
    visit = office.visit(device, SERVED)

    device.post(visit.form, visit.change)
    office.desk.run_once()
    device.pull()

    assert device.verdicts(visit.change.id) == [CHECKED, APPLIED]
    fields = office.record("person", CAI).fields
    assert (fields["emp_status"], fields["employer_name"]) == ("2", "晋江晨汐鞋业有限公司（演示）")


def test_a_form_about_one_person_edits_nobody_they_live_with(office: Office) -> None:
    device = office.enrol()
    visit = office.visit(device, SERVED)
    mate = next(
        state.record_id
        for state in device.states("person").values()
        if state.fields["household_id"] == office.record("person", CAI).belongs_to and state.record_id != CAI
    )
    foreign = office.change(
        device,
        visit.form,
        dict(visit.change.edits),
        base=office.record("person", mate).revision,
        record_id=mate,
    )

    device.post(visit.form, foreign)
    office.desk.run_once()
    device.pull()

    assert device.verdicts(foreign.id) == [(VerdictState.RETURNED, "change-not-from-submission")]
