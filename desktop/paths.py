"""Where the program keeps its files: one folder per person and computer, or one beside the program.

The replica, the key file, the preferences and the log live side by side, so a backup
or a move is one folder. A folder named `quancai-data` next to the program, or a file
named `portable`, makes it portable: a stick carries program and data from computer to
computer and leaves nothing behind.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from updates.this_system import INSTALLATION_VARIABLE

_PORTABLE: Final = "quancai-data"
_PORTABLE_MARKER: Final = "portable"


@dataclass(frozen=True, slots=True)
class AppPaths:
    """The files of one installation."""

    folder: Path

    @property
    def is_portable(self) -> bool:
        """Say whether the data travels with the program."""
        return self.folder.name == _PORTABLE

    @property
    def replica(self) -> Path:
        return self.folder / "replica.db"

    @property
    def key_file(self) -> Path:
        return self.folder / "key.slot"

    @property
    def preferences(self) -> Path:
        return self.folder / "preferences.json"

    @property
    def tries(self) -> Path:
        """How often somebody was wrong at the door (`desktop.lock_out`)."""
        return self.folder / "key.slot.tries"

    @property
    def pending_recovery(self) -> Path:
        """What waits for the city's answer to a forgotten secret (`desktop.recovering`)."""
        return self.folder / "recovery.pending"

    @property
    def traffic(self) -> Path:
        """How much was sent and received (`desktop.traffic`)."""
        return self.folder / "traffic.json"

    @property
    def log(self) -> Path:
        return self.folder / "quancai.log"

    def prepare(self) -> None:
        """Make the folder, readable by its owner only."""
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)


def standard_paths(*, environment: Mapping[str, str], home: Path, program_folder: Path) -> AppPaths:
    """Choose the folder: portable, Windows' local application data, or the XDG data folder."""
    # Versions that lie side by side share what lies beside their launcher (`updates.installed`).
    for beside in (Path(environment.get(INSTALLATION_VARIABLE) or program_folder), program_folder):
        if (beside / _PORTABLE).is_dir() or (beside / _PORTABLE_MARKER).is_file():
            return AppPaths(beside / _PORTABLE)
    if local := environment.get("LOCALAPPDATA"):
        return AppPaths(Path(local) / "Quancai")
    if data := environment.get("XDG_DATA_HOME"):
        return AppPaths(Path(data) / "quancai")
    return AppPaths(home / ".local" / "share" / "quancai")
