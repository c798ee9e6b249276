"""A folder of versions for Windows: laid out with its own launcher, asked without a window."""

import sys
from pathlib import Path

import pytest

from quancai.portable_folder import LauncherMissingError, lay_out_portable
from updates.installed import Installation
from updates.updating import program_in
from updates.version import parse_version


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """What PyInstaller leaves in `dist` on Windows: the program, and its launcher beside it."""
    for folder, inside in (("quancai", "_internal"), ("quancai-launcher", "launcher")):
        (tmp_path / "dist" / folder / inside).mkdir(parents=True)
        for name in ("quancai.exe", "quancai-console.exe"):
            (tmp_path / "dist" / folder / name).write_bytes(f"{folder} {name}".encode())
        (tmp_path / "dist" / folder / inside / "python311.dll").write_bytes(folder.encode())
    return tmp_path / "dist" / "quancai"


def test_the_launcher_stands_before_the_versions_with_its_own_python(built: Path, tmp_path: Path) -> None:
    launcher = lay_out_portable(built, tmp_path / "stick", version="0.1.0", keeps_data=True)

    stick = tmp_path / "stick"
    assert launcher == stick / "quancai.exe"
    assert (stick / "quancai-console.exe").read_bytes() == b"quancai-launcher quancai-console.exe"
    assert (stick / "launcher" / "python311.dll").read_bytes() == b"quancai-launcher"
    assert (stick / "versions" / "0.1.0" / "_internal" / "python311.dll").read_bytes() == b"quancai"
    assert Installation(stick).current == parse_version("0.1.0")
    assert (stick / "portable").exists()
    assert not (stick / "quancai").exists()


def test_without_its_launcher_nothing_is_made(built: Path, tmp_path: Path) -> None:
    (tmp_path / "dist" / "quancai-launcher" / "quancai.exe").unlink()

    with pytest.raises(LauncherMissingError):
        lay_out_portable(built, tmp_path / "stick", version="0.1.0")

    assert not (tmp_path / "stick").exists()


def test_a_version_is_asked_by_its_twin_with_a_terminal(built: Path, tmp_path: Path) -> None:
    assert program_in(built) == built / "quancai-console.exe"
    assert program_in(tmp_path / "a version of Linux").name == "quancai"


def test_what_the_launcher_is_made_of_needs_nothing_but_python() -> None:
    """A version's libraries must not be needed to take that version back."""
    sources = Path(__file__).parents[2] / "updates"
    imported = [
        line.split()[1].partition(".")[0]
        for name in ("launching.py", "small_files.py")
        for line in (sources / name).read_text(encoding="utf-8").splitlines()
        if line.startswith(("import ", "from "))
    ]

    assert set(imported) - {"updates"} <= sys.stdlib_module_names
    own = [line for line in (sources / "launching.py").read_text("utf-8").splitlines() if " updates" in line]
    assert own == ["from updates.small_files import read_words, write_line"]
