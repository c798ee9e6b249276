"""A copy of an installation while it works: databases, files of forms, public keys, and secret ones sealed.

The city is copied before the relay: a relay that knows more than the city is what every platform
reads back by itself, and a city that knows more than its relay is not. Files of forms are copied
after the rows that name them. Secret keys go in sealed, to a folder of their own, or not at all.
"""

import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from server_stub.backup_manifest import MANIFEST, Manifest, make_private_folder, mark_files
from server_stub.backup_record import note_backup
from server_stub.data_folder import CITY_ROOM, RELAY_KEYS, RELAY_ROOM, load_settings
from server_stub.database_copies import copy_database, is_same_database
from server_stub.errors import FileNotWrittenError, KeysUnavailableError, NothingBegunError, PlaceTakenError
from server_stub.initialising import has_begun
from server_stub.key_files import write_private
from server_stub.platform.realm_keys import REALM_KEYS
from server_stub.sealed_keys import SEALED_KEYS, read_key_folders, seal_keys, write_key_folders
from server_stub.settings import ServerSettings
from sync.adapters.private_file import flush_folder
from sync.ports import Entropy
from sync.suites.at_rest import KdfCost

_COPIED_FOLDERS: Final = ("attachments", "public")
_UNFINISHED: Final = ".new"  # what another process is still writing


@dataclass(frozen=True, slots=True)
class SealUnder:
    """Put the secret keys in, sealed under this passphrase."""

    passphrase: str
    cost: KdfCost | None = None  # what one guess costs; the usual, unless given


@dataclass(frozen=True, slots=True)
class KeepApart:
    """Put the secret keys into another folder, as they are: an encrypted stick, a safe."""

    folder: Path


@dataclass(frozen=True, slots=True)
class LeaveOut:
    """Put no secret keys anywhere: they were backed up when they last changed."""


KeyChoice = SealUnder | KeepApart | LeaveOut


@dataclass(frozen=True, slots=True)
class BackupMade:
    """One finished backup."""

    folder: Path
    made_at_ms: int
    files: int
    bytes: int


def make_backup(
    data_folder: Path, place: Path, *, keys: KeyChoice, now_ms: int, entropy: Entropy
) -> BackupMade:
    """Copy an installation into a folder that is not there yet; it gets its name when it is complete.

    Raises:
        PlaceTakenError: the folder is there already.
        FileNotWrittenError: the disk did not take it.
        NothingBegunError: no installation has begun here.
        KeysUnavailableError: its keys are not here.
        StorageUnavailableError, DumpFailedError: a database cannot be copied.
        PassphraseTooShortError: the passphrase can be guessed.

    """
    settings = load_settings(data_folder)
    if not has_begun(settings):
        raise NothingBegunError(place=str(settings.data_folder))
    sealed = _keys_to_put_in(settings, keys, entropy)
    draft = place.with_name(place.name + _UNFINISHED)
    if place.exists():
        raise PlaceTakenError(name=place.name)
    shutil.rmtree(draft, ignore_errors=True)
    make_private_folder(draft)
    try:
        databases = _copy_databases(settings, draft)
        _copy_folders(settings.data_folder, draft)
        if sealed is not None:
            write_private(draft / SEALED_KEYS, sealed)
        manifest = Manifest(now_ms, databases, mark_files(draft))
        manifest.write(draft)
        _flush(draft, manifest.files)
        draft.rename(place)
        flush_folder(place.parent)
    except OSError as error:
        raise FileNotWrittenError(name=place.name) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    note_backup(settings.data_folder, made_at_ms=now_ms)
    return BackupMade(place, now_ms, len(manifest.files), sum(one.bytes for one in manifest.files.values()))


def _keys_to_put_in(settings: ServerSettings, choice: KeyChoice, entropy: Entropy) -> bytes | None:
    files = read_key_folders(settings.data_folder)
    match choice:
        case SealUnder(passphrase, cost):
            return seal_keys(files, passphrase, entropy=entropy, cost=cost)
        case KeepApart(folder):
            if folder.exists():
                raise PlaceTakenError(name=folder.name)
            write_key_folders(files, folder)
        case LeaveOut():
            pass
    return None


def _copy_databases(settings: ServerSettings, draft: Path) -> dict[str, str]:
    copied: dict[str, str] = {}
    has_city = (settings.data_folder / REALM_KEYS).exists()
    if has_city:
        copied[CITY_ROOM] = copy_database(settings.city_database, draft, name="city")
    if (settings.data_folder / RELAY_KEYS).exists():
        if has_city and is_same_database(settings.city_database, settings.relay_database):
            copied[RELAY_ROOM] = copied[CITY_ROOM]
        else:
            copied[RELAY_ROOM] = copy_database(settings.relay_database, draft, name="relay")
    if not copied:
        raise KeysUnavailableError(name=REALM_KEYS)
    return copied


def _flush(folder: Path, names: Iterable[str]) -> None:
    """Have every file on the disk before the folder gets its name."""
    for name in names:
        with (folder / name).open("rb") as file:
            os.fsync(file.fileno())


def _copy_folders(data_folder: Path, draft: Path) -> None:
    for name in _COPIED_FOLDERS:
        source = data_folder / name
        if source.is_dir():
            leave = shutil.ignore_patterns(f"*{_UNFINISHED}", MANIFEST)
            shutil.copytree(source, draft / name, ignore=leave)
