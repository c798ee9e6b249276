"""A city restored from an old backup goes on where its devices saw it last, and nothing counts twice."""

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from server_stub.platform.alarms import list_alarms
from server_stub.platform.review import list_quarantine
from store import DeliveryState, read_record
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


def test_nobody_is_alarmed_by_links_the_city_had_forgotten(office: Office, village: Village) -> None:
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
        assert list_alarms(connection) == ()
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
