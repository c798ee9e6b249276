"""A key file on the disk and the generation before it, as far as reading goes.

A damaged file is never taken for an empty one. The generation before is read only when
the newest is gone or unreadable; it opens the same database unless the keys were
changed in between, and then it opens nothing.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Final, TypeVar

from sync.custody.key_file_names import MAX_FILE_BYTES
from sync.errors import KeyStoreUnavailableError, SyncError

_Read = TypeVar("_Read")

# {"slots": …, "version": 1}: what a key file from before operators' slots begins with.
_BEFORE_SLOTS: Final = b"\xa2\x65slots"


class KeySlotGenerations:
    """One installation's key file, to be read."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.previous = path.with_name(f"{path.name}.previous")

    def exists(self) -> bool:
        return self.path.exists() or self.previous.exists()

    def is_from_before_slots(self) -> bool:
        """Say whether `sync.adapters.passphrase_keyfile` wrote the newest file."""
        content = read_content(self.path)
        return content is not None and begins_before_slots(content)

    def newest(self, decode: Callable[[bytes], _Read]) -> _Read | None:
        """Give the newest generation that can be read; None where there has never been one.

        Raises:
            KeyStoreUnavailableError: there is a file and none can be read.

        """
        contents = [read_content(self.path), read_content(self.previous)]
        failure: SyncError | None = None
        for content in contents:
            if content is None:
                continue
            try:
                return decode(content)
            except SyncError as error:
                failure = error
        if failure is not None:
            raise KeyStoreUnavailableError from failure
        return None


def begins_before_slots(content: bytes) -> bool:
    return content.startswith(_BEFORE_SLOTS)


def read_content(path: Path) -> bytes | None:
    """Give the bytes of one generation, a little more than it may have at most; None where it is not there.

    Raises:
        KeyStoreUnavailableError: the disk does not give it.

    """
    try:
        with path.open("rb") as file:
            return file.read(MAX_FILE_BYTES + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise KeyStoreUnavailableError from error
