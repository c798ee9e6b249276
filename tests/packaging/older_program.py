"""The program as it was before the newest step of the records, built out of history by its own builder.

Two packages of one commit that differ in their number would prove an update of the package and not of what
people keep. Both call themselves the version that is being made, so the older one is given an older number.
"""

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Final

from tests.architecture.sources import ROOT

OLDER: Final = "0.0.9"
_NUMBERED: Final = ("pyproject.toml", "sync/version.py")
_NUMBER: Final = re.compile(r'^(version|PROGRAM_VERSION: Final) = ".+"$', re.MULTILINE)
_BUILD: Final = """
import sys
from pathlib import Path
from installers.making import make
print(*make(Path.cwd(), Path(sys.argv[1]), what=("deb",), effort=0).files)
"""


class NoHistoryError(RuntimeError):
    """The commit before the newest step is not in this clone; nothing was shown."""


def build_older_package(place: Path) -> Path:
    """Build the package of the older program into a folder.

    Raises:
        NoHistoryError: this clone does not reach back that far.

    """
    source = place / "repository"
    _git(place, "clone", "--quiet", "--no-checkout", "--shared", str(ROOT), str(source))
    _git(source, "checkout", "--quiet", commit_before_newest_step())
    for name in _NUMBERED:
        _renumber(source / name)
    _git(source, *("-c", "user.name=tests", "-c", "user.email=tests@localhost"), "commit", "-qam", "older")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "QUANCAI"))}
    done = subprocess.run(
        [sys.executable, "-c", _BUILD, str(place / "built")],
        cwd=source,
        env=kept,
        check=True,
        capture_output=True,
        text=True,
    )
    return Path(done.stdout.splitlines()[-1])


def commit_before_newest_step() -> str:
    """Name the last commit whose program did not know the newest step of the records.

    Raises:
        NoHistoryError: this clone does not reach back that far.

    """
    newest = max((ROOT / "store/upgrades").glob("*.sql")).relative_to(ROOT)
    asked = ("log", "--diff-filter=A", "--format=%H %P", "--max-count=1", "--", str(newest))
    _, _, parents = _git(ROOT, *asked).partition(" ")
    if not parents:
        raise NoHistoryError(f"git fetch --unshallow: the commit before {newest} is not in this clone")
    return parents.split()[0]


def _renumber(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    numbered = _NUMBER.sub(rf'\1 = "{OLDER}"', text)
    assert numbered != text
    file.write_text(numbered, encoding="utf-8")


def _git(place: Path, *arguments: str) -> str:
    asked = ["git", "-C", str(place), *arguments]
    return subprocess.run(asked, check=True, capture_output=True, text=True).stdout.strip()
