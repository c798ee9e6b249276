"""Vacancies come as a list, change and close by increments, and nothing is removed."""

import pytest

from server_stub.importing.columns import ListKind
from server_stub.importing.taking_in import Outcome
from sync.change import RecordPatch, RecordState
from tests.scenario.database_fixtures import ENGINES
from tests.scenario.field_device import FieldDevice
from tests.scenario.lists import EMPLOYER, VACANCY_TITLES, XIANGSHAN, Lists, vacancy
from tests.scenario.office import Office

pytestmark = pytest.mark.parametrize("office", ENGINES, indirect=True)

FIRST, SECOND = f"v-{EMPLOYER}-A1", f"v-{EMPLOYER}-A2"


def pulled(device: FieldDevice) -> dict[str, RecordState]:
    device.pull()
    return device.states("vacancy")


def test_a_vacancy_reaches_the_villages_of_the_county_it_is_offered_in(lists: Lists, office: Office) -> None:
    jinjiang, licheng = office.enrol(scope=(XIANGSHAN,)), office.enrol(scope=("350502001",))

    lists.vacancies(vacancy("A1"))
    office.desk.run_once()

    found = pulled(jinjiang)[FIRST]
    assert (found.place, found.fields["openings"], found.fields["state"]) == ("350582", 20, "open")
    assert pulled(licheng) == {}


def test_a_changed_row_goes_down_as_the_few_fields_that_changed(lists: Lists, office: Office) -> None:
    device = office.enrol()
    lists.vacancies(vacancy("A1"), vacancy("A2"))
    office.desk.run_once()
    pulled(device)

    lists.vacancies(vacancy("A1", openings=5), vacancy("A2"))
    office.desk.run_once()

    assert {one.record_id for one in device.pull() if isinstance(one, RecordState | RecordPatch)} == {FIRST}
    assert device.states("vacancy")[FIRST].fields["openings"] == 5


def test_a_whole_list_closes_what_it_has_no_more_and_a_later_one_opens_it_again(
    lists: Lists, office: Office
) -> None:
    lists.vacancies(vacancy("A1"), vacancy("A2"))

    closing = lists.vacancies(vacancy("A1"), is_whole=True)
    again = lists.vacancies(vacancy("A1"), is_whole=True)

    assert (closing.closed, again.closed) == (1, 0)
    assert office.record("vacancy", SECOND).fields["state"] == "closed"

    lists.vacancies(vacancy("A1"), vacancy("A2"), is_whole=True)
    assert office.record("vacancy", SECOND).fields["state"] == "open"


def test_a_list_with_a_bad_row_closes_nothing(lists: Lists, office: Office) -> None:
    lists.vacancies(vacancy("A1"), vacancy("A2"))

    summary = lists.vacancies(vacancy("A1"), vacancy("A2", openings="many"), is_whole=True)

    assert (summary.bad, summary.closed) == (1, 0)
    assert office.record("vacancy", SECOND).fields["state"] == "open"


def test_a_trial_of_a_whole_list_counts_what_it_would_close(lists: Lists, office: Office) -> None:
    lists.vacancies(vacancy("A1"), vacancy("A2"))
    path = lists.csv([VACANCY_TITLES, vacancy("A1")])

    trial = lists.take(ListKind.VACANCIES, path, is_trial=True, is_whole=True)

    assert (trial.closed, trial.outcomes[Outcome.UNCHANGED]) == (1, 1)
    assert office.record("vacancy", SECOND).fields["state"] == "open"


def test_a_vacancy_offered_elsewhere_from_now_on_leaves_the_devices_of_before(
    lists: Lists, office: Office
) -> None:
    device = office.enrol(scope=(XIANGSHAN,))
    lists.vacancies(vacancy("A1"))
    office.desk.run_once()
    pulled(device)

    lists.vacancies(vacancy("A1", offered_in="350502"))
    office.desk.run_once()

    [left] = device.pull()
    assert (type(left).__name__, left) == ("RecordLeft", left)
    assert office.record("vacancy", FIRST).village == "350502"
