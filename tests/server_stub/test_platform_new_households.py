"""A household no register holds: the city takes its form from a device in whose places it lives."""

import pytest

from sync.change import FilledForm, VerdictState
from tests.scenario.door import fill_at_the_door, hand_in
from tests.scenario.field_device import FieldDevice
from tests.scenario.new_household import household_answers
from tests.scenario.office import OPERATOR, Office

NEW = "g-0f0e0d0c0b0a09080706050403020100"
HERE = {"res_county": "350582", "res_town": "350582001", "res_village": "350582001014"}
ELSEWHERE = {"res_county": "350583", "res_town": "350583001", "res_village": "350583001001"}


def post(office: Office, device: FieldDevice, place: dict[str, str], subject_id: str = NEW) -> FilledForm:
    finished = fill_at_the_door(household_answers(place), office=office, device_id=device.id)
    form = hand_in(finished, subject_id=subject_id, operator=OPERATOR, at_ms=office.clock.now_ms())
    device.post(form)
    office.desk.run_once()
    device.pull()
    return form


def test_the_form_of_a_new_household_is_kept_under_a_subject_of_its_own(office: Office) -> None:
    device = office.enrol()

    form = post(office, device, HERE)

    assert device.verdicts(form.id) == [(VerdictState.CHECKED, None), (VerdictState.APPLIED, None)]
    assert office.rows("SELECT subject_id, form_id FROM city_submissions") == [(NEW, "person_employment")]


def test_a_household_elsewhere_is_not_for_this_device(office: Office) -> None:
    device = office.enrol()

    form = post(office, device, ELSEWHERE)

    assert device.verdicts(form.id) == [(VerdictState.RETURNED, "record-outside-scope")]
    assert office.rows("SELECT form_id FROM city_submissions") == []


@pytest.mark.parametrize("subject_id", ["h-350582001014-9999", "p-350582001014-9999-1"])
def test_an_invented_record_is_no_new_household(office: Office, subject_id: str) -> None:
    device = office.enrol()

    form = post(office, device, HERE, subject_id)

    assert device.verdicts(form.id) == [(VerdictState.RETURNED, "record-unknown")]
