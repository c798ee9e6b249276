"""Unpacks an archive of our own making without ever leaving the folder it is unpacked into.

Python has the data filter of tarfile since 3.11.4, and Debian 12 builds with 3.11.2; so every name is read
before the first file is written.
"""

import tarfile
from pathlib import Path


class ArchiveUnsafeError(RuntimeError):
    """An entry would be written outside the folder it is unpacked into."""


def unpack(archive: tarfile.TarFile, place: Path) -> None:
    """Write all of an archive below a folder.

    Raises:
        ArchiveUnsafeError: an entry or a link would lie outside it, or is neither file, folder nor link.

    """
    ground = place.resolve()
    for entry in archive:
        goal = ground / entry.name
        targets = [goal, goal.parent / entry.linkname] if entry.issym() else [goal]
        if entry.islnk():
            targets.append(ground / entry.linkname)
        is_inside = all(target.resolve().is_relative_to(ground) for target in targets)
        if not is_inside or not (entry.isfile() or entry.isdir() or entry.issym() or entry.islnk()):
            raise ArchiveUnsafeError(entry.name)
    archive.extractall(ground)  # noqa: S202 — every entry was looked at
