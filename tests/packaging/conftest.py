"""One bundle for all tests that look at the frozen program; building it takes minutes."""

import json
import os
import subprocess
from collections.abc import Mapping
from pathlib import Path

import pytest

from installers.bill_of_materials import BILL, LICENCES
from installers.bundle import DESKTOP, Bundle, build_bundle
from installers.desktop_package import build_desktop_deb
from installers.making import bundle_with_bills
from installers.slimming import Saved
from installers.stamp import read_commit
from tests.architecture.sources import ROOT
from tests.packaging.clean_debian import CleanDebian, fetch_clean_debian
from tests.packaging.older_program import build_older_package

QUICKLY = 0  # how hard tests pack


@pytest.fixture(scope="session")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    """The desktop of HEAD; QUANCAI_BUNDLE names one that was built before."""
    ready = _built_before()
    return ready or build_bundle(DESKTOP, root=ROOT, place=tmp_path_factory.mktemp("package"))


@pytest.fixture(scope="session")
def billed(tmp_path_factory: pytest.TempPathFactory) -> Bundle:
    """The same with its bill of materials and its licences, as it is handed out."""
    ready = _built_before()
    return ready or bundle_with_bills(DESKTOP, ROOT, tmp_path_factory.mktemp("package"))[0]


@pytest.fixture(scope="session")
def package(billed: Bundle, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The desktop's package of HEAD, packed quickly."""
    place = tmp_path_factory.mktemp("deb")
    return build_desktop_deb(billed, documents=documents_of(billed), place=place, effort=QUICKLY)


def documents_of(bundle: Bundle) -> list[Path]:
    return [bundle.folder / "_internal" / "licences" / name for name in (BILL, LICENCES)]


@pytest.fixture(scope="session")
def older_package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package of a really older program; QUANCAI_OLDER_PACKAGE names one that was built before."""
    ready = os.environ.get("QUANCAI_OLDER_PACKAGE")
    return Path(ready) if ready else build_older_package(tmp_path_factory.mktemp("older"))


@pytest.fixture(scope="session")
def clean_debian(tmp_path_factory: pytest.TempPathFactory) -> CleanDebian:
    """A system nobody works on: the others are copies of it."""
    return fetch_clean_debian(tmp_path_factory.mktemp("clean") / "root")


def _built_before() -> Bundle | None:
    built = os.environ.get("QUANCAI_BUNDLE")
    if built is None:
        return None
    stamp = json.loads((Path(built) / "_internal/resources/build.json").read_text(encoding="utf-8"))
    return Bundle(DESKTOP, read_commit(ROOT, name=stamp["commit"]), Path(built), Saved(0, 0, 0))


@pytest.fixture
def bare(tmp_path: Path) -> Mapping[str, str]:
    """What a person's session gives a program: nothing of Python or of this repository, a home of its own."""
    (tmp_path / "home").mkdir()
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "QUANCAI", "XDG"))
    }
    return {**kept, "QT_QPA_PLATFORM": "offscreen", "HOME": str(tmp_path / "home"), "LC_ALL": "C.UTF-8"}


def run_program(
    program: Path, *arguments: str | Path, folder: Path, environment: Mapping[str, str], seconds: float = 300
) -> subprocess.CompletedProcess[str]:
    """Run the frozen program to its end, away from the source tree."""
    return subprocess.run(
        [program, *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
        env=environment,
    )
