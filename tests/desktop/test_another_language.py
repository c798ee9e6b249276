"""The language is changed where nobody is inside: at the lock screen and in the first run."""

from pathlib import Path

import pytest
import shiboken6
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.app import build_program
from desktop.capture.errors import CameraUnavailableError
from desktop.journey.pilot import Pilot
from desktop.paths import AppPaths
from desktop.preferences import read_preferences
from desktop.program import Program
from desktop.world import World
from resources.words import Words
from sync.ports import Response
from tests.fakes.clock import FakeClock
from tests.fakes.entropy import SeededEntropy
from tests.fakes.frame_source import FakeFrameSource
from tests.fakes.transport import FakeTransport

PASSPHRASE = "三把椅子一张桌子一棵树"


@pytest.fixture
def world(clock: FakeClock) -> World:
    camera = FakeFrameSource()
    camera.failure = CameraUnavailableError(index="0")
    return World(
        clock=clock,
        entropy=SeededEntropy("language"),
        connect=lambda _url: FakeTransport(lambda _request: Response(404)),
        cameras=(camera,),
        device_name="象山社区窗口",
    )


def begun(program: Program) -> Program:
    program.start()
    return program


def ended(program: Program) -> None:
    program.window.close()
    assert program.focus_ring is not None
    shiboken6.delete(program.focus_ring)
    QApplication.processEvents()
    shiboken6.delete(program.window)


def test_the_first_run_goes_on_in_the_language_that_was_pressed(
    tmp_path: Path, world: World, dressed: QApplication, qtbot: QtBot
) -> None:
    program = begun(build_program(AppPaths(tmp_path), language="zh_CN", world=world))
    Pilot(program.window).press("English")
    qtbot.waitUntil(lambda: program.successor is not None)
    following = program.successor
    assert following is not None
    pilot = Pilot(following.window)
    shown = pilot.sees(Words("en").text("screens.enrolment.welcome_title"))
    ended(following)

    assert shown
    assert read_preferences(AppPaths(tmp_path).preferences).language == "en"


def test_the_lock_screen_speaks_the_other_language_and_opens_as_before(
    tmp_path: Path, world: World, dressed: QApplication, qtbot: QtBot
) -> None:
    program = begun(build_program(AppPaths(tmp_path), language="zh_CN", world=world))
    program.door.try_secret(PASSPHRASE)
    qtbot.waitUntil(lambda: program.desk.unlocked is not None)
    program.lock()
    Pilot(program.window).press("English")
    qtbot.waitUntil(lambda: program.successor is not None)
    following = program.successor
    assert following is not None
    pilot, words = Pilot(following.window, patience_s=60), Words("en")
    pilot.write(words.text("screens.unlock.passphrase_label"), PASSPHRASE)
    pilot.press(words.text("screens.unlock.open"))
    pilot.wait_for("open", lambda: following.desk.unlocked is not None)
    pilot.wait_for("joining", lambda: pilot.sees(words.text("screens.enrolment.connect_title")))
    is_open = following.desk.reader is not None
    ended(following)

    assert is_open
