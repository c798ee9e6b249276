"""Files with secrets: only their owner may read them, and a power cut leaves the old one or the new one.

The bytes are on the disk before the name points at them, and the name is on the disk
before the caller goes on.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

_OWNER_ONLY: Final = 0o600


def write_private_file(path: Path, content: bytes) -> None:
    """Write or replace a file.

    Raises:
        OSError: the disk did not take it; what was there before is untouched.

    """
    draft = path.with_name(f"{path.name}.new")
    with open_private_draft(draft) as file:
        file.write(content)
    draft.replace(path)
    flush_folder(path.parent)


@contextmanager
def open_private_draft(draft: Path) -> Iterator[BinaryIO]:
    """Begin a file anew; what was written is on the disk when the block ends, under the draft's name.

    Raises:
        OSError: the disk did not take it.

    """
    draft.unlink(missing_ok=True)
    # Readable by its owner from the first byte on, so no chmod afterwards.
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(draft, flags, _OWNER_ONLY), "wb") as file:
        yield file
        file.flush()
        os.fsync(file.fileno())


def flush_folder(folder: Path) -> None:
    """Make the names in a folder survive a power cut, where the system lets us ask for that."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
