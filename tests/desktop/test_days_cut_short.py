"""A flat battery in the middle of a form, and a day on which nobody answers: no answer is lost."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from desktop.operations.rounds import VisitOutcome
from store import DeliveryState, list_drafts, list_submissions
from tests.desktop.at_the_desk import sitting
from tests.desktop.over_loopback import exchange, on_the_line, pull_the_cable
from tests.desktop.test_journeys import finish_form, go_to_work, states
from tests.desktop.test_program import open_form
from tests.desktop.typing_officer import PHONE
from tests.scenario.office import CAI, CAI_HOUSEHOLD, Office

pytestmark = pytest.mark.socket
ROOT = Path(__file__).resolve().parents[2]
ANSWERS_BEFORE_THE_CUT = 3


@pytest.fixture
def folder(prepared: Path, tmp_path: Path, dressed: QApplication) -> Path:
    shutil.copytree(prepared / "device", tmp_path / "device")
    return tmp_path


@pytest.fixture
def officer(prepared: Path, folder: Path) -> Iterator[subprocess.Popen[str]]:
    """Somebody at this computer who types until the power goes."""
    shutil.copytree(prepared / "office", folder / "office-of-then")
    command = [sys.executable, "-m", "tests.desktop.typing_officer", str(folder)]
    officer = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    yield officer
    officer.kill()
    officer.wait()


def test_killed_in_the_middle_of_a_form_it_goes_on_with_the_answer_that_was_kept(
    officer: subprocess.Popen[str], folder: Path, office: Office
) -> None:
    assert officer.stdout is not None
    kept = [officer.stdout.readline().strip() for _ in range(ANSWERS_BEFORE_THE_CUT)]
    officer.kill()
    kept += officer.stdout.read().split()

    with sitting(folder / "device", office, seed="afternoon") as desk, on_the_line(office, desk):
        go_to_work(desk)
        desk.pilot.press(desk.say("today.resume"))
        desk.pilot.wait_for("form", lambda: desk.program.collecting.page is not None)
        page = desk.program.collecting.page
        assert page is not None
        answered = page.presenter.session.values()[PHONE]
        finish_form(desk)
        exchange(desk)

        assert int(answered) in (int(kept[-1]), int(kept[-1]) + 1)
        assert list_drafts(desk.replica) == ()
        assert states(desk) == {DeliveryState.APPLIED}
        assert office.record("person", CAI).fields["phone"] == answered


def test_a_whole_day_without_a_network_goes_up_in_the_evening(folder: Path, office: Office) -> None:
    with sitting(folder / "device", office, seed="morning") as desk:
        pull_the_cable(desk)
        go_to_work(desk)
        open_form(desk)
        finish_form(desk)
        day = desk.program.day
        assert day is not None
        desk.program.window.go_to("rounds")
        desk.pilot.wait_for("houses", lambda: day.houses.model.rowCount() > 0)
        day.rounds.presenter.choose(CAI_HOUSEHOLD)
        day.rounds.presenter.record(VisitOutcome.MET, again_after=None)
        desk.pilot.wait_for("visit", lambda: len(list_submissions(desk.replica)) == 2)

    office.clock.advance(8 * 3_600)
    with sitting(folder / "device", office, seed="afternoon") as desk:
        pull_the_cable(desk)
        go_to_work(desk)
        desk.pilot.wait_for("told", lambda: desk.program.desk.status.unsent >= 2)
        unsent_before = states(desk)
        open_form(desk)
        page = desk.program.collecting.page
        assert page is not None
        page.presenter.answer(PHONE, "13800000009")
        desk.program.collecting.leave()
        desk.pilot.wait_for("draft", lambda: len(list_drafts(desk.replica)) == 1)

        with on_the_line(office, desk):
            exchange(desk)
            desk.pilot.wait_for("all told", lambda: desk.program.desk.status.unsent == 0)

        assert unsent_before <= {DeliveryState.QUEUED, DeliveryState.SEALED}
        assert states(desk) == {DeliveryState.APPLIED}
        assert len(list_drafts(desk.replica)) == 1
        assert office.record("person", CAI).fields["emp_status"] == "1"
        assert office.record("person", CAI).fields["visit_outcome"] == VisitOutcome.MET
