"""A new computer from the office's first command to its first records, over loopback HTTP, in its window.

`server init`, `server invite --picture`, the picture held before a camera, the fingerprint compared with
the one the office printed, a passphrase, a name, and the first fill: what a township does with each laptop.
"""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import shiboken6
from PySide6.QtWidgets import QApplication

from desktop.capture.frame_source import Pixels
from desktop.capture.picture_source import read_picture
from desktop.codecard.photographed import photograph
from desktop.journey.pilot import Pilot
from desktop.paths import AppPaths
from desktop.program import Program
from desktop.theme import apply_theme
from desktop.world import World
from quancai.demo.server_process import ServerProcess
from quancai.demo.story import OPERATOR, PERSON, SCOPE
from quancai.door import run
from quancai.exit_codes import ExitCode
from resources.words import Words
from store import read_record
from sync.adapters.http_transport import HttpTransport
from sync.adapters.system import SystemClock, SystemEntropy
from tests.fakes.frame_source import FakeFrameSource

pytestmark = pytest.mark.socket
PASSPHRASE = "三把椅子一张桌子一棵树"


@pytest.fixture
def server(tmp_path: Path) -> Iterator[ServerProcess]:
    assert run(["server", "init", "--data", str(tmp_path / "server")]) is ExitCode.OK
    server = ServerProcess(tmp_path / "server")
    server.start()
    yield server
    server.stop()


@pytest.fixture
def camera() -> FakeFrameSource:
    return FakeFrameSource()


@pytest.fixture
def program(tmp_path: Path, qapp: QApplication, camera: FakeFrameSource) -> Iterator[Program]:
    apply_theme(qapp)
    world = World(
        clock=SystemClock(),
        entropy=SystemEntropy(),
        connect=HttpTransport,
        listen=HttpTransport,
        cameras=(camera,),
        device_name="象山社区窗口",
    )
    program = Program(AppPaths(tmp_path / "device"), Words("zh_CN"), world=world)
    program.start()
    yield program
    program.window.close()
    QApplication.processEvents()
    shiboken6.delete(program.window)


def hold(camera: FakeFrameSource, picture: Pixels, pilot: Pilot, words: str) -> bool:
    """Hold a picture before the camera, frame after frame, until the screen says so."""
    camera.give(picture)
    return pilot.sees(words)


def test_a_laptop_joins_with_the_picture_of_its_invitation_and_is_filled(
    program: Program,
    server: ServerProcess,
    camera: FakeFrameSource,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    picture = tmp_path / "join.png"
    data, scope = str(server.folder), SCOPE
    invited = run(["server", "invite", "--data", data, "--scope", scope, "--picture", str(picture)])
    pilot, text = Pilot(program.window, patience_s=40), program.words.text
    held = photograph(read_picture(picture), np.random.default_rng(11))

    pilot.press(text("screens.enrolment.begin"))
    comparing = text("screens.enrolment.compare_title")
    pilot.wait_for("read", lambda: hold(camera, held, pilot, comparing))
    assert program.joining is not None
    assert program.joining.presenter.invitation is not None
    printed = program.joining.presenter.invitation.roots.digest.hex()
    is_on_screen = pilot.sees(printed[:4]) and pilot.sees(printed[-4:])
    pilot.press(text("screens.enrolment.matches"))
    pilot.write(text("screens.joining.operator"), OPERATOR)
    pilot.write(text("screens.secret.first_passphrase"), PASSPHRASE)
    pilot.write(text("screens.secret.again"), PASSPHRASE)
    pilot.press(text("screens.enrolment.join"))
    pilot.wait_for("all here", lambda: pilot.sees(text("screens.enrolment.fill_complete")))
    pilot.press(text("screens.enrolment.act_enter"))
    pilot.wait_for("working", lambda: program.day is not None)

    assert invited is ExitCode.OK
    assert is_on_screen
    assert program.desk.reader is not None
    assert read_record(program.desk.reader, "person", PERSON) is not None
    assert program.desk.meter is not None
    assert program.desk.meter.now().day_down > 10_000
