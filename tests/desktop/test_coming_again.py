"""The program is started while it is open: its window comes, and an invitation means what it can mean."""

from pathlib import Path

import pytest

from desktop.coming_again import welcome_back
from desktop.single_window import CameAgain
from tests.desktop.at_the_desk import AtTheDesk, sitting, write_invitation
from tests.scenario.office import Office

pytestmark = pytest.mark.usefixtures("dressed")


def test_hidden_window_comes_to_the_front(working: AtTheDesk) -> None:
    window = working.program.window
    window.showMinimized()

    welcome_back(working.program, CameAgain())

    assert window.isVisible()
    assert not window.isMinimized()


def test_invitation_opened_during_the_first_run_is_read(tmp_path: Path, office: Office) -> None:
    invitation = write_invitation(office, tmp_path / "enroll.qjy")
    with sitting(tmp_path / "new", office, seed="new") as desk:
        welcome_back(desk.program, CameAgain(invitation))
        desk.pilot.press(desk.say("enrolment.begin"))

        assert desk.pilot.sees(desk.say("enrolment.compare_title"))
        assert desk.wire.requests == []


def test_computer_that_has_joined_says_so(tmp_path: Path, working: AtTheDesk) -> None:
    welcome_back(working.program, CameAgain(tmp_path / "again.qjy"))

    assert working.pilot.sees(working.say("program.joined_already"))


def test_nothing_is_said_over_a_closed_door(tmp_path: Path, working: AtTheDesk) -> None:
    working.program.lock()

    welcome_back(working.program, CameAgain(tmp_path / "again.qjy"))
    said_at_the_door = working.pilot.sees(working.say("program.joined_already"))
    working.unlock()

    assert not said_at_the_door
    working.pilot.wait_for("said", lambda: working.pilot.sees(working.say("program.joined_already")))
