"""What the office changes by its own hand, as the replicas of two villages hold it afterwards."""

from pathlib import Path

import pytest

from server_stub.platform.moving import move_person
from store import count_leaving, find_records, read_record, record_history, search_persons
from tests.scenario.lists import EMPLOYER, XIANGSHAN, YANGGUANG, Lists, vacancy
from tests.scenario.office import CAI, Office
from tests.scenario.village import Village, settle_village


@pytest.fixture
def neighbour(office: Office, tmp_path: Path) -> Village:
    return settle_village(office, tmp_path / "neighbour", scope=(YANGGUANG,))


def move_cai(office: Office) -> str:
    theirs = f"kind = 'household' AND village = '{YANGGUANG}'"
    [[household]] = office.rows(f"SELECT min(id) FROM city_records WHERE {theirs}")
    with office.city.write() as connection:
        now_ms = office.clock.now_ms()
        move_person(connection, CAI, household_id=str(household), operator="office", now_ms=now_ms)
    office.desk.run_once()
    return str(household)


def test_a_person_who_moves_is_erased_in_the_old_village_and_whole_in_the_new(
    village: Village, neighbour: Village, office: Office
) -> None:
    assert read_record(neighbour.store, "person", CAI) is None

    household = move_cai(office)
    village.sync()
    neighbour.sync()

    assert read_record(village.store, "person", CAI) is None
    assert record_history(village.store, "person", CAI) == ()
    assert count_leaving(village.store) == 0
    moved = read_record(neighbour.store, "person", CAI)
    assert moved is not None
    assert (moved.fields["person_name"], moved.fields["household_id"]) == ("蔡志明", household)


def test_a_person_who_moves_is_found_by_searching_where_they_live_now_only(
    village: Village, neighbour: Village, office: Office
) -> None:
    move_cai(office)
    village.sync()
    neighbour.sync()

    assert [one.id for one in search_persons(village.store, "蔡志明", limit=5)] == []
    assert CAI in [one.id for one in search_persons(neighbour.store, "蔡志明", limit=5)]


def test_vacancies_come_change_and_close_in_the_replica(
    village: Village, office: Office, tmp_path: Path
) -> None:
    lists = Lists(office, tmp_path)
    lists.vacancies(vacancy("A1"), vacancy("A2"))
    village.exchange()
    assert len(find_records(village.store, "vacancy", state="open")) == 2

    lists.vacancies(vacancy("A1", openings=5), is_whole=True)
    village.exchange()

    [still] = find_records(village.store, "vacancy", state="open")
    assert (still.id, still.fields["openings"]) == (f"v-{EMPLOYER}-A1", 5)
    assert [one.id for one in find_records(village.store, "vacancy", state="closed")] == [f"v-{EMPLOYER}-A2"]


def test_a_computer_that_joins_later_holds_the_vacancies_of_its_county(
    office: Office, tmp_path: Path
) -> None:
    lists = Lists(office, tmp_path)
    lists.vacancies(vacancy("A1"), vacancy("A2", offered_in="350502"))

    joined = settle_village(office, tmp_path / "later", scope=(XIANGSHAN,))

    assert [one.id for one in find_records(joined.store, "vacancy", employer_uscc=EMPLOYER)] == [
        f"v-{EMPLOYER}-A1"
    ]
