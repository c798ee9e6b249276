"""A new version, and the office's questions, while an officer works: nobody notices more than a line."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.updating import UpdateStep
from server_stub.platform.device_words import read_reports
from store.outbox import DeliveryState, OutboxItem, enqueue
from sync.version import PROGRAM_VERSION
from tests.desktop.at_the_desk import AtTheDesk, sitting
from tests.fakes.updates import Shelf
from tests.scenario.office import CAI, Office
from updates.choosing import Take
from updates.release import Kind, Release, Ring, System
from updates.version import parse_version

pytestmark = pytest.mark.usefixtures("dressed")

NEW = Release(
    parse_version("0.2.0"),
    System("linux", "x86_64", Kind.PORTABLE),
    Ring.ALL,
    100,
    parse_version(PROGRAM_VERSION),
)

LAST_MOMENT = OutboxItem(
    id="last-moment",
    kind="change",
    submission_id=None,
    record_kind="person",
    record_id=CAI,
    payload=b"",
    state_times={DeliveryState.QUEUED: 1_795_420_800_000},
)


@pytest.fixture
def device(prepared: Path, tmp_path: Path) -> Path:
    """Give the folder of a computer that has joined."""
    return Path(shutil.copytree(prepared / "device", tmp_path / "device"))


def go_to_work(desk: AtTheDesk) -> None:
    desk.unlock()
    desk.pilot.wait_for("working", lambda: desk.program.day is not None)
    desk.wait_until_quiet()


def test_a_version_that_came_during_a_form_is_in_place_once_the_program_was_closed(
    device: Path, office: Office
) -> None:
    shelf = Shelf(Take(NEW))
    with sitting(device, office, seed="morning", updates=shelf) as desk:
        go_to_work(desk)
        desk.program.collecting.begin(CAI)
        desk.pilot.wait_for("form", lambda: desk.program.collecting.page is not None)
        updating = desk.program.computer.updating
        desk.pilot.wait_for("ready", lambda: updating.state.step is UpdateStep.READY)
        during = list(shelf.switched)
        desk.program.collecting.leave()
        desk.pilot.wait_for("the day", lambda: desk.pilot.sees("新版本 0.2.0 已备好"))

    assert during == []
    assert shelf.switched == [NEW]
    assert shelf.confirmed == 1


def test_work_finished_in_the_last_moment_keeps_a_version_away_that_could_not_carry_it(
    device: Path, office: Office
) -> None:
    shelf = Shelf(Take(replace(NEW, carries_from=NEW.version)))
    with sitting(device, office, seed="morning", updates=shelf) as desk:
        go_to_work(desk)
        updating = desk.program.computer.updating
        desk.pilot.wait_for("ready", lambda: updating.state.step is UpdateStep.READY)
        desk.program.desk.run(lambda store: enqueue(store, LAST_MOMENT), done=lambda _: None)

    assert shelf.switched == []


def test_the_office_hears_of_a_computer_at_its_first_exchange_of_the_day(
    device: Path, office: Office
) -> None:
    with sitting(device, office, seed="morning", reports_itself=True) as desk:
        go_to_work(desk)
        news = desk.program.desk.news
        assert news is not None
        assert news.membership is not None
        own = news.membership.identity.device_id

    office.desk.run_once()

    with office.city.read() as connection:
        said = read_reports(connection)[own]
    assert said.program == PROGRAM_VERSION
    assert said.free_mib > 0
