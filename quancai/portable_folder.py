"""A program laid out so that it can be updated in place: versions side by side, a launcher before them."""

import shutil
from pathlib import Path
from typing import Final

from resources import file_path
from updates.installed import begin_installation
from updates.packing import describe_tree
from updates.version import parse_version

LAUNCHER: Final = "launcher/quancai"
_EXECUTABLE: Final = 0o755


def lay_out_portable(content: Path, folder: Path, *, version: str, keeps_data: bool = False) -> Path:
    """Make a folder that runs one built program and can take the next; give its launcher.

    One that keeps data is for a stick: records lie beside the launcher, whichever version runs.

    Raises:
        UpdateError: what was built cannot be laid out, or the disk did not take it.
        OSError: a file of it cannot be read.

    """
    number = parse_version(version)
    begin_installation(folder, content, number, describe_tree(content))
    launcher = folder / "quancai"
    shutil.copyfile(file_path(LAUNCHER), launcher)
    launcher.chmod(_EXECUTABLE)
    if keeps_data:
        (folder / "portable").touch()  # the mark `desktop.paths` looks for
    return launcher
