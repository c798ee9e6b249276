"""A program laid out so that it can be updated in place: versions side by side, a launcher before them."""

import shutil
from pathlib import Path
from typing import Final

from resources import file_path
from updates.errors import UpdateError
from updates.installed import begin_installation
from updates.packing import describe_tree
from updates.version import parse_version

LAUNCHER: Final = "launcher/quancai"
WINDOWS_PROGRAM: Final = "quancai.exe"
WINDOWS_LAUNCHER: Final = "quancai-launcher"  # beside what was built, where its own build put it
_EXECUTABLE: Final = 0o755


class LauncherMissingError(UpdateError):
    """A program of Windows needs the launcher that is built there, and it does not lie beside it."""

    code = "launcher-missing"


def lay_out_portable(content: Path, folder: Path, *, version: str, keeps_data: bool = False) -> Path:
    """Make a folder that runs one built program and can take the next; give its launcher.

    One that keeps data is for a stick: records lie beside the launcher, whichever version runs.

    Raises:
        LauncherMissingError: a program of Windows without its launcher; nothing was made.
        UpdateError: what was built cannot be laid out, or the disk did not take it.
        OSError: a file of it cannot be read.

    """
    number = parse_version(version)
    of_windows = (content / WINDOWS_PROGRAM).is_file()
    launcher = content.resolve().parent / WINDOWS_LAUNCHER
    if of_windows and not (launcher / WINDOWS_PROGRAM).is_file():
        raise LauncherMissingError(place=str(launcher))
    begin_installation(folder, content, number, describe_tree(content))
    if keeps_data:
        (folder / "portable").touch()  # the mark `desktop.paths` looks for
    if of_windows:
        shutil.copytree(launcher, folder, dirs_exist_ok=True)
        return folder / WINDOWS_PROGRAM
    shutil.copyfile(file_path(LAUNCHER), folder / "quancai")
    (folder / "quancai").chmod(_EXECUTABLE)
    return folder / "quancai"
