"""The one-folder program from a commit: a clean copy of it, PyInstaller, then slimmer.

Built from what git holds and never from the working folder, because caches and forgotten files there would
find their way in. With the moment of the commit and a fixed seed of hashes, two builds have the same bytes.
"""

import os
import subprocess
import sys
import tarfile
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Final

from installers.slimming import Saved, slim
from installers.stamp import Commit, read_commit, write_stamp
from installers.unpacking import unpack


@dataclass(frozen=True, slots=True)
class Edition:
    """One program that is built."""

    name: str
    spec: str
    parts: tuple[str, ...]


DESKTOP: Final = Edition("quancai", "build.spec", ("desktop", "server_stub"))
SERVER: Final = Edition("quancai-server", "build-server.spec", ("server_stub",))


@dataclass(frozen=True, slots=True)
class Bundle:
    """A finished folder with the program in it."""

    edition: Edition
    commit: Commit
    folder: Path
    saved: Saved

    @property
    def program(self) -> Path:
        return self.folder / self.edition.name

    @property
    def size_bytes(self) -> int:
        return sum(path.lstat().st_size for path in self.folder.rglob("*") if not path.is_dir())


def build_bundle(edition: Edition, *, root: Path, place: Path) -> Bundle:
    """Build an edition of HEAD into `place/<name>`.

    Raises:
        subprocess.CalledProcessError: git or PyInstaller ended badly; its words are on standard error.

    """
    commit = read_commit(root)
    source = export_commit(root, place / "source")
    stamp = write_stamp(place / "stamp" / edition.name / "build.json", commit, parts=edition.parts)
    subprocess.run(
        [
            *(sys.executable, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "ERROR"),
            *("--distpath", str(place), "--workpath", str(place / "work" / edition.name), edition.spec),
        ],
        cwd=source,
        env=build_environment(commit, stamp=stamp),
        check=True,
    )
    folder = place / edition.name
    return Bundle(edition, commit, folder, slim(folder))


def export_commit(root: Path, place: Path) -> Path:
    """Lay a clean copy of HEAD into a folder, which is emptied before."""
    subprocess.run(["rm", "-rf", "--", str(place)], check=True)
    packed = subprocess.run(
        ["git", "-C", str(root), "archive", "--format=tar", "HEAD"], check=True, capture_output=True
    ).stdout
    place.mkdir(parents=True)
    with tarfile.open(fileobj=BytesIO(packed)) as archive:
        unpack(archive, place)
    return place


def build_environment(commit: Commit, *, stamp: Path | None = None) -> Mapping[str, str]:
    """Give the environment in which a build depends on its commit alone."""
    fixed = {
        "PYTHONHASHSEED": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "SOURCE_DATE_EPOCH": str(commit.at_s),
        "TZ": "UTC",
        "LC_ALL": "C.UTF-8",
    }
    stamped = {} if stamp is None else {"QUANCAI_BUILD_STAMP": str(stamp)}
    return {**os.environ, **fixed, **stamped}
