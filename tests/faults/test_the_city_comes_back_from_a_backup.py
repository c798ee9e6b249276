"""A city restored from an old backup goes on where its devices saw it last, and nothing counts twice."""

import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection

from server_stub.platform.alarms import list_alarms
from server_stub.platform.merging import next_revision
from server_stub.platform.port import PlacedState
from server_stub.platform.records import CityRecord, Provenance, Source, state_of, write_record
from server_stub.platform.records import read_record as read_city_record
from server_stub.platform.review import list_quarantine
from server_stub.platform.untold import note_untold
from store import DeliveryState, field_history, read_record
from store.trust import list_alarms as list_device_alarms
from sync.progress import SyncState
from tests.scenario.office import CAI, SAYS_EMPLOYED, SAYS_UNEMPLOYED, Office, open_office, prepare_office
from tests.scenario.village import Village, settle_village

FORM = "employment_brief"
DAY_S = 24 * 3600
pytestmark = pytest.mark.expects_warning


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("foundation") / "office"
    prepare_office(folder)
    return folder


@pytest.fixture
def office(prepared: Path, tmp_path: Path) -> Iterator[Office]:
    shutil.copytree(prepared, tmp_path / "office")
    office = open_office(tmp_path / "office")
    yield office
    office.close()


@pytest.fixture
def village(office: Office, tmp_path: Path) -> Iterator[Village]:
    settled = settle_village(office, tmp_path / "village", scope=("350582001014",))
    yield settled
    settled.store.close()


def back_up(office: Office) -> Path:
    """Copy the city database as a backup does, while it is in use."""
    copy = office.folder / "backup.sqlite"
    with sqlite3.connect(office.folder / "city.sqlite") as source, sqlite3.connect(copy) as target:
        source.backup(target)
    return copy


def restore(office: Office, backup: Path) -> None:
    office.city.close()
    for name in ("city.sqlite", "city.sqlite-wal", "city.sqlite-shm"):
        (office.folder / name).unlink(missing_ok=True)
    shutil.copy(backup, office.folder / "city.sqlite")
    office.restart()


def report(village: Village, answers: dict[str, str]) -> str:
    submission = village.finish(village.start(FORM), answers)
    village.exchange()
    village.exchange()
    return submission


def is_applied(village: Village, submission: str) -> bool:
    return {item.state for item in village.items(submission)} == {DeliveryState.APPLIED}


def says(village: Village) -> object:
    person = read_record(village.store, "person", CAI)
    assert person is not None
    return person.fields["emp_status"]


def test_device_goes_on_without_joining_again(office: Office, village: Village) -> None:
    backup = back_up(office)
    lost = report(village, SAYS_UNEMPLOYED)
    restore(office, backup)

    later = report(village, SAYS_EMPLOYED)
    outcome = village.sync()

    assert is_applied(village, lost)
    assert is_applied(village, later)
    assert (outcome.state, outcome.code) == (SyncState.OK, None)
    assert office.record("person", CAI).fields["emp_status"] == says(village) == "2"
    assert (
        village.store.database.execute("SELECT count(*) FROM inbox WHERE state = 'quarantined'").fetchone()[0]
        == 0
    )
    assert office.rows("SELECT count(*) FROM platform_outgoing WHERE refusal IS NOT NULL") == [(0,)]


def test_work_of_the_lost_days_is_read_again_and_applied_once(office: Office, village: Village) -> None:
    backup = back_up(office)
    report(village, SAYS_UNEMPLOYED)
    before = office.rows("SELECT id, state FROM platform_items ORDER BY id")
    tasks = len(office.tasks())
    restore(office, backup)

    office.desk.run_once()
    office.desk.run_once()

    assert office.rows("SELECT id, state FROM platform_items ORDER BY id") == before
    assert len(office.tasks()) == tasks
    assert office.record("person", CAI).fields["emp_status"] == "1"


def test_tasks_on_the_device_are_those_of_the_city_afterwards(office: Office, village: Village) -> None:
    backup = back_up(office)
    report(village, SAYS_UNEMPLOYED)
    restore(office, backup)

    office.desk.run_once()
    village.exchange()
    village.exchange()

    query = "SELECT id FROM records WHERE kind = 'task' AND is_deleted = 0 ORDER BY id"
    held = {row[0] for row in village.store.database.execute(query)}
    assert held == {task.id for task in office.tasks()}
    assert held


def test_links_the_city_had_forgotten_alarm_the_office_once_and_nobody_else(
    office: Office, village: Village
) -> None:
    backup = back_up(office)
    for _ in range(2):
        report(village, SAYS_UNEMPLOYED)
        office.clock.advance(DAY_S)
        village.exchange()
    restore(office, backup)

    office.clock.advance(DAY_S)
    village.exchange()
    outcome = village.exchange()

    with office.city.read() as connection:
        assert [one.code for one in list_alarms(connection)] == ["city-restored"]
        assert list_quarantine(connection) == ()
    assert outcome.code is None
    assert village.store.database.execute("SELECT count(*) FROM alarms").fetchone()[0] == 0


