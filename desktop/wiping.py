"""Erasing an installation because the office ordered it, so that a crash half-way erases the rest later.

The keychain's secret and the key file go first: without them the replica is noise, on
an SSD also where its old blocks cannot be reached. Then goes all the program wrote, what
names a person or not. Sealed envelopes the server would not take stay behind in a folder
of their own; only the city can open them.
"""

import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from pathlib import Path
from typing import Final

from desktop.operators import destroy_keys
from desktop.paths import AppPaths
from desktop.restoring import ASIDE, STAGING
from desktop.who_may_come import WIPE_MARKER, is_being_erased
from store.attachments import FOLDER as ATTACHMENTS
from sync.adapters.key_slot_file import KeySlotFile
from sync.adapters.private_file import flush_folder, write_private_file
from sync.custody.secret_policy import Keychain, NoKeychain
from sync.errors import SyncError

HANDOVER: Final = "handover"


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
        write_private_file(self.paths.folder / WIPE_MARKER, b"")
        flush_folder(self.paths.folder)
        _erase(self.paths, self.keychain)


def finish_wipe(paths: AppPaths, keychain: Keychain | None = None) -> bool:
    """Erase what an interrupted wipe left; say whether one had been ordered."""
    if not is_being_erased(paths):
        return False
    _erase(paths, keychain or NoKeychain())
    return True


def _erase(paths: AppPaths, keychain: Keychain) -> None:
    """Let the keys go first, those of every installation here, then the files; the marker goes last."""
    for one in (paths, *(AppPaths(folder) for folder in _other_folders(paths))):
        _destroy_keys(one, keychain)
    left = [path for path in (*_own_files(paths), *_other_folders(paths)) if not _is_removed(path)]
    flush_folder(paths.folder)
    if not left:
        (paths.folder / WIPE_MARKER).unlink(missing_ok=True)


def _destroy_keys(paths: AppPaths, keychain: Keychain) -> None:
    try:
        destroy_keys(paths, keychain)
    except (
        SyncError
    ):  # a key file or keychain that cannot be read holds up nothing: the file goes all the same
        KeySlotFile(paths.key_file).destroy()


def _is_removed(path: Path) -> bool:
    """Remove a file or folder; one that is open elsewhere (Windows) is left to the next start."""
    shutil.rmtree(path, ignore_errors=True)
    with suppress(OSError):
        path.unlink(missing_ok=True)
    return not path.exists()


def _own_files(paths: AppPaths) -> tuple[Path, ...]:
    """Give what the program wrote beside the keys; the log goes with the replica, or would bring it back.

    Only its own names: somebody may have chosen a folder that holds other things too. The empty file that
    keeps a second program out stays: while this one still runs, it is what keeps the second one out.
    """
    replica, log = paths.replica.name, paths.log.name
    names = (
        *(replica + ending for ending in ("", "-wal", "-shm", "-journal")),
        ATTACHMENTS,
        paths.tries.name,
        paths.pending_recovery.name,
        paths.preferences.name,
        paths.traffic.name,
        log,
    )
    drafts = (paths.folder / f"{name}.new" for name in (paths.key_file.name, *names))
    return (*(paths.folder / name for name in names), *drafts, *sorted(paths.folder.glob(f"{log}.*")))


def _other_folders(paths: AppPaths) -> tuple[Path, ...]:
    """Give the installations a restore has set aside, and one it was building when it was cut short."""
    staging = [paths.folder / STAGING] if (paths.folder / STAGING).is_dir() else []
    return (*sorted(paths.folder.glob(f"{ASIDE}-*")), *staging)
