"""The key file on the disk: replaced in one step, with the generation before it kept beside it.

What is read of the two, and when, stands in `sync.adapters.key_slot_generations`.
"""

from sync.adapters.key_slot_generations import KeySlotGenerations, begins_before_slots, read_content
from sync.adapters.private_file import flush_folder, write_private_file
from sync.custody.key_file import KeyFile
from sync.custody.key_file_encoding import decode_key_file, encode_key_file
from sync.errors import KeyStoreUnavailableError, SyncError


class KeySlotFile(KeySlotGenerations):
    """One installation's key file."""

    def read(self) -> KeyFile | None:
        """Give the newest readable generation; None where there has never been one.

        Raises:
            KeyStoreUnavailableError: there is a file and none can be read.

        """
        return self.newest(decode_key_file)

    def write(self, file: KeyFile) -> None:
        """Replace the newest generation.

        Raises:
            KeyStoreUnavailableError: the disk did not take it; what was there still is.

        """
        try:
            held = read_content(self.path)
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


def _is_readable(content: bytes) -> bool:
    """Say whether a file may become the generation before; a damaged one would push out a good one."""
    if begins_before_slots(content):
        return True
    try:
        decode_key_file(content)
    except SyncError:
        return False
    return True
