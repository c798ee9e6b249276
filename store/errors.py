"""What can go wrong with the replica, told apart by whose turn it is.

`StoreUnavailableError` is news: the disk, the key or another window is in the
way, and the person can do something. `StoreInvariantError` is our own bug: a
caller asked for something that must never happen, and nothing was written.
"""

from types import TracebackType
from typing import ClassVar, Final

from store.engine import dbapi


class StoreError(Exception):
    """Base of everything the replica raises; `code` finds the words, `parameters` fill them."""

    code: ClassVar[str]

    def __init__(self, **parameters: str) -> None:
        self.parameters = parameters
        super().__init__(f"{self.code} {parameters}" if parameters else self.code)


class StoreUnavailableError(StoreError):
    """The replica cannot be used as things stand; what it holds is untouched."""


class StoreWrongKeyError(StoreUnavailableError):
    """The key does not open this file."""

    code = "store-wrong-key"


class StoreNotAFolderError(StoreUnavailableError):
    """The place for the replica is not a folder, or cannot be reached."""

    code = "store-not-a-folder"


class StoreMissingError(StoreUnavailableError):
    """There is no replica to read yet."""

    code = "store-missing"


class StoreDiskFullError(StoreUnavailableError):
    """No room for this commit; the replica stands where it stood before it."""

    code = "store-disk-full"


class StoreReadOnlyError(StoreUnavailableError):
    """The file or its folder may not be written."""

    code = "store-read-only"


class StoreBusyError(StoreUnavailableError):
    """Another window of the program holds the replica."""

    code = "store-busy"


class StoreNewerVersionError(StoreUnavailableError):
    """A newer program has upgraded this replica; writing to it would harm it."""

    code = "store-newer-version"


class StoreCorruptError(StoreUnavailableError):
    """A page fails its authentication code: the file was damaged or changed from outside."""

    code = "store-corrupt"


class StoreDiskFaultError(StoreUnavailableError):
    """The disk refused to read or write."""

    code = "store-disk-fault"


class StoreInvariantError(StoreError):
    """Our bug: the caller broke a promise of the replica, and nothing was written."""

    code = "store-invariant"


# SQLite's primary result codes (https://sqlite.org/rescode.html); the rest are bugs of ours.
_UNAVAILABLE: Final[dict[int, type[StoreUnavailableError]]] = {
    3: StoreReadOnlyError,  # PERM
    5: StoreBusyError,  # BUSY
    6: StoreBusyError,  # LOCKED
    8: StoreReadOnlyError,  # READONLY
    10: StoreDiskFaultError,  # IOERR
    11: StoreCorruptError,  # CORRUPT
    13: StoreDiskFullError,  # FULL
    14: StoreNotAFolderError,  # CANTOPEN
    26: StoreCorruptError,  # NOTADB, once the file has been opened with this key
}


class _Translating:
    """A block of its own kind and not a generator: it is entered for every statement."""

    def __enter__(self) -> None:
        pass

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, dbapi.Error):
            raise translate(error) from error


_TRANSLATING: Final = _Translating()


def database_errors_translated() -> _Translating:
    """Turn SQLite's errors in the block into ours, so that no caller needs to know which engine is below."""
    return _TRANSLATING


def translate(error: Exception) -> StoreError:
    result = getattr(error, "sqlite_errorcode", None)
    unavailable = _UNAVAILABLE.get(result & 0xFF) if isinstance(result, int) else None
    if unavailable is None:
        return StoreInvariantError(reason=type(error).__name__)
    return unavailable()
