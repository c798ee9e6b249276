"""The one-folder program builds, finds its resources and walks through the whole journey."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = [pytest.mark.packaging, pytest.mark.socket, pytest.mark.timeout(900)]
ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    build = tmp_path_factory.mktemp("frozen")
    subprocess.run(
        [
            *(sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "ERROR"),
            *("--distpath", str(build / "dist"), "--workpath", str(build / "work"), "build.spec"),
        ],
        cwd=ROOT,
        check=True,
        timeout=800,
        capture_output=True,
    )
    return build / "dist" / "quancai" / "quancai"


def test_the_frozen_program_walks_through_the_journey(program: Path, tmp_path: Path) -> None:
    bare = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    process = subprocess.run(
        [program, "demo", "--headless", "--json", "--data", str(tmp_path / "demo")],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
        env={**bare, "QT_QPA_PLATFORM": "offscreen"},
    )

    assert process.returncode == 0, process.stderr
    assert json.loads(process.stdout)["ok"] is True


def test_the_frozen_program_needs_nothing_of_the_source_tree(program: Path) -> None:
    assert shutil.which("quancai", path=str(program.parent)) is not None
    assert not list(program.parent.rglob("test_*.py"))


def test_the_frozen_program_converts_a_workbook(program: Path, tmp_path: Path) -> None:
    target = tmp_path / "employment_brief.xml"

    process = subprocess.run(
        [program, "form", "convert", ROOT / "resources/forms/employment_brief.xlsx", "--out", target],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )

    assert process.returncode == 0, process.stderr
    assert target.read_bytes() == (ROOT / "resources/forms/employment_brief.xml").read_bytes()


def test_the_frozen_program_carries_no_java(program: Path) -> None:
    assert list(program.parent.rglob("*.jar")) == []
