"""Somebody no register holds comes to the counter: the city takes the form from where they live or came."""

import pytest

from forms import FormSubmission
from sync.change import FilledForm, VerdictState
from tests.forms_shipped.shipped import DEMO_ID, TASK
from tests.scenario.door import fill_at_the_door, hand_in
from tests.scenario.field_device import FieldDevice
from tests.scenario.office import CAI, OPERATOR, Office
from tests.scenario.realm import TOWNSHIP

CHECKED, APPLIED = (VerdictState.CHECKED, None), (VerdictState.APPLIED, None)
STATION = "LGYZ-350582-001"
NEWCOMER = "g-0f0e0d0c0b0a09080706050403020100"
ELSEWHERE = {"res_county": "350583", "res_town": "350583001", "res_village": "350583001001"}
HERE = {"res_county": "350582", "res_town": "350582001", "res_village": "350582001014"}


def registration(place: dict[str, str], station: str = STATION) -> dict[str, str]:
    groups = {
        "consent_grp": {"consent": "1", "consent_sensitive": "1", "consent_share": "1"},
        "task": TASK,
        "station": {"station_code": station, "scene": "park"},
        "who": {"id_no": DEMO_ID, "person_name": "陈阿强", "sex": "1", "phone": "13905950000"},
        "res_place": place,
        "cap": {"education": "71", "trades": "10", "exp_years": "3", "key_group": "none"},
        "avail": {
            "days": "6 7",
            "slots": "any",
            "from_date": "2026-12-01",
            "want_county": "350582",
            "own_vehicle": "1",
        },
        "pay": {"pay_mode": "day", "pay_min": "220", "pay_daily": "1", "ins": "0", "accident_ins": "1"},
        "emerg": {"em_name": "陈阿明", "em_phone": "13905950001"},
    }
    return {
        f"/gig_register/{group}/{name}": text
        for group, answers in groups.items()
        for name, text in answers.items()
    }


def post(office: Office, device: FieldDevice, finished: FormSubmission, subject_id: str) -> FilledForm:
    form = hand_in(finished, subject_id=subject_id, operator=OPERATOR, at_ms=office.clock.now_ms())
    device.post(form)
    office.desk.run_once()
    device.pull()
    return form


def filled(
    office: Office, device: FieldDevice, place: dict[str, str], station: str = STATION
) -> FormSubmission:
    return fill_at_the_door(registration(place, station), office=office, device_id=device.id)


def test_a_newcomer_who_lives_here_is_kept_under_a_subject_of_their_own(office: Office) -> None:
    device = office.enrol()

    form = post(office, device, filled(office, device, HERE), NEWCOMER)

    assert device.verdicts(form.id) == [CHECKED, APPLIED]
    assert office.rows("SELECT subject_id FROM city_submissions") == [(NEWCOMER,)]


def test_a_station_registers_whoever_comes(office: Office) -> None:
    device = office.enrol(scope=(STATION,))

    form = post(office, device, filled(office, device, ELSEWHERE), NEWCOMER)

    assert device.verdicts(form.id) == [CHECKED, APPLIED]


def test_a_towns_computer_registers_whoever_comes_to_a_station_of_its_county(office: Office) -> None:
    device = office.enrol(scope=(TOWNSHIP,))

    form = post(office, device, filled(office, device, ELSEWHERE), NEWCOMER)

    assert device.verdicts(form.id) == [CHECKED, APPLIED]
    assert office.rows("SELECT subject_id FROM city_submissions") == [(NEWCOMER,)]


def test_nobody_from_elsewhere_is_registered_for_a_station_of_another_county(office: Office) -> None:
    device = office.enrol(scope=(TOWNSHIP,))

    form = post(office, device, filled(office, device, ELSEWHERE, "LGYZ-350583-001"), NEWCOMER)

    assert device.verdicts(form.id) == [(VerdictState.RETURNED, "record-outside-scope")]
    assert office.rows("SELECT form_id FROM city_submissions") == []


@pytest.mark.parametrize("subject_id", ["p-350582001014-9999-1", "x-1", "e-91350582MA00000000"])
def test_an_invented_person_is_no_newcomer(office: Office, subject_id: str) -> None:
    device = office.enrol()

    form = post(office, device, filled(office, device, HERE), subject_id)

    assert device.verdicts(form.id) == [(VerdictState.RETURNED, "record-unknown")]


def test_a_newcomers_form_edits_nobody(office: Office) -> None:
    device = office.enrol()
    before = office.record("person", CAI)
    finished = filled(office, device, HERE)
    form = hand_in(finished, subject_id=NEWCOMER, operator=OPERATOR, at_ms=office.clock.now_ms())
    edits = {"phone": "13905950000"}
    change = office.change(device, form, edits, base=before.revision, record_id=CAI)

    device.post(form, change)
    office.desk.run_once()
    device.pull()

    assert device.verdicts(change.id) == [(VerdictState.RETURNED, "change-not-from-submission")]
    assert office.record("person", CAI).fields == before.fields
