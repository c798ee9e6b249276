"""The door comes up without what only the program behind it needs."""

import subprocess
import sys
from pathlib import Path

import pytest

from desktop.log_file import open_log
from resources import words

_ROOT = Path(__file__).resolve().parents[2]
_TELL = "import sys, desktop.start; print(*sorted({name.partition('.')[0] for name in sys.modules}))"


def test_door_loads_no_library_of_the_rooms_behind_it() -> None:
    told = subprocess.run(
        [sys.executable, "-c", _TELL], cwd=_ROOT, capture_output=True, text=True, check=True, timeout=60
    )

    loaded = set(told.stdout.split())
    assert "desktop" in loaded
    assert loaded.isdisjoint(
        {"cryptography", "numpy", "cv2", "lxml", "requests", "socket", "store", "forms", "employment"}
    )


def test_what_the_door_says_is_read_without_the_other_words(monkeypatch: pytest.MonkeyPatch) -> None:
    catalogue = words._Catalogue("zh_CN")

    def never(folder: str, *, suffix: str) -> tuple[str, ...]:
        raise AssertionError((folder, suffix))

    monkeypatch.setattr(words, "list_names", never)

    assert catalogue["screens.unlock.slogan_1"]


def test_other_words_are_read_when_they_are_asked_for() -> None:
    catalogue = words._Catalogue("zh_CN")

    assert "screens.form.review_title" in catalogue
    assert "screens.form.no_such_key" not in catalogue


def test_log_is_no_file_until_it_has_a_line(tmp_path: Path) -> None:
    path = tmp_path / "quancai.log"
    log = open_log(path)

    log.close()

    assert not path.exists()
