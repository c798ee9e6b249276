"""Qt without a screen, dressed once, and the story's words and clock."""

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.theme import apply_theme
from resources.words import Words
from store import read_record
from tests.desktop.at_the_desk import AtTheDesk, sitting, write_invitation
from tests.fakes.clock import FakeClock
from tests.fakes.hesitation import Hesitation, make_hesitant
from tests.scenario.office import CAI, Office, open_office, prepare_office

PATIENCE_MS = 60_000


def pytest_sessionfinish() -> None:
    """Let go of closed windows while Qt still runs: after its end that would end the interpreter, too."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()


@pytest.fixture(autouse=True)
def hesitant_threads(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """With `--hesitant SEED` no thread of the program is quick: a test may only wait for what is shown."""
    seed = request.config.getoption("--hesitant")
    if seed is not None:
        make_hesitant(monkeypatch, Hesitation(f"{seed} {request.node.nodeid}"))


class PatientBot(QtBot):
    """Waits as long as a loaded machine needs, which costs nothing while a test is green."""

    def waitUntil(self, callback: Callable[[], bool | None], *, timeout: int = PATIENCE_MS) -> None:  # noqa: N802
        super().waitUntil(callback, timeout=timeout)

    def waitSignal(self, signal: Any, *, timeout: int = PATIENCE_MS, **more: Any) -> Any:  # noqa: N802
        return super().waitSignal(signal, timeout=timeout, **more)


@pytest.fixture
def qtbot(qapp: QApplication, request: pytest.FixtureRequest) -> QtBot:
    """Give pytest-qt's own bot, with patience."""
    return PatientBot(request)


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    return ["quancai-tests"]


@pytest.fixture
def dressed(qapp: QApplication) -> QApplication:
    """The application in its theme at normal text size."""
    apply_theme(qapp)
    return qapp


@pytest.fixture
def words() -> Words:
    return Words("zh_CN")


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory, qapp: QApplication) -> Path:
    """An office and a device that has joined it, to be copied by every test."""
    apply_theme(qapp)
    folder = tmp_path_factory.mktemp("township")
    prepare_office(folder / "office")
    office = open_office(folder / "office")
    with sitting(folder / "device", office, seed="joining") as desk:
        desk.ask_to_join(write_invitation(office, folder / "enroll.qjy"))
        desk.wait_until_quiet()
        office.desk.run_once()
        desk.sync()
        desk.enter()
        desk.pilot.wait_for("first records", lambda: read_record(desk.replica, "person", CAI) is not None)
    office.close()
    return folder


@pytest.fixture
def office(prepared: Path, tmp_path: Path) -> Iterator[Office]:
    shutil.copytree(prepared / "office", tmp_path / "office")
    opened = open_office(tmp_path / "office")
    yield opened
    opened.close()


@pytest.fixture
def desk(prepared: Path, tmp_path: Path, office: Office, dressed: QApplication) -> Iterator[AtTheDesk]:
    """A device of this morning, its door still closed."""
    shutil.copytree(prepared / "device", tmp_path / "device")
    with sitting(tmp_path / "device", office, seed="morning") as opened:
        yield opened


@pytest.fixture
def working(desk: AtTheDesk) -> AtTheDesk:
    desk.unlock()
    desk.pilot.wait_for("working", lambda: desk.program.day is not None)
    desk.wait_until_quiet()
    return desk
