"""The replica under another key, without a moment in which neither key opens it.

The engine can change keys in place, but what a power cut in the middle leaves is
nobody's promise. So a checked copy is given the new key and takes the old one's name
in one step: before it the old key opens the replica, after it the new one.
"""

import os
from pathlib import Path
from typing import Final

from store.connection import KEY_BYTES, Store, connect_encrypted, open_store
from store.copies import copy_replica, verify_copy
from store.errors import (
    StoreBusyError,
    StoreInvariantError,
    StoreWrongKeyError,
    database_errors_translated,
)
from store.upgrade import BeforeCommit, do_nothing

_DRAFT: Final = ".rekey"


def rekey_store(
    path: Path, old_key: bytes, *, new_key: bytes, before_steps_commit: BeforeCommit = do_nothing
) -> None:
    """Re-encrypt a replica nobody has open; it needs as much room again.

    An older replica is upgraded on the way, as `open_store` does it.

    Raises:
        StoreUnavailableError: the place, the old key or another window stands in the way; nothing changed.
        StoreInvariantError: the new key is not 32 bytes.

    """
    if len(new_key) != KEY_BYTES:
        raise StoreInvariantError(reason="key-length")
    draft = path.with_name(f"{path.name}{_DRAFT}")
    draft.unlink(missing_ok=True)  # left by a power cut, and worth nothing
    store = open_store(path, old_key, before_steps_commit=before_steps_commit)
    try:
        _let_go_of_the_log(store)
        copy_replica(store, draft, key=old_key)
        _change_key(draft, old_key, new_key=new_key)
        verify_copy(draft, new_key)
        store.database.close()  # the lock stays ours until the new file is in place
        _replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)
        store.close()


def is_opened_by(path: Path, key: bytes) -> bool:
    """Say whether this key opens a replica that exists.

    Raises:
        StoreUnavailableError: it cannot be read at all.

    """
    try:
        connect_encrypted(path, key, mode="ro").close()
    except StoreWrongKeyError:
        return False
    return True


def _let_go_of_the_log(store: Store) -> None:
    """Move everything into the one file: a log left beside a replaced file would be played onto it."""
    [(mode,)] = store.rows("PRAGMA journal_mode=DELETE")
    if mode != "delete":
        raise StoreBusyError


def _change_key(path: Path, old_key: bytes, *, new_key: bytes) -> None:
    connection = connect_encrypted(path, old_key, mode="rw")
    try:
        with database_errors_translated():
            connection.execute("PRAGMA journal_mode=DELETE")
            connection.execute(f"PRAGMA rekey=\"x'{new_key.hex()}'\"")  # PRAGMA takes no bound parameters
    finally:
        connection.close()


def _replace(draft: Path, path: Path) -> None:
    try:
        with draft.open("rb+") as file:
            os.fsync(file.fileno())
        draft.replace(path)
        if os.name == "posix":
            folder = os.open(path.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)
    except OSError as error:
        raise StoreBusyError from error
