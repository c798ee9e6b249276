"""The key file on the disk: replaced in one step, with the generation before it kept beside it.

A damaged file is never taken for an empty one. The generation before is read only when
the newest is gone or unreadable; it opens the same database unless the keys were
changed in between, and then it opens nothing.
"""

from pathlib import Path
from typing import Final

from sync.adapters.private_file import flush_folder, write_private_file
from sync.custody.key_file import KeyFile
from sync.custody.key_file_encoding import MAX_FILE_BYTES, decode_key_file, encode_key_file
from sync.errors import KeyStoreUnavailableError, SyncError

# {"slots": …, "version": 1}: what a key file from before operators' slots begins with.
_BEFORE_SLOTS: Final = b"\xa2\x65slots"


class KeySlotFile:
    """One installation's key file."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.previous = path.with_name(f"{path.name}.previous")

    def exists(self) -> bool:
        return self.path.exists() or self.previous.exists()

    def is_from_before_slots(self) -> bool:
        """Say whether `sync.adapters.passphrase_keyfile` wrote the newest file."""
        content = _read(self.path)
        return content is not None and content.startswith(_BEFORE_SLOTS)

    def read(self) -> KeyFile | None:
        """Give the newest readable generation; None where there has never been one.

        Raises:
            KeyStoreUnavailableError: there is a file and none can be read.

        """
        contents = [_read(self.path), _read(self.previous)]
        failure: SyncError | None = None
        for content in contents:
            if content is None:
                continue
            try:
                return decode_key_file(content)
            except SyncError as error:
                failure = error
        if failure is not None:
            raise KeyStoreUnavailableError from failure
        return None

    def write(self, file: KeyFile) -> None:
        """Replace the newest generation.

        Raises:
            KeyStoreUnavailableError: the disk did not take it; what was there still is.

        """
        try:
            held = _read(self.path)
            if held is not None and _is_readable(held):
                write_private_file(self.previous, held)
            write_private_file(self.path, encode_key_file(file))
        except OSError as error:
            raise KeyStoreUnavailableError from error

    def forget_previous(self) -> None:
        """Let the generation before go: after a rekey it would hold the slot of somebody who left."""
        try:
            self.previous.unlink(missing_ok=True)
            flush_folder(self.previous.parent)
        except OSError as error:
            raise KeyStoreUnavailableError from error

    def destroy(self) -> None:
        """Forget every generation: without another copy, the database is noise from now on."""
        try:
            self.path.unlink(missing_ok=True)
        except OSError as error:
            raise KeyStoreUnavailableError from error
        self.forget_previous()


def _read(path: Path) -> bytes | None:
    try:
        with path.open("rb") as file:
            return file.read(MAX_FILE_BYTES + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise KeyStoreUnavailableError from error


def _is_readable(content: bytes) -> bool:
    """Say whether a file may become the generation before; a damaged one would push out a good one."""
    if content.startswith(_BEFORE_SLOTS):
        return True
    try:
        decode_key_file(content)
    except SyncError:
        return False
    return True
