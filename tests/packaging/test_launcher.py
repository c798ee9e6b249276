"""The launcher of Windows is frozen here, on Linux, and started: it needs no version's Python."""

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT
from updates.small_files import write_line

pytestmark = pytest.mark.installing
CONSOLE = "quancai-console"
WELL = '#!/bin/sh\nrm -f "$QUANCAI_INSTALLATION/unconfirmed"\necho "$QUANCAI_RUNNING $1"\n'
DIES = "#!/bin/sh\nexit 1\n"


@pytest.fixture(scope="module")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("launcher")
    subprocess.run(
        [
            *(sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR"),
            *("--distpath", str(place / "dist"), "--workpath", str(place / "work")),
            "build-launcher.spec",
        ],
        cwd=ROOT,
        check=True,
    )
    return place / "dist" / "quancai-launcher"


@pytest.fixture
def folder(frozen: Path, tmp_path: Path) -> Path:
    """A folder of versions with the frozen launcher before them; the newer version is new."""
    subprocess.run(["cp", "-a", f"{frozen}/.", str(tmp_path / "stick")], check=True)
    put(tmp_path / "stick", "0.1.0", WELL)
    write_line(tmp_path / "stick" / "current", "0.1.0")
    return tmp_path / "stick"


def put(folder: Path, version: str, script: str) -> None:
    program = folder / "versions" / version / CONSOLE
    program.parent.mkdir(parents=True)
    program.write_text(script, encoding="ascii")
    program.chmod(0o755)


def start(folder: Path) -> "subprocess.CompletedProcess[str]":
    kept: Mapping[str, str] = {name: os.environ[name] for name in ("PATH", "HOME")}
    return subprocess.run(
        [str(folder / CONSOLE), "app"], capture_output=True, text=True, check=False, env=kept, cwd="/"
    )


def test_it_starts_the_current_version(folder: Path) -> None:
    said = start(folder)

    assert (said.returncode, said.stdout) == (0, "0.1.0 app\n")


def test_it_takes_a_version_back_that_does_not_start(folder: Path) -> None:
    put(folder, "0.2.0", DIES)
    write_line(folder / "previous", "0.1.0")
    write_line(folder / "unconfirmed", "0.2.0 0")
    write_line(folder / "current", "0.2.0")

    said = start(folder)

    assert (said.returncode, said.stdout) == (0, "0.1.0 app\n")
    assert (folder / "current").read_text(encoding="ascii") == "0.1.0\n"
    assert (folder / "refused").read_text(encoding="ascii") == "0.2.0\n"


def test_it_carries_no_library_of_the_program(folder: Path) -> None:
    named = {path.name.lower() for path in (folder / "launcher").rglob("*")}

    assert not [name for name in named if "qt" in name or "numpy" in name or "crypto" in name]
