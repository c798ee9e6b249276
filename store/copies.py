"""A second file of the replica: complete, encrypted like the first, and proven before it counts.

`VACUUM INTO` reads one consistent state, also while an officer works, and writes it
under the same key; nothing is ever in clear in between. A copy is then opened and
checked page by page, because a stick that lies about what it wrote is common.
"""

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from store.connection import Store, connect_encrypted
from store.errors import (
    StoreDiskFullError,
    StoreError,
    StoreReadOnlyError,
    StoreUnavailableError,
    StoreWrongKeyError,
    database_errors_translated,
)

_FULL: Final = frozenset({errno.ENOSPC, errno.EDQUOT})
_READ_ONLY: Final = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})


class CopyPlaceMissingError(StoreUnavailableError):
    """The folder for copies is not there; a stick was pulled or has another letter today."""

    code = "copy-place-missing"


class CopyPlaceFullError(StoreUnavailableError):
    """No room for another copy; the replica and the copies made before are untouched."""

    code = "copy-place-full"


class CopyPlaceReadOnlyError(StoreUnavailableError):
    """The folder for copies may not be written."""

    code = "copy-place-read-only"


class CopyDamagedError(StoreUnavailableError):
    """A copy does not hold what was written; it is not to be relied on."""

    code = "copy-damaged"


def copy_replica(store: Store, target: Path, *, key: bytes) -> None:
    """Write a checked copy of the replica; `target` must not exist and is removed when anything fails.

    Raises:
        CopyPlaceMissingError, CopyPlaceFullError, CopyPlaceReadOnlyError: the place for it.
        CopyDamagedError: what arrived is not what was written.

    """
    with place_errors_translated():
        try:
            target.touch(mode=0o600, exist_ok=False)
            store.execute("VACUUM INTO ?", (str(target),))
            verify_copy(target, key)
            _flush(target)
        except BaseException:
            target.unlink(missing_ok=True)
            raise


def verify_copy(path: Path, key: bytes) -> None:
    """Open a copy and check every page's authentication code and every index.

    Raises:
        CopyDamagedError: a check failed.
        StoreWrongKeyError: not a replica of this key.

    """
    try:
        damaged = _damaged_parts(path, key)
    except StoreWrongKeyError:
        raise
    except StoreUnavailableError as error:
        raise CopyDamagedError from error
    if damaged:
        raise CopyDamagedError


def _damaged_parts(path: Path, key: bytes) -> list[object]:
    connection = connect_encrypted(path, key, mode="ro")
    try:
        with database_errors_translated():
            pages = connection.execute("PRAGMA cipher_integrity_check").fetchall()
            found = connection.execute("PRAGMA integrity_check(1)").fetchall()
    finally:
        connection.close()
    return [*pages, *(row for row in found if row != ("ok",))]


@contextmanager
def place_errors_translated() -> Iterator[None]:
    """Tell the place of the copies apart from the place of the replica."""
    try:
        yield
    except StoreDiskFullError as error:
        raise CopyPlaceFullError from error
    except StoreReadOnlyError as error:
        raise CopyPlaceReadOnlyError from error
    except OSError as error:
        raise _place_error(error) from error


def _place_error(error: OSError) -> StoreError:
    if error.errno in _FULL:
        return CopyPlaceFullError()
    if error.errno in _READ_ONLY:
        return CopyPlaceReadOnlyError()
    return CopyPlaceMissingError()


def _flush(path: Path) -> None:
    with path.open("rb+") as file:
        os.fsync(file.fileno())
