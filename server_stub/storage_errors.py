"""What a database or disk refuses, told apart by what a person has to do about it.

Both engines say why in codes of their own (SQLite, "Result and Error Codes"; PostgreSQL, appendix A), and
the system in `errno`. A full disk, a missing right and a damaged file look alike to a program and are three
different mornings for whoever runs it. A device hears of all by one name: none is its turn (`problems.py`).
"""

import errno
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final

from sqlalchemy import exc

from server_stub.errors import StorageUnavailableError


class StorageForbiddenError(StorageUnavailableError):
    """The account the server runs as may not read or write there, or nobody may."""

    code = "server-storage-forbidden"


class StorageDamagedError(StorageUnavailableError):
    """The file is none of a database any more, or the disk below cannot be read or written."""

    code = "server-storage-damaged"


class StorageFullError(StorageUnavailableError):
    """There is no room left."""

    code = "server-storage-full"


class StorageBusyError(StorageUnavailableError):
    """Others hold what is needed; it goes by itself, unless one of them hangs."""

    code = "server-storage-busy"


class StorageUnreachableError(StorageUnavailableError):
    """The database server does not answer, or went away in the middle."""

    code = "server-storage-unreachable"


_Kind = type[StorageUnavailableError]
# By the beginning of the name of an (extended) result code.
_SQLITE: Final[Mapping[str, _Kind]] = {
    "SQLITE_FULL": StorageFullError,
    "SQLITE_CORRUPT": StorageDamagedError,
    "SQLITE_NOTADB": StorageDamagedError,
    "SQLITE_IOERR": StorageDamagedError,
    "SQLITE_READONLY": StorageForbiddenError,
    "SQLITE_CANTOPEN": StorageForbiddenError,
    "SQLITE_PERM": StorageForbiddenError,
    "SQLITE_AUTH": StorageForbiddenError,
    "SQLITE_BUSY": StorageBusyError,
    "SQLITE_LOCKED": StorageBusyError,
}
# By the beginning of the SQLSTATE.
_POSTGRESQL: Final[Mapping[str, _Kind]] = {
    "53100": StorageFullError,
    "XX001": StorageDamagedError,
    "XX002": StorageDamagedError,
    "58030": StorageDamagedError,
    "42501": StorageForbiddenError,
    "25006": StorageForbiddenError,  # a server that only reads
    "28": StorageForbiddenError,
    "53300": StorageBusyError,
    "55P03": StorageBusyError,
    "40": StorageBusyError,
    "08": StorageUnreachableError,
    "57P": StorageUnreachableError,
}
_SYSTEM: Final[Mapping[int | None, _Kind]] = {
    errno.EACCES: StorageForbiddenError,
    errno.EPERM: StorageForbiddenError,
    errno.EROFS: StorageForbiddenError,
    errno.ENOSPC: StorageFullError,
    errno.EDQUOT: StorageFullError,
    errno.EIO: StorageDamagedError,
}
# Broken constraints and wrong statements are our bugs; a damaged file is plain DatabaseError.
_BUGS: Final = exc.IntegrityError | exc.ProgrammingError | exc.DataError | exc.InternalError


@contextmanager
def storage_errors_as_ours() -> Iterator[None]:
    """Tell what a person has to mend from what is a bug of ours, which passes as it is.

    Raises:
        StorageUnavailableError: the database could not do what was asked inside; its class says why.

    """
    try:
        yield
    except (exc.DatabaseError, exc.InterfaceError) as error:
        is_bug = isinstance(error, _BUGS)
        kind = _kind_of(error.orig, is_bug=is_bug)
        if kind is None and is_bug:
            raise
        raise (kind or StorageUnavailableError)(reason=_reason(error.orig)) from error
    except exc.TimeoutError as error:  # every connection is busy
        raise StorageBusyError(reason="connections") from error


def system_error_as_ours(error: OSError) -> StorageUnavailableError:
    """Give what a refusal of the file system means for whoever runs the server."""
    return _SYSTEM.get(error.errno, StorageUnavailableError)(reason=type(error).__name__)


def _kind_of(error: BaseException | None, *, is_bug: bool) -> _Kind | None:
    name = getattr(error, "sqlite_errorname", None)
    if name is not None:
        return _beginning(_SQLITE, name)
    state = getattr(error, "sqlstate", None)
    if state is not None:
        return _beginning(_POSTGRESQL, state)
    # A line that is cut, or never was, has no SQLSTATE.
    is_line = not is_bug and type(error).__module__.startswith("psycopg")
    return StorageUnreachableError if is_line else None


def _beginning(kinds: Mapping[str, _Kind], code: str) -> _Kind | None:
    return next((kind for start, kind in kinds.items() if code.startswith(start)), None)


def _reason(error: BaseException | None) -> str:
    """Name it as the engine does, for whoever looks it up; never in the words that came with it."""
    named = getattr(error, "sqlite_errorname", None) or getattr(error, "sqlstate", None)
    return str(named) if named else type(error).__name__
