"""The lock screen stands before the program is loaded: who knocks early is let in, nothing typed is lost."""

from pathlib import Path
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from desktop import front_door
from desktop.front_door import FrontDoor
from desktop.paths import AppPaths
from desktop.shell.unlock_presenter import Attempt
from desktop.unlocking import unlock
from desktop.who_may_come import WIPE_MARKER, is_being_erased, is_new
from resources.words import Words
from sync.custody.key_file import SecretKind
from sync.suites.at_rest import KdfCost
from tests.desktop.at_the_desk import PASSPHRASE
from tests.fakes.clock import FakeClock
from tests.fakes.entropy import SeededEntropy


@pytest.fixture
def paths(tmp_path: Path) -> AppPaths:
    made = AppPaths(tmp_path)
    cheap = KdfCost(memory_kib=64, passes=1)
    unlock(made, PASSPHRASE, entropy=SeededEntropy("front"), cost=cheap).open_writer().close()
    return made


@pytest.fixture
def door(dressed: object, qtbot: QtBot, paths: AppPaths, words: Words) -> FrontDoor:
    front = FrontDoor(paths, words, clock=FakeClock())
    qtbot.addWidget(front.window)
    return front


def test_door_asks_for_what_the_key_file_says(door: FrontDoor) -> None:
    assert door.kind is SecretKind.PASSPHRASE
    assert door.window.is_locked


def test_attempt_before_the_program_is_there_is_made_when_it_comes(door: FrontDoor) -> None:
    made: list[Attempt] = []
    door.screen.presenter.enter_passphrase(PASSPHRASE)

    door.take_over(made.append)

    assert [attempt.secret for attempt in made] == [PASSPHRASE]


def test_attempt_afterwards_goes_to_the_program_at_once(door: FrontDoor) -> None:
    made: list[Attempt] = []
    door.take_over(made.append)

    door.screen.presenter.enter_passphrase(PASSPHRASE)

    assert [attempt.secret for attempt in made] == [PASSPHRASE]


def test_who_asked_for_help_before_all_is_loaded_is_helped_then(door: FrontDoor, qtbot: QtBot) -> None:
    door.screen.view.forgot_chosen.emit()

    with qtbot.waitSignal(door.screen.view.forgot_chosen):
        door.take_over(lambda _: None)


def test_nobody_who_did_not_ask_for_help_is_helped(door: FrontDoor, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(door.screen.view.forgot_chosen):
        door.take_over(lambda _: None)


def test_the_focus_stays_in_the_field_while_it_opens(door: FrontDoor, qtbot: QtBot) -> None:
    with qtbot.waitExposed(door.window):
        door.window.show()
    (typed,) = door.screen.view.findChildren(QLineEdit)

    typed.setText(PASSPHRASE)
    QTest.keyClick(typed, Qt.Key.Key_Return)

    assert door.window.focusWidget() is typed
    assert typed.isReadOnly()


def test_everything_is_loaded_once_the_window_stands(
    door: FrontDoor, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr("desktop.front_door.importlib.import_module", asked.append)

    with qtbot.waitSignal(door.loaded):
        door.show()

    assert asked == [*front_door.LIBRARIES, *front_door.PIECES]


def test_the_door_answers_while_the_libraries_are_loaded(
    door: FrontDoor, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    is_typed = Event()
    monkeypatch.setattr("desktop.front_door.importlib.import_module", lambda _: is_typed.wait(10))
    (typed,) = door.screen.view.findChildren(QLineEdit)

    with qtbot.waitSignal(door.loaded):
        door.show()
        QTest.keyClicks(typed, "abc")
        is_typed.set()

    assert typed.text() == "abc"


def test_a_library_that_does_not_load_is_told_on_the_thread_of_the_window(
    door: FrontDoor, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(name: str) -> None:
        raise ImportError(name)

    monkeypatch.setattr("desktop.front_door.importlib.import_module", broken)

    with qtbot.captureExceptions() as told:
        door.show()
        qtbot.waitUntil(lambda: bool(told))

    assert [str(error) for _, error, _ in told] == [front_door.LIBRARIES[0]]


def test_installation_that_is_being_erased_shows_no_door(paths: AppPaths) -> None:
    (paths.folder / WIPE_MARKER).touch()

    assert is_being_erased(paths)
    assert not is_new(paths)
