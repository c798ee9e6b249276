"""The program on a stick: data beside it, nothing on the computer, the whole journey from there."""

import json
import tarfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from installers.bundle import Bundle
from installers.portable import build_portable
from installers.unpacking import unpack
from tests.packaging.conftest import run_program

pytestmark = [pytest.mark.installing, pytest.mark.socket, pytest.mark.timeout(1800)]


@pytest.fixture(scope="module")
def stick(billed: Bundle, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive unpacked, as on a stick."""
    archive = build_portable(billed, place=tmp_path_factory.mktemp("portable"), effort=0)
    folder = tmp_path_factory.mktemp("stick")
    with tarfile.open(archive) as packed:
        assert [entry for entry in packed if entry.issym() or entry.islnk()] == []
        unpack(packed, folder)
    return next(folder.iterdir())


def test_the_program_knows_that_it_travels(stick: Path, bare: Mapping[str, str], tmp_path: Path) -> None:
    done = run_program(stick / "quancai", "self-check", "--json", folder=tmp_path, environment=bare)

    checks = {check["name"]: check for check in json.loads(done.stdout)["checks"]}
    assert done.returncode == 0, done.stdout
    assert checks["data-folder"]["detail"] == "portable"


def test_the_journey_leaves_nothing_in_the_persons_home(
    stick: Path, bare: Mapping[str, str], tmp_path: Path
) -> None:
    walked = ("demo", "--headless", "--json", "--data", stick / "quancai-data")

    done = run_program(stick / "quancai", *walked, folder=tmp_path, environment=bare)

    assert json.loads(done.stdout)["ok"] is True
    assert (stick / "quancai-data" / "journey" / "device" / "replica.db").is_file()
    assert [path for path in Path(bare["HOME"]).rglob("*") if path.is_file()] == []
