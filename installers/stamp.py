"""The one moment and the one name of a build are those of its commit; built again, it is the same.

Nothing of the building computer goes in: not its time, its name or its folders. What was not committed is not
built, and the build says so.
"""

import json
import subprocess
import tomllib
from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version as installed_version
from pathlib import Path
from typing import Final

# The last line of Qt that runs on glibc 2.28 (x86_64) and 2.31 (aarch64); docs/adr/0037.
_OLDER_QT: Final = "6.7."


@dataclass(frozen=True, slots=True)
class Commit:
    """What is built."""

    id: str  # short, as people say it
    at_s: int  # seconds since 1970, of the commit
    version: str  # of the program
    has_more: bool  # the tree holds changes that are not in it

    @property
    def day(self) -> str:
        return datetime.fromtimestamp(self.at_s, UTC).date().isoformat()


def read_commit(root: Path, *, name: str = "HEAD") -> Commit:
    """Read what a commit is."""
    project = tomllib.loads(_git(root, "show", f"{name}:pyproject.toml"))["project"]
    return Commit(
        id=_git(root, "rev-parse", "--short=10", name),
        at_s=int(_git(root, "log", "-1", "--format=%ct", name)),
        version=str(project["version"]),
        has_more=bool(_git(root, "status", "--porcelain", "--untracked-files=no")),
    )


def lock_in_use() -> str:
    """Name the lock this environment was installed from, by the Qt that is in it."""
    return "xinchuang" if installed_version("PySide6-Essentials").startswith(_OLDER_QT) else "modern"


def write_stamp(place: Path, commit: Commit, *, parts: tuple[str, ...]) -> Path:
    """Write what `quancai/build_stamp.py` reads in the finished program."""
    row = {"commit": commit.id, "built_on": commit.day, "lock": lock_in_use(), "parts": list(parts)}
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_text(json.dumps(row, sort_keys=True) + "\n", encoding="utf-8")
    return place


def _git(root: Path, *arguments: str) -> str:
    command = ["git", "-C", str(root), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
