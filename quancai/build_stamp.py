"""What this copy of the program is: its version, the commit it was built of, and which parts it holds.

A packaged program carries the stamp its build wrote (`resources/build.json`, made by `installers/`); a
source tree has none and says so. Support asks for this line first, and the self-check judges by it what
has to be there.
"""

import json
from dataclasses import dataclass
from functools import cache
from typing import Final

from resources import read_text
from sync.version import PROGRAM_VERSION

_FILE: Final = "build.json"
SOURCE: Final = "source"


@dataclass(frozen=True, slots=True)
class BuildStamp:
    """One build; `commit` and `built_on` are empty for a source tree."""

    version: str
    commit: str
    built_on: str  # the day of the commit, so that two builds of it say the same
    lock: str  # modern | xinchuang | source
    parts: tuple[str, ...]  # the packages that were put in: desktop, server_stub

    @property
    def is_packaged(self) -> bool:
        return self.lock != SOURCE

    def in_one_line(self) -> str:
        """Say it behind `quancai --version`."""
        if not self.is_packaged:
            return f"{self.version} ({SOURCE})"
        return f"{self.version} ({self.commit}, {self.built_on}, {self.lock})"


@cache
def read_stamp() -> BuildStamp:
    """Give the stamp of this copy."""
    try:
        row = json.loads(read_text(_FILE))
    except FileNotFoundError:
        return BuildStamp(PROGRAM_VERSION, "", "", SOURCE, ("desktop", "server_stub"))
    return BuildStamp(PROGRAM_VERSION, row["commit"], row["built_on"], row["lock"], tuple(row["parts"]))
