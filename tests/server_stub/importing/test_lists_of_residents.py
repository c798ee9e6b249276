"""A list of residents: good rows are kept, bad ones told; officers' work is not overwritten silently."""

import pytest

from server_stub.importing.columns import ListKind
from server_stub.importing.taking_in import Outcome
from sync.change import RecordLeft, RecordState
from tests.scenario.database_fixtures import ENGINES
from tests.scenario.lists import CAI_NUMBER, RESIDENT_TITLES, XIANGSHAN, YANGGUANG, Lists
from tests.scenario.office import CAI, SAYS_UNEMPLOYED, Office

LIN = (XIANGSHAN, "7001", "林秀美", "350582199506019028", "13805950001", "2", "晋江晨汐鞋业有限公司（演示）")
ZENG = "p-350582001014-0902-1"


def lin_id(office: Office) -> str:
    [[found]] = office.rows(f"SELECT id FROM city_imported WHERE key = '{LIN[3]}'")
    return str(found)


@pytest.mark.parametrize("office", ENGINES, indirect=True)
def test_a_new_resident_and_the_household_reach_the_village_and_nobody_else(
    lists: Lists, office: Office
) -> None:
    here, elsewhere = office.enrol(scope=(XIANGSHAN,)), office.enrol(scope=(YANGGUANG,))

    summary = lists.residents(LIN)
    office.desk.run_once()

    assert (summary.rows, summary.bad, summary.outcomes[Outcome.NEW]) == (1, 0, 1)
    told = {(one.record_kind, one.record_id) for one in here.pull() if isinstance(one, RecordState)}
    assert told == {("household", f"h-{XIANGSHAN}-7001"), ("person", lin_id(office))}
    assert elsewhere.pull() == []


def test_the_same_list_again_changes_nothing(lists: Lists, office: Office) -> None:
    lists.residents(LIN)
    before = office.rows("SELECT * FROM city_revisions")
    office.desk.run_once()

    summary = lists.residents(LIN)

    assert summary.outcomes[Outcome.UNCHANGED] == 1
    assert office.rows("SELECT * FROM city_revisions") == before
    assert office.rows("SELECT * FROM city_untold") == []


def test_who_is_here_already_is_found_by_the_number_of_the_paper(lists: Lists, office: Office) -> None:
    summary = lists.residents((XIANGSHAN, "0921", "蔡志明", CAI_NUMBER, "13805950001", "2", ""))

    assert summary.outcomes[Outcome.CHANGED] == 1
    assert office.record("person", CAI).fields["phone"] == "13805950001"
    assert office.record("person", CAI).fields["employer_name"] == "晋江晨汐鞋业有限公司（演示）"
    provenance = office.rows(
        f"SELECT source, operator FROM city_revisions WHERE id = '{CAI}' ORDER BY revision DESC LIMIT 1"
    )
    assert provenance == [("merge", f"import {summary.digest[:16]}")]


def test_a_list_does_not_take_back_what_an_officer_changed_since_the_last_one(
    lists: Lists, office: Office
) -> None:
    as_known = (XIANGSHAN, "0921", "蔡志明", CAI_NUMBER, "", "2", "")
    lists.residents(as_known)
    device = office.enrol()
    visit = office.visit(device, SAYS_UNEMPLOYED)
    device.post(visit.form, visit.change)
    office.desk.run_once()

    summary = lists.residents(as_known)

    assert summary.outcomes[Outcome.UNCHANGED] == 1
    assert office.record("person", CAI).fields["emp_status"] == "1"


def test_a_list_that_differs_from_an_officer_leaves_the_difference_to_be_decided(
    lists: Lists, office: Office
) -> None:
    lists.residents((XIANGSHAN, "0921", "蔡志明", CAI_NUMBER, "", "2", ""))
    device = office.enrol()
    visit = office.visit(device, SAYS_UNEMPLOYED)
    device.post(visit.form, visit.change)
    office.desk.run_once()

    summary = lists.residents((XIANGSHAN, "0921", "蔡志明", CAI_NUMBER, "", "8", ""))

    assert summary.outcomes[Outcome.CHANGED] == 1
    fields = office.rows(f"SELECT field FROM city_conflicts WHERE id = '{CAI}' AND ended_by IS NULL")
    assert ("emp_status",) in fields


