"""Copying a database out of an installation and into an empty one, whichever engine is below."""

import shutil
from pathlib import Path
from typing import Final

from sqlalchemy.engine import make_url

from server_stub import postgresql_engine
from server_stub.database import open_as_it_is
from server_stub.errors import FileNotWrittenError, ServerError
from server_stub.postgresql_dump import dump_postgresql, restore_postgresql
from sync.adapters.private_file import open_private_draft

_SQLITE: Final = ".sqlite"
_DUMP: Final = ".dump"


class EngineMismatchError(ServerError):
    """The backup is of one engine and the settings name the other."""

    code = "server-engine-mismatch"


def is_same_database(one: str, other: str) -> bool:
    """Say whether two addresses lead to one database; SQLite files are always copied apart."""
    return one == other and _is_postgresql(one)


def copy_database(address: str, folder: Path, *, name: str) -> str:
    """Copy a database into a folder; give the file's name.

    Raises:
        StorageUnavailableError, DumpFailedError: it cannot be copied.

    """
    if _is_postgresql(address):
        dump_postgresql(address, folder / f"{name}{_DUMP}")
        return f"{name}{_DUMP}"
    database = open_as_it_is(address, room=name)
    try:
        database.copy_to(folder / f"{name}{_SQLITE}")
    finally:
        database.close()
    return f"{name}{_SQLITE}"


def fill_database(address: str, copy: Path, *, folder: Path, draft: Path) -> None:
    """Put a copy where an address leads; what lies inside `folder` is put into its `draft`.

    Raises:
        EngineMismatchError: the copy is of the other engine.
        FileNotWrittenError, DumpFailedError: it could not be done.

    """
    if _is_postgresql(address) != (copy.suffix == _DUMP):
        raise EngineMismatchError(file=copy.name)
    if _is_postgresql(address):
        restore_postgresql(address, copy)
        return
    target = Path(make_url(address).database or "")
    if target.is_relative_to(folder):
        target = draft / target.relative_to(folder)
    try:
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with copy.open("rb") as source, open_private_draft(target) as file:
            shutil.copyfileobj(source, file)
    except OSError as error:
        raise FileNotWrittenError(name=target.name) from error


def _is_postgresql(address: str) -> bool:
    return make_url(address).get_backend_name() == postgresql_engine.BACKEND
