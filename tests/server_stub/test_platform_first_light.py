"""One visit through the whole platform: checked, applied, one doubt, one task, everybody told."""

import pytest

from sync.change import VerdictState
from tests.scenario.database_fixtures import ENGINES
from tests.scenario.office import CAI, CAI_HOUSEHOLD, SAYS_EMPLOYED, SAYS_UNEMPLOYED, Office

pytestmark = pytest.mark.parametrize("office", ENGINES, indirect=True)

CHECKED = (VerdictState.CHECKED, None)
APPLIED = (VerdictState.APPLIED, None)


def test_a_new_device_gets_everything_of_its_scope_and_nothing_else(office: Office) -> None:
    village = office.enrol(scope=("350582001014",))

    persons, households = village.states("person"), village.states("household")

    assert households[CAI_HOUSEHOLD].fields["address"] == "象山路 12 号"
    assert persons[CAI].fields["emp_status"] == "2"
    assert {state.fields["village"] for state in households.values()} == {"350582001014"}
    assert {person[2:14] for person in persons} == {"350582001014"}


def test_a_visit_is_checked_applied_and_answered_with_a_task(office: Office) -> None:
    device = office.enrol()
    visit = office.visit(device, SAYS_UNEMPLOYED)

    device.post(visit.form, visit.change)
    office.desk.run_once()
    device.pull()

    assert device.verdicts(visit.form.id) == [CHECKED, APPLIED]
    assert device.verdicts(visit.change.id) == [CHECKED, APPLIED]
    city_record = office.record("person", CAI)
    assert (city_record.fields["emp_status"], city_record.fields["unemp_registered"]) == ("1", "1")
    assert device.states("person")[CAI].revision == city_record.revision
    (task,) = office.tasks()
    told = device.states("task")[task.id]
    assert (told.fields["rule_id"], told.fields["subject_id"]) == ("D41", CAI)
    assert (told.fields["state"], told.fields["created_from"]) == ("dispatched", visit.change.id)
    assert told.fields["due_on"] == "2026-11-29"


def test_the_other_devices_of_the_place_hear_of_it(office: Office) -> None:
    device, colleague, elsewhere = (
        office.enrol(),
        office.enrol(scope=("350582001014",)),
        office.enrol(scope=("350582001016",)),
    )
    visit = office.visit(device, SAYS_UNEMPLOYED)

    device.post(visit.form, visit.change)
    office.desk.run_once()

    assert {type(item).__name__ for item in colleague.pull()} == {"RecordState"}
    assert colleague.states("person")[CAI].fields["emp_status"] == "1"
    assert len(colleague.states("task")) == 1
    assert elsewhere.pull() == []


def test_the_same_doubt_again_is_the_same_task(office: Office) -> None:
    device = office.enrol()
    first = office.visit(device, SAYS_UNEMPLOYED)
    device.post(first.form, first.change)
    office.desk.run_once()
    device.pull()

    second = office.visit(device, {**SAYS_UNEMPLOYED, "/employment_brief/who/phone": "16405954275"})
    device.post(second.form, second.change)
    office.desk.run_once()

    assert len(office.tasks()) == 1
    assert office.record("person", CAI).fields["phone"] == "16405954275"


def test_a_visit_that_clears_the_doubt_ends_the_task(office: Office) -> None:
    device = office.enrol()
    first = office.visit(device, SAYS_UNEMPLOYED)
    device.post(first.form, first.change)
    office.desk.run_once()
    device.pull()

    second = office.visit(device, SAYS_EMPLOYED)
    device.post(second.form, second.change)
    office.desk.run_once()
    device.pull()

    (task,) = office.tasks()
    assert task.fields["state"] == "applied"
    assert device.states("task")[task.id].fields["state"] == "applied"


def test_an_answered_task_comes_back_while_the_doubt_stands(office: Office) -> None:
    device = office.enrol()
    first = office.visit(device, SAYS_UNEMPLOYED)
    device.post(first.form, first.change)
    office.desk.run_once()
    device.pull()
    (task,) = office.tasks()

    second = office.visit(device, SAYS_UNEMPLOYED)
    answer = office.change(
        device, second.form, {"state": "recorded"}, base=task.revision, kind="task", record_id=task.id
    )
    device.post(second.form, second.change, answer)
    office.desk.run_once()
    device.pull()

    assert device.verdicts(answer.id) == [CHECKED, APPLIED]
    assert device.states("task")[task.id].fields["state"] == "returned"


def test_work_made_without_the_network_is_applied_in_its_order(office: Office) -> None:
    device = office.enrol()
    first = office.visit(device, SAYS_UNEMPLOYED)
    second = office.visit(device, SAYS_EMPLOYED, base=first.change.revision)

    device.post(first.form, first.change)
    device.post(second.form, second.change)
    office.desk.run_once()
    device.pull()

    assert device.verdicts(second.change.id) == [CHECKED, APPLIED]
    assert office.record("person", CAI).fields["emp_status"] == "2"
    assert office.rows("SELECT count(*) FROM city_conflicts") == [(0,)]


def test_two_officers_on_one_person_lose_nothing(office: Office) -> None:
    mine, theirs = office.enrol(), office.enrol()
    unemployed = office.visit(mine, SAYS_UNEMPLOYED)
    employed = office.visit(
        theirs, {**SAYS_EMPLOYED, "/employment_brief/work/employer_name": "惠安石材厂（演示）"}
    )

    mine.post(unemployed.form, unemployed.change)
    theirs.post(employed.form, employed.change)
    office.desk.run_once()
    mine.pull()
    theirs.pull()

    assert mine.states("person")[CAI] == theirs.states("person")[CAI]
    assert office.record("person", CAI).fields["employer_name"] == "惠安石材厂（演示）"
    lost = office.rows("SELECT field, city_value, device_value FROM city_conflicts ORDER BY field")
    assert ("employer_name", '"惠安石材厂（演示）"', "null") in lost
    assert ("emp_status", '"2"', '"1"') in lost
    kept = office.rows(f"SELECT count(*) FROM city_revisions WHERE id = '{CAI}' AND source = 'device'")
    assert kept == [(2,)]


def test_applied_states_are_newer_than_what_the_device_made(office: Office) -> None:
    device = office.enrol()
    visit = office.visit(device, SAYS_UNEMPLOYED)

    device.post(visit.form, visit.change)
    office.desk.run_once()
    device.pull()

    assert device.states("person")[CAI].revision > visit.change.revision


def test_history_keeps_what_the_record_was_before(office: Office) -> None:
    device = office.enrol()
    visit = office.visit(device, SAYS_UNEMPLOYED)

    device.post(visit.form, visit.change)
    office.desk.run_once()

    sources = office.rows(f"SELECT source FROM city_revisions WHERE id = '{CAI}' ORDER BY revision")
    assert sources == [("import",), ("device",), ("merge",)]
