"""Whether the installed program runs for anybody on this computer, as Linux tells it under /proc.

A built program reads parts of itself from its own files whenever it first needs them, so files that are
replaced under an open window break it in the middle of a form (proc(5): `exe`, `stat`, `cmdline`).
"""

import os
from pathlib import Path
from typing import Final

from updates.fetching import disk_errors_translated

_PROCESSES: Final = Path("/proc")


def is_running_below(folder: Path, *, own: int, processes: Path = _PROCESSES) -> bool:
    """Say whether a program below a folder runs, apart from the process `own` and what that one started.

    Raises:
        NotAllowedHereError: the system does not say who runs.

    """
    with disk_errors_translated():
        running = [one for one in processes.iterdir() if one.name.isdecimal()]
        return any(_is_below(folder, one) and not _is_of(own, one) for one in running)


def _is_below(folder: Path, process: Path) -> bool:
    program = _program_of(process)
    return program is not None and program.is_relative_to(folder)


def _program_of(process: Path) -> Path | None:
    try:
        return (process / "exe").readlink()
    except (FileNotFoundError, ProcessLookupError):  # ended meanwhile, or a thread of the system's own
        return None
    except PermissionError:
        # In a container root may not follow another's link; the command line is open to everybody.
        return _first_word(process)


def _first_word(process: Path) -> Path | None:
    try:
        words = (process / "cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return None
    return Path(os.fsdecode(words.partition(b"\0")[0]))


def _is_of(own: int, process: Path) -> bool:
    """Follow the parents up to the first process of all."""
    number = int(process.name)
    while number not in (own, 0):
        number = _parent(process.with_name(str(number)))
    return number == own


def _parent(process: Path) -> int:
    try:
        told = (process / "stat").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return 0
    # The name stands in brackets and may itself hold any; state and parent follow the last one.
    return int(told.rpartition(b")")[2].split()[1])
