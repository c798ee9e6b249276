"""Two officers at one locked door: each comes in with their own secret."""

from pathlib import Path

import pytest

from desktop.operators import Custodian
from desktop.shell.unlock_view import UnlockView
from desktop.unlocking import unlock
from sync.custody.key_file import SecretKind
from sync.custody.secret_policy import NoKeychain
from tests.desktop.at_the_desk import PASSPHRASE, AtTheDesk
from tests.fakes.entropy import SeededEntropy
from tests.scenario.office import Office

COLLEAGUE = "码头旁边的灯塔今年重新刷白了"


@pytest.fixture
def shared_desk(desk: AtTheDesk, tmp_path: Path, office: Office) -> AtTheDesk:
    paths = desk.program.paths
    inside = unlock(paths, PASSPHRASE, entropy=SeededEntropy("inside"))
    Custodian(inside, NoKeychain(), SeededEntropy("add")).add("0922", COLLEAGUE, kind=SecretKind.PASSPHRASE)
    desk.program.door.show()
    return desk


def test_colleague_chooses_the_card_and_comes_in(shared_desk: AtTheDesk) -> None:
    shared_desk.pilot.press("0922")
    shared_desk.unlock(COLLEAGUE)
    shared_desk.pilot.wait_for("working", lambda: shared_desk.program.day is not None)

    assert shared_desk.program.desk.unlocked is not None
    assert shared_desk.program.desk.unlocked.operator == "0922"
    shared_desk.wait_until_quiet()


def test_one_officers_passphrase_does_not_open_the_others_slot(shared_desk: AtTheDesk) -> None:
    shared_desk.pilot.press("0922")
    shared_desk.unlock(PASSPHRASE)
    refused = shared_desk.words.count("screens.unlock.wrong_passphrase", 4)
    shared_desk.pilot.wait_for("refused", lambda: shared_desk.pilot.sees(refused))

    assert shared_desk.program.window.is_locked


def test_a_door_that_knows_somebody_new_keeps_no_old_screen(shared_desk: AtTheDesk) -> None:
    window = shared_desk.program.window
    # It goes with the next turn of the loop: whoever closed the door may still be in it.
    shared_desk.pilot.wait_for("gone", lambda: len(window.findChildren(UnlockView)) == 1)

    [screen] = window.findChildren(UnlockView)
    assert screen.isVisible()
