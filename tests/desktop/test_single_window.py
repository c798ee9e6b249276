"""A second start finds the first window, leaves its word there and ends; strangers are not heard."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.single_window import CameAgain, SingleWindow, place_name, take_place
from desktop.start import laid_out_invitation
from tests.architecture.sources import ROOT

pytestmark = pytest.mark.skipif(os.name == "nt", reason="places are files here")
# For another process on a busy machine; nothing here takes a second by itself.
ENDS_MS = 60_000
INVITATION = CameAgain(Path("/media/stick/dongshi.qjy"), "token-1")


@pytest.fixture
def here(tmp_path: Path) -> dict[str, str]:
    return {"XDG_RUNTIME_DIR": str(tmp_path)}


SECOND_START = """
import sys
from pathlib import Path
from desktop.single_window import CameAgain, take_place
from PySide6.QtCore import QCoreApplication
application = QCoreApplication([])
folder, runtime, invitation, activation = sys.argv[1:]
word = CameAgain(Path(invitation) if invitation else None, activation)
place = take_place(Path(folder), word, environment={"XDG_RUNTIME_DIR": runtime})
print("told" if place is None else "first")
"""


# One that leaves a note where it has knocked and nobody listened.
EARLY_START = """
import desktop.single_window as place
knock = place._knock
def note(name):
    visit = knock(name)
    if visit is None:
        open(name + ".knocked", "w").close()
    return visit
