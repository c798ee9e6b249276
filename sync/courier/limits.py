"""How much a courier may carry, in a folder or a file, said before any of it is read.

Anybody may have filled the stick. Names are counted and sizes added up first; then one file
after the other is read, within the limit of its kind, and let go.
"""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final

from sync.errors import SyncError

MAX_PARCEL_BYTES: Final = 2 * 1024**3
MAX_FILES: Final = 20_000


class CourierArchiveInvalidError(SyncError):
    """What lies there is no parcel of ours, or was changed on the way; nothing of it was taken."""

    code = "courier-archive-invalid"


def survey(folder: Path, *, is_ours: Callable[[str], bool]) -> Sequence[Path]:
    """List the files of a folder that have a name of ours, in order; a folder that is not there has none.

    Raises:
        CourierArchiveInvalidError: more files, or more bytes in them, than any courier carries.

    """
    if not folder.is_dir():
        return ()
    found: list[Path] = []
    size = 0
    for path in _files_in(folder, is_ours=is_ours):
        found.append(path)
        size += path.stat().st_size
        if len(found) > MAX_FILES:
            raise CourierArchiveInvalidError(reason="files")
        if size > MAX_PARCEL_BYTES:
            raise CourierArchiveInvalidError(reason="size")
    return sorted(found)


def read_within(path: Path, *, limit: int) -> bytes | None:
    """Read a file no further than its limit, whatever its size was said to be; None when there is more."""
    with path.open("rb") as file:
        content = file.read(limit + 1)
    return None if len(content) > limit else content


def _files_in(folder: Path, *, is_ours: Callable[[str], bool]) -> Iterable[Path]:
    return (path for path in folder.iterdir() if is_ours(path.name) and path.is_file())
