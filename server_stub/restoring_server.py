"""Beginning again from a backup, in a folder and databases that hold nothing yet.

Nothing is restored over anything, and no file is believed whose digest is another one. What the
restored server then finds out - that the relay and the devices know more than it - it settles by
itself in its first round. The old server must not come back beside it.
"""

import shutil
from dataclasses import dataclass
from pathlib import Path

from server_stub.backup_manifest import Manifest, make_private_folder, require_whole
from server_stub.data_folder import CITY_ROOM, RELAY_ROOM, load_settings
from server_stub.database import is_kept, shown_address
from server_stub.database_copies import fill_database
from server_stub.errors import FileNotWrittenError, KeysUnavailableError
from server_stub.initialising import AlreadyInitialisedError
from server_stub.sealed_keys import SEALED_KEYS, open_keys, read_key_folders, write_key_folders
from sync.adapters.private_file import flush_folder


@dataclass(frozen=True, slots=True)
class OpenSealed:
    """The keys are in the backup; this opens them."""

    passphrase: str


@dataclass(frozen=True, slots=True)
class TakeFrom:
    """The keys were kept apart, in this folder."""

    folder: Path


KeySource = OpenSealed | TakeFrom


class KeysLeftOutError(KeysUnavailableError):
    """The keys were not put into this backup, so somebody has to say where they are."""

    code = "server-backup-without-keys"


@dataclass(frozen=True, slots=True)
class Restored:
    """Where an installation goes on, and as of when."""

    folder: Path
    made_at_ms: int
    databases: tuple[str, ...]  # addresses without passwords


def restore_backup(backup: Path, data_folder: Path, *, keys: KeySource) -> Restored:
    """Make an installation of a backup; its databases are where the settings say.

    Raises:
        AlreadyInitialisedError: the folder or a database holds something; nothing was touched.
        BackupDamagedError: a file is missing or another one.
        KeysUnavailableError, PassphraseWrongError: the keys are not there or do not open.
        EngineMismatchError: the backup is of another engine than the settings name.
        FileNotWrittenError, DumpFailedError: the disk or the database did not take it.

    """
    manifest = Manifest.read(backup)
    settings = load_settings(data_folder)
    folder = settings.data_folder
    addresses = {CITY_ROOM: settings.city_database, RELAY_ROOM: settings.relay_database}
    addresses = {room: addresses[room] for room in manifest.databases}
    _require_empty(folder, addresses)
    require_whole(backup, manifest)
    secrets = _read_keys(backup, keys)
    draft = folder.with_name(folder.name + ".new")
    shutil.rmtree(draft, ignore_errors=True)
    make_private_folder(draft)
    try:
        _copy_files(backup, manifest, draft)
        write_key_folders(secrets, draft)
        for file, address in {(manifest.databases[room], address) for room, address in addresses.items()}:
            fill_database(address, backup / file, folder=folder, draft=draft)
        if folder.exists():
            folder.rmdir()
        draft.rename(folder)
        flush_folder(folder.parent)
    except OSError as error:
        raise FileNotWrittenError(name=folder.name) from error
    finally:
        shutil.rmtree(draft, ignore_errors=True)
    return Restored(folder, manifest.made_at_ms, tuple(shown_address(one) for one in addresses.values()))


def _require_empty(folder: Path, addresses: dict[str, str]) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise AlreadyInitialisedError(found=folder.name)
    for address in addresses.values():
        if is_kept(address):
            raise AlreadyInitialisedError(found=shown_address(address))


def _read_keys(backup: Path, source: KeySource) -> dict[str, bytes]:
    match source:
        case OpenSealed(passphrase):
            if not (backup / SEALED_KEYS).is_file():
                raise KeysLeftOutError(name=SEALED_KEYS)
            try:
                sealed = (backup / SEALED_KEYS).read_bytes()
            except OSError as error:
                raise KeysUnavailableError(name=SEALED_KEYS) from error
            return dict(open_keys(sealed, passphrase))
        case TakeFrom(folder):
            return dict(read_key_folders(folder))


def _copy_files(backup: Path, manifest: Manifest, draft: Path) -> None:
    taken_otherwise = {*manifest.databases.values(), SEALED_KEYS}
    for name in manifest.files:
        if name not in taken_otherwise:
            target = draft / name
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            shutil.copy2(backup / name, target)
            target.chmod(0o600)
