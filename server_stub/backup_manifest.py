"""What a backup says about itself: when it was made, every file with its digest, where the databases are.

The manifest is written last and the folder gets its name after that, so a folder with a
manifest is complete. Restoring believes no file whose digest is another one.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final, Self

from server_stub.errors import FileNotWrittenError, ServerError
from server_stub.key_files import write_private

MANIFEST: Final = "backup.json"
_FORMAT: Final = 1
_PIECE: Final = 1024 * 1024
_MAX_MANIFEST: Final = 256 * 1024 * 1024


class BackupDamagedError(ServerError):
    """A file of a backup is missing, another one, or no backup at all; nothing was restored."""

    code = "server-backup-damaged"


@dataclass(frozen=True, slots=True)
class FileMark:
    """One file as it was when the backup was made."""

    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """One backup; paths are relative to its folder and written with slashes."""

    made_at_ms: int
    databases: Mapping[str, str]  # room → file; two rooms of one PostgreSQL database share one
    files: Mapping[str, FileMark] = field(default_factory=dict)

    def write(self, folder: Path) -> None:
        members = {"format": _FORMAT, **asdict(self)}
        write_private(folder / MANIFEST, json.dumps(members, sort_keys=True).encode())

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Read the manifest of a folder.

        Raises:
            BackupDamagedError: there is none, or it is of a later program.

        """
        try:
            with (folder / MANIFEST).open("rb") as file:
                members = json.loads(file.read(_MAX_MANIFEST))
            return cls._from(members)
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            raise BackupDamagedError(name=MANIFEST) from error

    @classmethod
    def _from(cls, members: Mapping[str, Any]) -> Self:
        if members["format"] != _FORMAT:
            raise BackupDamagedError(name=MANIFEST)
        files = {
            str(name): FileMark(int(one["bytes"]), str(one["sha256"]))
            for name, one in members["files"].items()
        }
        databases = {str(room): str(name) for room, name in members["databases"].items()}
        if not set(databases.values()) <= set(files):
            raise BackupDamagedError(name=MANIFEST)
        return cls(int(members["made_at_ms"]), databases, files)


def mark_files(folder: Path) -> Mapping[str, FileMark]:
    """Work out the marks of all files in a folder."""
    places = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): mark_file(path) for path in places}


def mark_file(path: Path) -> FileMark:
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            digest.update(piece)
            size += len(piece)
    return FileMark(size, digest.hexdigest())


def require_whole(folder: Path, manifest: Manifest) -> None:
    """See that every file of a backup is there and is what it was; others beside them do not matter.

    Raises:
        BackupDamagedError: one is not; `name` says which.

    """
    for name, mark in manifest.files.items():
        path = folder / name
        is_inside = path.resolve().is_relative_to(folder.resolve())
        try:
            if not is_inside or mark_file(path) != mark:
                raise BackupDamagedError(name=name)
        except OSError as error:
            raise BackupDamagedError(name=name) from error


def make_private_folder(path: Path) -> None:
    """Make a folder nobody else may look into, with its parents.

    Raises:
        FileNotWrittenError: no room, no right, or something else is there.

    """
    try:
        path.mkdir(parents=True, mode=0o700)
    except OSError as error:
        raise FileNotWrittenError(name=path.name) from error