def test_device_that_joined_in_the_lost_days_stays_a_member(
    office: Office, village: Village, tmp_path: Path
) -> None:
    backup = back_up(office)
    newcomer = settle_village(office, tmp_path / "newcomer", scope=("350582001014",))
    restore(office, backup)

    work = report(newcomer, SAYS_UNEMPLOYED)
    village.exchange()

    assert is_applied(newcomer, work)
    assert says(village) == "1"
    assert office.rows(
        "SELECT count(*) FROM platform_invitations WHERE device IS NULL AND expires_ms > used_at_ms"
    ) == [(0,)]
    newcomer.store.close()


def test_city_that_noticed_only_at_a_fork_gives_up_its_branch_and_tells_again(
    office: Office, village: Village
) -> None:
    backup = back_up(office)
    report(village, SAYS_UNEMPLOYED)
    restore(office, backup)
    office.desk.looked_back.add(office.desk.keys.city.device_id)  # as if restored under a running process

    later = report(village, SAYS_EMPLOYED)
    village.exchange()

    assert is_applied(village, later)
    assert office.rows("SELECT count(*) FROM platform_outgoing WHERE refusal IS NOT NULL") == [(0,)]
    assert (
        village.store.database.execute("SELECT count(*) FROM inbox WHERE state = 'quarantined'").fetchone()[0]
        == 0
    )


def correct_phone(office: Office, phone: str) -> None:
    """Let the office write a number by its own hand, which the next round tells."""
    now_ms = office.clock.now_ms()
    with office.city.write() as connection:
        held = office_record(connection)
        after = replace(
            held, fields={**held.fields, "phone": phone}, revision=next_revision(held, now_ms=now_ms)
        )
        write_record(connection, after, provenance=Provenance(Source.PLATFORM, "office", None, now_ms))
        note_untold(connection, [PlacedState(state_of(after), state_of(held))], now_ms=now_ms)


def office_record(connection: Connection) -> CityRecord:
    held = read_city_record(connection, "person", CAI)
    assert held is not None
    return held


def phones(village: Village) -> list[object]:
    return [one.value for one in field_history(village.store, "person", CAI, "phone")]


def test_the_citys_state_stands_again_and_its_forgotten_word_stays_in_the_history(
    office: Office, village: Village
) -> None:
    backup, before = back_up(office), office.record("person", CAI).fields["phone"]
    correct_phone(office, "13900000001")
    village.exchange()
    restore(office, backup)

    village.exchange()

    person = read_record(village.store, "person", CAI)
    assert person is not None
    assert (person.fields["phone"], person.revision) == (before, office.record("person", CAI).revision)
    assert phones(village) == [before, "13900000001", before]


def test_a_forgotten_word_of_the_office_is_an_alarm_on_every_device_that_heard_it(
    office: Office, village: Village
) -> None:
    backup = back_up(office)
    correct_phone(office, "13900000001")
    village.exchange()
    restore(office, backup)

    village.exchange()
    village.exchange()

    found = [(one.code, one.subject) for one in list_device_alarms(village.store)]
    assert found == [("city-forgot", f"person {CAI}")]


def test_work_read_again_after_a_restore_is_no_forgotten_word(office: Office, village: Village) -> None:
    backup = back_up(office)
    report(village, SAYS_UNEMPLOYED)
    restore(office, backup)

    village.exchange()
    village.exchange()

    assert list_device_alarms(village.store) == ()
    assert office.record("person", CAI).revision.endswith("-restored-city")


def test_two_restores_of_one_backup_end_with_the_citys_state_on_the_device(
    office: Office, village: Village
) -> None:
    backup, before = back_up(office), office.record("person", CAI).fields["phone"]
    correct_phone(office, "13900000001")
    village.exchange()
    restore(office, backup)
    village.exchange()
    correct_phone(office, "13900000002")
    village.exchange()
    restore(office, backup)

    village.exchange()

    person = read_record(village.store, "person", CAI)
    assert person is not None
    assert (person.fields["phone"], person.revision) == (before, office.record("person", CAI).revision)
    assert phones(village) == [before, "13900000001", before, "13900000002", before]


def test_restoring_twice_changes_nothing_more(office: Office, village: Village) -> None:
    backup = back_up(office)
    work = report(village, SAYS_UNEMPLOYED)
    restore(office, backup)
    village.exchange()
    restore(office, backup)

    later = report(village, SAYS_EMPLOYED)

    assert is_applied(village, work)
    assert is_applied(village, later)
    assert office.record("person", CAI).fields["emp_status"] == says(village) == "2"
