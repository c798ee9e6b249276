"""Filling the replica by the thousand: quick commits while it lasts, one durable word at the end.

Quick commits do not wait for the disk (`synchronous=NORMAL`): a power cut may take back the
last of them, never part of one, and the file stays sound (https://sqlite.org/pragma.html
#pragma_synchronous). So only what can be fetched or read again belongs here, never an act of
the officer: those go on waiting for the disk, also between two quick commits, and each of them
brings to the disk what came before it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from store.connection import Store
from store.errors import StoreInvariantError

# Pages of the log before they are copied back: 32 MiB while it fills, SQLite's own number otherwise.
_LONG_LOG: Final = 8_192
_USUAL_LOG: Final = 1_000


@contextmanager
def quick_commits(store: Store) -> Iterator[None]:
    """Let commits inside be quick; what they wrote counts as kept after `make_durable`.

    Raises:
        StoreInvariantError: begun inside a transaction, whose durability is promised already.

    """
    if store.is_in_transaction():
        raise StoreInvariantError(reason="import-inside-a-transaction")
    store.execute("PRAGMA synchronous=NORMAL")
    store.execute(f"PRAGMA wal_autocheckpoint={_LONG_LOG}")
    try:
        yield
    finally:
        store.execute("PRAGMA synchronous=FULL")
        store.execute(f"PRAGMA wal_autocheckpoint={_USUAL_LOG}")


def make_durable(store: Store) -> None:
    """Bring every commit so far to the disk: one that waits flushes the log with all before it.

    It says the number of the schema again, so that there is something to commit. A checkpoint would
    wait for whoever reads, such as a second copy being made, and in the end have flushed nothing.
    """
    [(version,)] = store.rows("PRAGMA user_version")
    store.execute(f"PRAGMA user_version = {int(version)}")


@contextmanager
def bulk_import(store: Store) -> Iterator[None]:
    """Let commits inside be quick, and all of them be on the disk when the block ends.

    Raises:
        StoreInvariantError: begun inside a transaction, whose durability is promised already.

    """
    try:
        with quick_commits(store):
            yield
    finally:
        make_durable(store)
