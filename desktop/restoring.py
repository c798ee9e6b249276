"""Going on from a copy, as a new device: nothing here is overwritten, nothing there is lost.

Everything is prepared beside the data folder's files first: opened, checked, and turned
into a device that has not joined yet. Only then does it take its place. What was there
before is moved aside as it is, and only when it holds no unsent work or the person
says so (P8).
"""

import shutil
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from desktop.copying import KEY_FILE, REPLICA, copy_file, read_copy
from desktop.errors import DesktopError
from desktop.paths import AppPaths
from desktop.unlocking import unlock
from desktop.who_may_come import is_new
from store.attachments import FOLDER as ATTACHMENTS
from store.copies import CopyDamagedError, place_errors_translated, verify_copy
from store.copies_new_device import WaitingWork, begin_as_new_device, waiting_work
from store.errors import StoreBusyError, StoreError, StoreWrongKeyError
from sync.adapters.private_file import flush_folder
from sync.custody.errors import KeyFileOldError
from sync.custody.secret_policy import Keychain
from sync.errors import SyncError
from sync.ports import Entropy

STAGING: Final = "restore.new"
ASIDE: Final = "set-aside"


class RestoreOverUnsentWorkError(DesktopError):
    """The records in place hold work that is nowhere else; `count` pieces of it."""

    code = "restore-over-unsent-work"


class RestoreOverRecordsError(DesktopError):
    """The records in place do not open, so nobody can tell what they hold."""

    code = "restore-over-records"


@dataclass(frozen=True, slots=True)
class Key:
    """What opens the copy: the operator, what they typed, and this computer's keychain."""

    operator: str | None
    typed: str = field(repr=False)
    keychain: Keychain
    entropy: Entropy


@dataclass(frozen=True, slots=True)
class Restored:
    """What is there again, waiting to join, and where the former files went, if there were any."""

    waiting: WaitingWork
    photos_missing: int
    set_aside: Path | None


def restore(copy: Path, paths: AppPaths, key: Key, *, now_ms: int, may_set_aside: bool = False) -> Restored:
    """Bring a copy into a data folder, as a device that has to join again.

    Raises:
        CopyDamagedError: no complete copy, or one that fails its checks.
        PassphraseWrongError, DeviceSecretMissingError: the copy stays closed.
        RestoreOverUnsentWorkError, RestoreOverRecordsError: what is in place stays.
        StoreUnavailableError: no room, or the program is open on this folder.

    """
    kept = read_copy(copy)
    if kept is None:
        raise CopyDamagedError
    paths.prepare()
    staging = AppPaths(paths.folder / STAGING)
    shutil.rmtree(staging.folder, ignore_errors=True)
    try:
        with place_errors_translated():
            staging.prepare()
            shutil.copyfile(copy / REPLICA, staging.replica)
            shutil.copyfile(copy / KEY_FILE, staging.key_file)
            missing = _bring_photos(kept.attachments, kept.photos, staging.folder / ATTACHMENTS)
        waiting = _become_new(staging, key)
        _check_present(paths, key, may_set_aside=may_set_aside)
        aside = _set_aside(paths, now_ms=now_ms)
        _take_place(staging, paths)
    finally:
        shutil.rmtree(staging.folder, ignore_errors=True)
    return Restored(waiting, missing, aside)


def _become_new(staging: AppPaths, key: Key) -> WaitingWork:
    unlocked = unlock(staging, key.typed, operator=key.operator, keychain=key.keychain, entropy=key.entropy)
    try:
        verify_copy(staging.replica, unlocked.key)
    except StoreWrongKeyError as error:
        raise KeyFileOldError from error
    store = unlocked.open_writer()
    try:
        return begin_as_new_device(store)
    finally:
        store.close()


def _check_present(paths: AppPaths, key: Key, *, may_set_aside: bool) -> None:
    if is_new(paths):
        return
    try:
        unlocked = unlock(paths, key.typed, operator=key.operator, keychain=key.keychain, entropy=key.entropy)
        store = unlocked.open_writer()
    except StoreBusyError:
        raise
    except (SyncError, StoreError, DesktopError) as error:
        if may_set_aside:
            return
        raise RestoreOverRecordsError from error
    try:
        waiting = waiting_work(store)
    finally:
        store.close()
    if waiting.total and not may_set_aside:
        raise RestoreOverUnsentWorkError(count=str(waiting.total))


def _set_aside(paths: AppPaths, *, now_ms: int) -> Path | None:
    """Move everything of the former installation into a folder of its own, as it is."""
    names = (paths.replica.name, paths.key_file.name)
    present = [path for name in names for path in sorted(paths.folder.glob(f"{name}*"))]
    present += [path for path in [paths.folder / ATTACHMENTS] if path.exists()]
    if not present:
        return None
    aside = paths.folder / f"{ASIDE}-{datetime.fromtimestamp(now_ms / 1000, UTC):%Y%m%dT%H%M%SZ}"
    aside.mkdir(mode=0o700)
    for path in present:
        path.rename(aside / path.name)
    flush_folder(paths.folder)
    return aside


def _take_place(staging: AppPaths, paths: AppPaths) -> None:
    """The key file comes last: until then the folder refuses to open instead of starting anew."""
    for path in (staging.folder / ATTACHMENTS, staging.replica, staging.key_file):
        path.rename(paths.folder / path.name)
    flush_folder(paths.folder)


def _bring_photos(names: tuple[str, ...], pool: Path, target: Path) -> int:
    target.mkdir(mode=0o700)
    present = [name for name in names if (pool / name).is_file()]
    for name in present:
        copy_file(pool / name, target / name)
    return len(names) - len(present)
