"""The small files beside versions of the program: one line each, replaced whole, read by a launcher too.

Nothing but the standard library, because the launcher of Windows is made of this and must start where a
version of the program does not.
"""

import os
from pathlib import Path


def write_line(place: Path, line: str) -> None:
    """Replace a small file whole; it is on the disk before its name points at it.

    When this returns, a power cut does not bring the old one back.

    Raises:
        OSError: the disk or the folder did not take it; the file is as it was.

    """
    draft = place.with_name(f"{place.name}.new")
    with draft.open("w", encoding="ascii", newline="\n") as file:
        file.write(f"{line}\n")
        file.flush()
        os.fsync(file.fileno())
    draft.replace(place)
    _write_through(place.parent)


def forget(place: Path) -> None:
    """Take a small file away, from the disk, too; nothing happens where there is none.

    Raises:
        OSError: the folder did not let it go.

    """
    place.unlink(missing_ok=True)
    _write_through(place.parent)


def read_words(place: Path) -> tuple[str, ...]:
    """Give the words of a small file; none where it is not there or is no such file."""
    try:
        return tuple(place.read_text("ascii").split())
    except (OSError, UnicodeDecodeError):
        return ()


def _write_through(folder: Path) -> None:
    """Have a folder's names on the disk, too (fsync(2)); Windows opens no folder for that."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
