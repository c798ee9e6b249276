"""What the platform may rely on of a city, whether built in or asked over HTTP; seen from the devices."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from server_stub.database import Database
from server_stub.platform.moving import move_person
from sync.change import RecordLeft, RecordState, VerdictState, Want
from tests.scenario.field_device import FieldDevice
from tests.scenario.office import CAI, CAI_HOUSEHOLD, SAYS_UNEMPLOYED, Office, Visit
from tests.scenario.office_fixtures import office, prepared_office, prepared_on_postgresql
from tests.scenario.own_city import move_out

__all__ = ["office", "prepared_office", "prepared_on_postgresql"]

XIANGSHAN, YANGGUANG = "350582001014", "350582001015"
APPLIED = [(VerdictState.CHECKED, None), (VerdictState.APPLIED, None)]


@dataclass
class City:
    """An office, and the database its records are in."""

    office: Office
    records: Database

    def visit(self, device: FieldDevice) -> Visit:
        return self.office.visit(device, SAYS_UNEMPLOYED)

    def hand_in(self, device: FieldDevice, visit: Visit) -> None:
        device.post(visit.form, visit.change)
        self.office.desk.run_once()
        device.pull()

    def households_of(self, village: str) -> list[str]:
        query = f"SELECT id FROM city_records WHERE kind = 'household' AND village = '{village}' ORDER BY id"
        with self.records.read() as connection:
            return [str(row.id) for row in connection.exec_driver_sql(query)]


@pytest.fixture(params=["built-in", "over-http"])
def city(request: pytest.FixtureRequest, office: Office, tmp_path: Path) -> Iterator[City]:
    if request.param == "built-in":
        yield City(office, office.city)
        return
    own = move_out(office, tmp_path)
    yield City(office, own.records)
    own.records.close()


def test_a_new_device_is_given_its_places_and_no_other(city: City) -> None:
    device = city.office.enrol(scope=(XIANGSHAN,))

    assert set(device.states("household")) == set(city.households_of(XIANGSHAN))
    assert {one.place for one in device.states("person").values()} == {XIANGSHAN}


def test_a_visit_is_checked_and_applied_and_everybody_of_the_place_hears(city: City) -> None:
    first, second = city.office.enrol(), city.office.enrol()
    visit = city.visit(first)

    city.hand_in(first, visit)
    second.pull()

    assert first.verdicts(visit.change.id) == APPLIED
    assert second.states("person")[CAI].fields["emp_status"] == "1"
    assert second.states("person")[CAI] == first.states("person")[CAI]


def test_a_doubt_that_a_visit_raises_comes_as_a_task(city: City) -> None:
    device = city.office.enrol()

    city.hand_in(device, city.visit(device))

    assert [one.fields["rule_id"] for one in device.states("task").values()] == ["D41"]


def test_work_that_comes_twice_has_one_effect_and_the_same_answer(city: City) -> None:
    device = city.office.enrol()
    visit = city.visit(device)
    city.hand_in(device, visit)
    before = device.states("person")[CAI].revision

    city.hand_in(device, visit)

    assert device.states("person")[CAI].revision == before
    assert device.verdicts(visit.change.id)[-1] == (VerdictState.APPLIED, None)


def test_a_change_whose_form_never_came_is_returned(city: City) -> None:
    device = city.office.enrol()
    visit = city.visit(device)

    device.post(visit.change)
    city.office.desk.run_once()
    device.pull()

    assert device.verdicts(visit.change.id) == [(VerdictState.RETURNED, "change-without-submission")]


def test_a_form_that_came_before_its_change_is_found_again(city: City) -> None:
    device = city.office.enrol()
    visit = city.visit(device)
    device.post(visit.form)
    city.office.desk.run_once()

    device.post(visit.change)
    city.office.desk.run_once()
    device.pull()

    assert device.verdicts(visit.change.id) == APPLIED


def test_a_form_that_was_tampered_with_takes_its_change_along_and_nobody_else(city: City) -> None:
    device = city.office.enrol()
    visit = city.visit(device)
    broken = replace(visit.form, xml=visit.form.xml.replace(b"<emp_status>1<", b"<emp_status>77<"))

    device.post(broken, visit.change)
    city.office.desk.run_once()
    device.pull()

    assert device.verdicts(visit.form.id) == [(VerdictState.RETURNED, "submission-not-valid")]
    assert device.verdicts(visit.change.id) == [(VerdictState.RETURNED, "change-without-submission")]


def test_edits_the_form_does_not_make_are_returned(city: City) -> None:
    device = city.office.enrol()
    visit = city.visit(device)
    forged = replace(visit.change, edits={**visit.change.edits, "person_name": "林美"})

    device.post(visit.form, forged)
    city.office.desk.run_once()
    device.pull()

    assert device.verdicts(forged.id) == [(VerdictState.RETURNED, "change-not-from-submission")]


def test_a_device_of_another_place_changes_nothing_here(city: City) -> None:
    here, elsewhere = city.office.enrol(), city.office.enrol(scope=("350582002",))
    visit = city.visit(here)

    city.hand_in(elsewhere, visit)

    assert elsewhere.verdicts(visit.form.id) == [(VerdictState.RETURNED, "record-outside-scope")]
    here.pull()
    assert here.states("person")[CAI].fields["emp_status"] == "2"


def test_a_record_is_given_whole_to_who_may_hold_it_and_to_nobody_else(city: City) -> None:
    near, far = city.office.enrol(), city.office.enrol(scope=("350582002",))

    near.post(Want("household", CAI_HOUSEHOLD))
    far.post(Want("household", CAI_HOUSEHOLD))
    city.office.desk.run_once()

    assert [one.record_id for one in near.pull() if isinstance(one, RecordState)] == [CAI_HOUSEHOLD]
    assert far.pull() == [RecordLeft("household", CAI_HOUSEHOLD)]


def test_what_the_city_changes_by_itself_reaches_the_old_and_the_new_place_once(city: City) -> None:
    old, new = city.office.enrol(scope=(XIANGSHAN,)), city.office.enrol(scope=(YANGGUANG,))
    home = city.households_of(YANGGUANG)[0]
    with city.records.write() as connection:
        now_ms = city.office.clock.now_ms()
        move_person(connection, CAI, household_id=home, operator="office", now_ms=now_ms)

    city.office.desk.run_once()
    city.office.desk.run_once()

    assert old.pull() == [RecordLeft("person", CAI)]
    assert [one.record_id for one in new.pull() if isinstance(one, RecordState)] == [CAI]
