"""What the office changes by its own hand reaches every device that may hold it, and leaves the others."""

import pytest

from server_stub.platform.moving import move_person
from server_stub.platform.port import PlacedState
from server_stub.platform.records import CityRecord, Provenance, Source, state_of, write_record
from server_stub.platform.untold import note_untold
from sync.change import RecordLeft, RecordState, VerdictState
from tests.scenario.database_fixtures import ENGINES
from tests.scenario.field_device import FieldDevice
from tests.scenario.office import CAI, SAYS_UNEMPLOYED, Office

pytestmark = pytest.mark.parametrize("office", ENGINES, indirect=True)

XIANGSHAN, YANGGUANG = "350582001014", "350582001015"
ELSEWHERE = "350582002"


def offer(office: Office, place: str, *, revision: str = "00000000000001-000000-city") -> None:
    vacancy = CityRecord("vacancy", "v-1", revision, {"title": "缝纫工"}, place)
    provenance = Provenance(Source.IMPORT, "office", None, office.clock.now_ms())
    with office.city.write() as connection:
        write_record(connection, vacancy, provenance=provenance)
        note_untold(connection, [PlacedState(state_of(vacancy))], now_ms=office.clock.now_ms())


def move_cai(office: Office, *, to: str = YANGGUANG) -> str:
    theirs = f"kind = 'household' AND village = '{to}'"
    [[household]] = office.rows(f"SELECT min(id) FROM city_records WHERE {theirs}")
    with office.city.write() as connection:
        now_ms = office.clock.now_ms()
        move_person(connection, CAI, household_id=str(household), operator="office", now_ms=now_ms)
    return str(household)


def test_moving_a_person_erases_them_in_the_old_village_and_gives_them_whole_to_the_new(
    office: Office,
) -> None:
    old, new, far = (
        office.enrol(scope=(XIANGSHAN,)),
        office.enrol(scope=(YANGGUANG,)),
        office.enrol(scope=(ELSEWHERE,)),
    )
    household = move_cai(office)

    office.desk.run_once()

    assert old.pull() == [RecordLeft("person", CAI)]
    [arrived] = new.pull()
    assert isinstance(arrived, RecordState)
    assert (arrived.record_id, arrived.place, arrived.fields["household_id"]) == (CAI, YANGGUANG, household)
    assert far.pull() == []


def test_who_moves_twice_before_it_is_told_leaves_the_village_that_was_told(office: Office) -> None:
    [[third]] = office.rows(
        "SELECT max(village) FROM city_records WHERE kind = 'household' AND village LIKE '350582001%'"
    )
    old, new = office.enrol(scope=(XIANGSHAN,)), office.enrol(scope=(str(third),))
    move_cai(office)
    move_cai(office, to=str(third))

    office.desk.run_once()

    assert third not in (XIANGSHAN, YANGGUANG)
    assert old.pull() == [RecordLeft("person", CAI)]
    new.pull()
    assert new.states("person")[CAI].place == third


def test_who_holds_both_villages_hears_of_a_move_in_a_few_fields(office: Office) -> None:
    town = office.enrol()
    household = move_cai(office)

    office.desk.run_once()

    town.pull()
    assert town.states("person")[CAI].fields["household_id"] == household
    assert town.states("person")[CAI].place == YANGGUANG


def test_news_is_told_once_and_survives_a_restart(office: Office) -> None:
    device = office.enrol()
    offer(office, "350582")

    office.restart()
    office.desk.run_once()
    office.desk.run_once()

    assert [one.record_id for one in device.pull() if isinstance(one, RecordState)] == ["v-1"]
    assert office.rows("SELECT * FROM city_untold") == []


@pytest.mark.parametrize("place", ["3505", "350582", "350582001", XIANGSHAN])
def test_a_vacancy_reaches_every_device_inside_the_place_it_is_offered_in(office: Office, place: str) -> None:
    before = office.enrol(scope=(XIANGSHAN,))
    offer(office, place)
    office.desk.run_once()

    after = office.enrol(scope=(XIANGSHAN,))

    before.pull()
    assert set(before.states("vacancy")) == {"v-1"}
    assert set(after.states("vacancy")) == {"v-1"}


@pytest.mark.parametrize("place", ["350502", "350582002", YANGGUANG, ""])
def test_a_vacancy_offered_elsewhere_or_nowhere_reaches_nobody_here(office: Office, place: str) -> None:
    before = office.enrol(scope=(XIANGSHAN,))
    offer(office, place)
    office.desk.run_once()

    after = office.enrol(scope=(XIANGSHAN,))

    assert before.pull() == []
    assert after.states("vacancy") == {}


@pytest.mark.parametrize("place", ["3505", "350582", "350582001", XIANGSHAN])
def test_a_gig_station_is_told_what_is_offered_in_its_county_and_of_nobody(
    office: Office, place: str
) -> None:
    before = office.enrol(scope=("LGYZ-350582-001",))
    offer(office, place)
    office.desk.run_once()

    after = office.enrol(scope=("LGYZ-350582-001",))

    before.pull()
    assert [one.record_id for one in _states(before)] == [one.record_id for one in _states(after)] == ["v-1"]


def test_a_gig_station_of_another_county_is_told_nothing(office: Office) -> None:
    offer(office, "350582001")

    station = office.enrol(scope=("LGYZ-350502-001",))

    assert _states(station) == []


def test_a_gig_station_holds_the_people_of_the_villages_it_serves(office: Office) -> None:
    station = office.enrol(scope=("LGYZ-350582-001", XIANGSHAN))

    assert {one.place for one in station.states("person").values()} == {XIANGSHAN}


def test_a_gig_station_changes_nothing_about_people_it_does_not_serve(office: Office) -> None:
    door, station = office.enrol(), office.enrol(scope=("LGYZ-350582-001",))
    visit = office.visit(door, SAYS_UNEMPLOYED)

    station.post(visit.form, visit.change)
    office.desk.run_once()
    station.pull()

    assert station.verdicts(visit.form.id) == [(VerdictState.RETURNED, "record-outside-scope")]
    assert office.record("person", CAI).fields["emp_status"] == "2"


def _states(device: FieldDevice) -> list[RecordState]:
    return [one for one in device.received if isinstance(one, RecordState)]