place._knock = note
"""
# One that is killed with the place in its hands.
KILLED_START = SECOND_START + "place.listen(); import os; sys.stdout.flush(); os._exit(9)"


class SecondStart:
    """The same program started once more, as far as its window would come."""

    def __init__(
        self, data_folder: Path, word: CameAgain, here: dict[str, str], *, program: str = SECOND_START
    ) -> None:
        told = [data_folder, here["XDG_RUNTIME_DIR"], word.invitation or "", word.activation]
        self._process = subprocess.Popen(
            [sys.executable, "-c", program, *map(str, told)], cwd=ROOT, stdout=subprocess.PIPE, text=True
        )

    def has_ended(self) -> bool:
        return self._process.poll() is not None

    def outcome(self) -> str:
        return self._process.communicate()[0].strip()


def first_window(data_folder: Path, here: dict[str, str]) -> tuple[SingleWindow, list[CameAgain]]:
    window = take_place(data_folder, CameAgain(), environment=here)
    assert window is not None
    window.listen()
    heard: list[CameAgain] = []
    window.came.connect(heard.append)
    return window, heard


def test_second_start_leaves_its_invitation_with_the_first_and_ends(
    qtbot: QtBot, tmp_path: Path, here: dict[str, str]
) -> None:
    window, heard = first_window(tmp_path / "data", here)

    second = SecondStart(tmp_path / "data", INVITATION, here)
    qtbot.waitUntil(second.has_ended, timeout=ENDS_MS)

    assert second.outcome() == "told"
    assert heard == [INVITATION]
    window.close()


def test_second_start_waits_for_a_first_whose_door_does_not_stand_yet(
    qtbot: QtBot, tmp_path: Path, here: dict[str, str]
) -> None:
    window = take_place(tmp_path / "data", CameAgain(), environment=here)
    assert window is not None
    heard: list[CameAgain] = []
    window.came.connect(heard.append)
    second = SecondStart(tmp_path / "data", INVITATION, here, program=EARLY_START + SECOND_START)
    qtbot.waitUntil(
        Path(place_name(tmp_path / "data", environment=here) + ".knocked").exists, timeout=ENDS_MS
    )

    window.listen()
    qtbot.waitUntil(second.has_ended, timeout=ENDS_MS)

    assert second.outcome() == "told"
    assert heard == [INVITATION]
    window.close()


def test_where_whoever_has_the_place_never_listens_the_program_opens(
    monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, tmp_path: Path, here: dict[str, str]
) -> None:
    monkeypatch.setattr("desktop.single_window._KNOCKS", 2)
    monkeypatch.setattr("desktop.single_window._BETWEEN_KNOCKS_MS", 1)
    silent = take_place(tmp_path / "data", CameAgain(), environment=here)

    window = take_place(tmp_path / "data", CameAgain(), environment=here)

    assert silent is not None
    assert window is not None
    window.listen()
    assert not window.is_heard
    silent.close()


def test_a_place_that_was_given_up_is_free(qtbot: QtBot, tmp_path: Path, here: dict[str, str]) -> None:
    window, _ = first_window(tmp_path / "data", here)
    window.close()

    again, _ = first_window(tmp_path / "data", here)

    assert again.is_heard
    again.close()


def test_a_program_killed_with_the_place_in_its_hands_keeps_nobody_out(
    qtbot: QtBot, tmp_path: Path, here: dict[str, str]
) -> None:
    killed = SecondStart(tmp_path / "data", CameAgain(), here, program=KILLED_START)
    qtbot.waitUntil(killed.has_ended, timeout=ENDS_MS)
    left_behind = sorted(path.suffix for path in tmp_path.glob("quancai-*"))

    window, _ = first_window(tmp_path / "data", here)

    assert killed.outcome() == "first"
    assert left_behind == ["", ".lock"]
    assert window.is_heard
    window.close()


def test_other_data_has_a_window_of_its_own(qtbot: QtBot, tmp_path: Path, here: dict[str, str]) -> None:
    window, heard = first_window(tmp_path / "data", here)

    other = take_place(tmp_path / "other", INVITATION, environment=here)

    assert other is not None
    other.listen()
    assert other.is_heard
    assert heard == []
    window.close()
    other.close()


def test_a_place_left_behind_by_a_killed_program_is_taken_over(
    qtbot: QtBot, tmp_path: Path, here: dict[str, str]
) -> None:
    left_behind = socket.socket(socket.AF_UNIX)
    left_behind.bind(place_name(tmp_path / "data", environment=here))
    left_behind.close()  # the file stays, as after a power cut

    window, heard = first_window(tmp_path / "data", here)
    second = SecondStart(tmp_path / "data", CameAgain(), here)
    qtbot.waitUntil(second.has_ended, timeout=ENDS_MS)

    assert window.is_heard
    assert heard == [CameAgain()]
    window.close()


@pytest.mark.parametrize(
    "line", [b"hello\n", b"{}\n", b'{"invitation": 7, "activation": ""}\n', b"x" * 9_000]
)
def test_a_stranger_at_the_place_is_not_heard(
    qtbot: QtBot, tmp_path: Path, here: dict[str, str], line: bytes
) -> None:
    window, heard = first_window(tmp_path / "data", here)
    stranger = socket.socket(socket.AF_UNIX)
    stranger.connect(place_name(tmp_path / "data", environment=here))
    stranger.sendall(line)

    second = SecondStart(tmp_path / "data", INVITATION, here)
    qtbot.waitUntil(second.has_ended, timeout=ENDS_MS)

    assert heard == [INVITATION]
    stranger.close()
    window.close()


def test_where_no_place_can_be_made_the_program_opens_all_the_same(qtbot: QtBot, tmp_path: Path) -> None:
    deep = tmp_path / ("a" * 120)  # longer than a socket's name may be

    window = take_place(deep, CameAgain(), environment={})

    assert window is not None
    window.listen()
    assert not window.is_heard


def test_the_place_is_in_the_folder_only_this_person_may_enter(tmp_path: Path) -> None:
    assert place_name(tmp_path, environment={}) == str(tmp_path / "window")
    assert Path(place_name(tmp_path, environment={"XDG_RUNTIME_DIR": str(tmp_path)})).parent == tmp_path


def test_an_invitation_laid_out_by_the_installer_is_found(tmp_path: Path) -> None:
    environment = {"QUANCAI_MACHINE_FOLDER": str(tmp_path)}
    before = laid_out_invitation(environment)
    (tmp_path / "enroll.qjy").write_text("YS", encoding="ascii")

    assert before is None
    assert laid_out_invitation(environment) == tmp_path / "enroll.qjy"
