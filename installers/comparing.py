"""Are two builds the same? Every file of two folders, packages or archives by its digest, kind and rights.

Packages are opened, so that a difference is named by the file it is in. What may differ is written down here
with its reason, and nothing else may.
"""

import hashlib
import subprocess
import tarfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from installers.unpacking import unpack

# Nothing at present: with the moment of the commit and a fixed seed of hashes every file comes out the same.
EXCEPTIONS: Final[Mapping[str, str]] = {}


@dataclass(frozen=True, slots=True)
class Difference:
    """One path that is not the same on both sides; `excuse` is empty where there is none."""

    path: str
    what: str
    excuse: str = ""


def compare(one: Path, other: Path) -> tuple[Difference, ...]:
    """Give what differs between two builds of the same kind."""
    with TemporaryDirectory(prefix="quancai-") as folder:
        left, right = _opened(one, Path(folder) / "one"), _opened(other, Path(folder) / "other")
        found = tuple(_differences(_digests(left), _digests(right)))
    if not found and one.is_file() and hash_of(one) != hash_of(other):
        return (Difference(one.name, "the same files, packed otherwise"),)
    return found


def hash_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _differences(left: Mapping[str, str], right: Mapping[str, str]) -> Iterator[Difference]:
    for path in sorted(left.keys() | right.keys()):
        if left.get(path) != right.get(path):
            only = "only on one side" if path not in left or path not in right else "differs"
            yield Difference(path, only, EXCEPTIONS.get(path, ""))


def _digests(folder: Path) -> dict[str, str]:
    return {path.relative_to(folder).as_posix(): _describe(path) for path in folder.rglob("*")}


def _describe(path: Path) -> str:
    if path.is_symlink():
        return f"link {path.readlink()}"
    if path.is_dir():
        return "folder"
    return f"{path.stat().st_mode & 0o777:o} {hash_of(path)}"


def _opened(build: Path, place: Path) -> Path:
    if build.is_dir():
        return build
    if build.suffix == ".deb":
        subprocess.run(["dpkg-deb", "--raw-extract", str(build), str(place)], check=True)
        return place
    with tarfile.open(build) as archive:
        unpack(archive, place)
    return place