def test_a_resident_listed_in_another_village_leaves_the_old_one(lists: Lists, office: Office) -> None:
    old, new = office.enrol(scope=(XIANGSHAN,)), office.enrol(scope=(YANGGUANG,))

    lists.residents((YANGGUANG, "7002", "蔡志明", CAI_NUMBER, "", "2", ""))
    office.desk.run_once()

    assert old.pull() == [RecordLeft("person", CAI)]
    assert CAI in {one.record_id for one in new.pull() if isinstance(one, RecordState)}
    assert office.record("person", CAI).belongs_to == f"h-{YANGGUANG}-7002"


def test_bad_rows_are_told_with_row_column_and_code_and_good_rows_are_kept(lists: Lists) -> None:
    summary = lists.residents(
        LIN,
        (XIANGSHAN, "7001", "林小明", "350582199003229016", "13805950001", "2", ""),  # check character
        ("350582001999", "7001", "林小明", "350582200001019036", "", "", ""),  # no such village
        (XIANGSHAN, "", "林3", "350582200001019036", "12345", "42", ""),
        (XIANGSHAN, "7001", "林小小", "350582201801019003", "", "2", ""),
        LIN,
    )

    assert (summary.rows, summary.bad, summary.outcomes[Outcome.NEW]) == (6, 5, 1)
    assert lists.report.codes() == [
        (3, "证件号码", "resident-id-check"),
        (4, "村居代码", "division-unknown"),
        (5, "户号", "cell-missing"),
        (5, "姓名", "person-name-shape"),
        (5, "手机号码", "telephone-shape"),
        (5, "就业状态", "cell-not-in-list"),
        (6, "证件号码", "resident-id-check"),
        (7, "", "row-repeated"),
    ]


def test_what_a_report_shows_of_a_person_is_masked(lists: Lists) -> None:
    lists.residents((XIANGSHAN, "7001", "林3美", "350582199003229016", "138059500", "", ""))

    shown = {one.column: one.value for one in lists.report.noted}
    assert shown == {"姓名": "林*美", "手机号码": "138**9500"}


def test_a_trial_says_what_would_be_and_keeps_nothing(lists: Lists, office: Office) -> None:
    before = office.rows("SELECT count(*) FROM city_revisions")
    path = lists.csv([RESIDENT_TITLES, LIN])

    trial = lists.take(ListKind.RESIDENTS, path, is_trial=True)

    assert trial.outcomes[Outcome.NEW] == 1
    assert office.rows("SELECT count(*) FROM city_revisions") == before
    assert office.rows("SELECT * FROM city_imported") == office.rows("SELECT * FROM city_untold") == []


def test_a_rule_that_stops_an_entry_at_the_door_stops_a_row(lists: Lists) -> None:
    number = "350582201501019"
    from employment import check_character

    child = f"{number}00"
    lists.residents((XIANGSHAN, "7001", "林小小", child + check_character(child), "", "2", ""))

    [finding] = lists.report.noted
    assert (finding.code, finding.parameters["rule"]) == ("row-stopped-by-rule", "D12")


def test_somebody_deleted_here_is_not_brought_back_by_a_list(lists: Lists, office: Office) -> None:
    lists.residents(LIN)
    with office.city.write() as connection:
        connection.exec_driver_sql(f"UPDATE city_records SET is_deleted = true WHERE id = '{lin_id(office)}'")

    summary = lists.residents((*LIN[:4], "13805950009", *LIN[5:]))

    assert summary.outcomes[Outcome.DELETED] == 1
    assert lists.report.codes() == [(2, "", "row-record-deleted")]
