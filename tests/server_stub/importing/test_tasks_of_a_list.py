"""A list of residents is looked at by the rules like a visit: what is odd in it becomes somebody's task."""

import pytest

from server_stub.importing.columns import ListKind
from server_stub.importing.taking_in import Outcome
from sync.change import RecordState
from tests.scenario.database_fixtures import ENGINES
from tests.scenario.lists import RESIDENT_TITLES, XIANGSHAN, YANGGUANG, Lists
from tests.scenario.office import Office

NUMBER = "350582199506019028"
ODD = (XIANGSHAN, "7001", "林秀美", NUMBER, "13805950172", "1", "晋江晨汐鞋业有限公司（演示）")
MENDED = (XIANGSHAN, "7001", "林秀美", NUMBER, "13805950172", "2", "晋江晨汐鞋业有限公司（演示）")


def open_tasks(office: Office) -> list[tuple[object, object]]:
    return [(one.fields["rule_id"], one.fields["state"]) for one in office.tasks()]


@pytest.mark.parametrize("office", ENGINES, indirect=True)
def test_a_doubt_in_a_list_becomes_a_task_of_the_village_and_of_nobody_else(
    lists: Lists, office: Office
) -> None:
    here, elsewhere = office.enrol(scope=(XIANGSHAN,)), office.enrol(scope=(YANGGUANG,))

    summary = lists.residents(ODD)
    office.desk.run_once()

    assert (summary.outcomes[Outcome.NEW], summary.tasks_opened) == (1, 1)
    told = [one for one in here.pull() if isinstance(one, RecordState) and one.record_kind == "task"]
    assert [(one.fields["rule_id"], one.fields["state"]) for one in told] == [("D21", "dispatched")]
    assert told[0].fields["created_from"] == f"import-{summary.digest[:32]}"
    assert elsewhere.pull() == []


def test_the_same_list_again_sends_nobody_twice(lists: Lists, office: Office) -> None:
    lists.residents(ODD)

    summary = lists.residents(ODD)

    assert (summary.tasks_opened, summary.tasks_ended) == (0, 0)
    assert open_tasks(office) == [("D21", "dispatched")]


def test_a_list_that_is_right_again_ends_the_task_everywhere(lists: Lists, office: Office) -> None:
    device = office.enrol(scope=(XIANGSHAN,))
    lists.residents(ODD)
    office.desk.run_once()
    device.pull()

    summary = lists.residents(MENDED)
    office.desk.run_once()
    device.pull()

    assert (summary.tasks_opened, summary.tasks_ended) == (0, 1)
    assert open_tasks(office) == [("D21", "applied")]
    assert [one.fields["state"] for one in device.states("task").values()] == ["applied"]


def test_somebody_who_moves_with_a_doubt_is_looked_after_where_they_live_now(
    lists: Lists, office: Office
) -> None:
    lists.residents(ODD)

    lists.residents((YANGGUANG, *ODD[1:]))

    assert {(one.village, one.fields["state"]) for one in office.tasks()} == {(YANGGUANG, "dispatched")}


def test_a_trial_counts_the_tasks_and_opens_none(lists: Lists, office: Office) -> None:
    path = lists.csv([RESIDENT_TITLES, ODD])

    trial = lists.take(ListKind.RESIDENTS, path, is_trial=True)

    assert trial.tasks_opened == 1
    assert office.tasks() == ()


def test_a_list_may_be_kept_without_sending_anybody(lists: Lists, office: Office) -> None:
    lists.opens_tasks = False

    summary = lists.residents(ODD)

    assert (summary.outcomes[Outcome.NEW], summary.tasks_opened) == (1, 0)
    assert office.tasks() == ()
