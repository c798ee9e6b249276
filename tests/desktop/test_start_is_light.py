"""The door comes up without what only the program behind it needs.

Held by names, not by a stopwatch: what stands here once took a third of a start.
"""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from PySide6.QtCore import qVersion

from desktop.log_file import open_log
from desktop.paths import AppPaths
from desktop.unlocking import unlock
from resources import read_text, words
from scripts.gather_first_words import gather
from sync.suites.at_rest import KdfCost
from tests.desktop.at_the_desk import PASSPHRASE
from tests.fakes.entropy import SeededEntropy

_ROOT = Path(__file__).resolve().parents[2]
# As an installed program starts: what may be kept has been kept by the start before.
_OPEN_THE_DOOR = """
import builtins, enum, gc, json, os, sys
from pathlib import Path
sys.dont_write_bytecode = False
compiled, plainly = [], builtins.compile
def note(source, filename, *others, **named):
    compiled.append(str(filename))
    return plainly(source, filename, *others, **named)
builtins.compile = note
from desktop.start import find_paths, open_door
paths = find_paths(Path(sys.argv[1]))
opening = open_door(paths, "zh_CN")
from desktop.single_window import CameAgain, take_place
take_place(paths.folder, CameAgain(), environment=os.environ)
opening.front.window.show()
opening.front.window.grab()
print(json.dumps({
    "modules": list(sys.modules),
    "choices": [one.__name__ for one in gc.get_objects() if isinstance(one, enum.EnumType)],
    "compiled": compiled,
    "threads": os.listdir("/proc/self/task") if os.path.isdir("/proc/self/task") else ["the first"],
    "import": builtins.__import__ is getattr(builtins, "__orig_import__", builtins.__import__),
}), flush=True)
os._exit(0)
"""

Loaded = Mapping[str, list[str]]
# Qt 6.7, of the other lock, cannot be told to fill on one thread; it takes one a core.
_FILLING = {"6.7.3": os.cpu_count() or 1}.get(qVersion(), 0)


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    """Give what a process has loaded when its door has been painted once."""
    paths = AppPaths(tmp_path_factory.mktemp("installation"))
    cheap = KdfCost(memory_kib=64, passes=1)
    unlock(paths, PASSPHRASE, entropy=SeededEntropy("light"), cost=cheap).open_writer().close()
    bytecode = tmp_path_factory.mktemp("bytecode")
    _open_the_door(paths, bytecode)
    return _open_the_door(paths, bytecode)


def _open_the_door(paths: AppPaths, bytecode: Path) -> Loaded:
    told = subprocess.run(
        [sys.executable, "-c", _OPEN_THE_DOOR, str(paths.folder)],
        cwd=_ROOT,
        env={**os.environ, "PYTHONPYCACHEPREFIX": str(bytecode)},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    return dict(json.loads(told.stdout))


def test_door_loads_no_library_of_the_rooms_behind_it(loaded: Loaded) -> None:
    libraries = {name.partition(".")[0] for name in loaded["modules"]}

    assert {"desktop", "PySide6"} <= libraries
    assert libraries.isdisjoint(
        {
            "cryptography",
            "numpy",
            "cv2",
            "lxml",
            "requests",
            "socket",
            "sqlcipher3",
            "sqlite_utils",
            "zxingcpp",
        }
    )
    assert libraries.isdisjoint({"store", "forms", "employment", "tomllib", "uuid", "platform", "hashlib"})


def test_door_loads_nothing_of_the_window_that_only_those_inside_see(loaded: Loaded) -> None:
    behind = {
        "PySide6.QtNetwork",
        "desktop.app",
        "desktop.error_report",
        "desktop.components.dialog",
        "desktop.components.toast",
        "desktop.program",
        "desktop.shell.frame",
        "desktop.shell.rail",
        "desktop.shell.shortcuts",
        "desktop.shell.top_bar",
    }

    assert "desktop.shell.unlock_view" in loaded["modules"]
    assert behind.isdisjoint(loaded["modules"])


def test_door_reads_of_the_key_file_only_whom_it_names(loaded: Loaded) -> None:
    """Each value with fields costs half a millisecond to make; these are for opening a slot or for a wire."""
    assert "sync.custody.key_file_names" in loaded["modules"]
    assert {"sync.custody.key_file", "sync.suites.suite", "sync.ports"}.isdisjoint(loaded["modules"])


def test_door_asks_qt_for_nothing_that_makes_pyside_load_every_class_there_is(loaded: Loaded) -> None:
    """One look for a viewport, a child or a style brings wizards, styles and icon themes with it."""
    assert "AlignmentFlag" in loaded["choices"]
    assert {"WizardOption", "PixelMetric", "ThemeIcon", "Preset", "StandardKey"}.isdisjoint(loaded["choices"])


def test_modules_are_imported_without_pyside_reading_their_source(loaded: Loaded) -> None:
    assert loaded["import"]


def test_nothing_is_compiled_that_was_compiled_at_the_start_before(loaded: Loaded) -> None:
    assert loaded["compiled"] == []


def test_door_is_painted_without_waking_another_thread(loaded: Loaded) -> None:
    assert len(loaded["threads"]) <= 1 + _FILLING


def test_what_only_the_makers_of_pyside_call_is_not_made_ready(loaded: Loaded) -> None:
    assert "shibokensupport.signature.lib.pyi_generator" in loaded["modules"]
    assert {"argparse", "gettext"}.isdisjoint(loaded["modules"])


def test_what_the_door_says_is_read_without_the_other_words(monkeypatch: pytest.MonkeyPatch) -> None:
    catalogue = words._Catalogue("zh_CN")

    def never(folder: str, *, suffix: str) -> tuple[str, ...]:
        raise AssertionError((folder, suffix))

    monkeypatch.setattr(words, "list_names", never)

    assert catalogue["screens.unlock.slogan_1"]


def test_what_the_door_says_is_what_the_catalogue_says() -> None:
    """After a change of those tables: `python -m scripts.gather_first_words`."""
    assert json.loads(read_text(words.FIRST_WORDS)) == gather()


def test_other_words_are_read_when_they_are_asked_for() -> None:
    catalogue = words._Catalogue("zh_CN")

    assert "screens.form.review_title" in catalogue
    assert "screens.form.no_such_key" not in catalogue


def test_log_is_no_file_until_it_has_a_line(tmp_path: Path) -> None:
    path = tmp_path / "quancai.log"
    log = open_log(path)

    log.close()

    assert not path.exists()
