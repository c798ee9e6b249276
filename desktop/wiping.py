"""Erasing an installation because the office ordered it, so that a crash half-way erases the rest later.

The key file and the keychain's secret go first: without them the replica is noise, on
an SSD also where its old blocks cannot be reached. Sealed envelopes the server would
not take stay behind in a folder of their own; only the city can open them.
"""

import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Final

from desktop.paths import AppPaths
from store.attachments import FOLDER as ATTACHMENTS
from sync.adapters.key_slot_file import KeySlotFile
from sync.adapters.private_file import flush_folder, write_private_file
from sync.custody.secret_policy import Keychain, NoKeychain, device_secret_name
from sync.errors import SyncError

HANDOVER: Final = "handover"
_MARKER: Final = "wipe-ordered"


@dataclass(frozen=True, slots=True)
class InstallationWipe:
    """The `sync.wipe.Wipe` of the desktop program."""

    paths: AppPaths
    keychain: Keychain = field(default_factory=NoKeychain)

    def export(self, envelopes: Sequence[bytes]) -> bool:
        """Keep sealed envelopes beside the replica; False when the disk does not take them."""
        folder = self.paths.folder / HANDOVER
        try:
            folder.mkdir(mode=0o700, exist_ok=True)
            for body in envelopes:
                write_private_file(folder / f"{sha256(body).hexdigest()}.envelope", body)
            flush_folder(folder)
        except OSError:
            return False
        return True

    def erase(self) -> None:
        """Begin, and go on as far as open files allow; `finish_wipe` does the rest at the next start."""
        write_private_file(self.paths.folder / _MARKER, b"")
        flush_folder(self.paths.folder)
        _erase(self.paths, self.keychain)


def finish_wipe(paths: AppPaths, keychain: Keychain | None = None) -> bool:
    """Erase what an interrupted wipe left; say whether one had been ordered."""
    if not (paths.folder / _MARKER).exists():
        return False
    _erase(paths, keychain or NoKeychain())
    return True


def _erase(paths: AppPaths, keychain: Keychain) -> None:
    _forget_secret(paths, keychain)
    slots = KeySlotFile(paths.key_file)
    slots.previous.unlink(missing_ok=True)
    slots.path.unlink(missing_ok=True)
    for path in _replica_files(paths):
        with suppress(OSError):  # open elsewhere (Windows): the next start deletes it
            path.unlink(missing_ok=True)
    shutil.rmtree(paths.folder / ATTACHMENTS, ignore_errors=True)
    flush_folder(paths.folder)
    if not any(path.exists() for path in (*_replica_files(paths), paths.folder / ATTACHMENTS)):
        (paths.folder / _MARKER).unlink()


def _forget_secret(paths: AppPaths, keychain: Keychain) -> None:
    # A key file that cannot be read any more names no secret; it is deleted all the same.
    with suppress(SyncError):
        file = KeySlotFile(paths.key_file).read()
        if file is not None:
            keychain.destroy(device_secret_name(file.installation))


def _replica_files(paths: AppPaths) -> tuple[Path, ...]:
    """Give the replica with its side files; the write-ahead log goes with it, or it would come back."""
    name = paths.replica.name
    return tuple(paths.replica.with_name(name + ending) for ending in ("", "-wal", "-shm", "-journal"))
