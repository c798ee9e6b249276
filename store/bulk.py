"""Filling the replica by the thousand: quick commits while it lasts, one durable word at the end.

Inside, commits do not wait for the disk (`synchronous=NORMAL`): a power cut may take back the
last of them, never part of one, and the file stays sound (https://sqlite.org/pragma.html
#pragma_synchronous). So only what can be fetched or read again belongs here, never an act of
the officer. What was written counts as kept when the block has ended.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from store.connection import Store
from store.errors import StoreInvariantError


@contextmanager
def bulk_import(store: Store) -> Iterator[None]:
    """Let commits inside be quick, and all of them be on the disk when the block ends.

    Raises:
        StoreInvariantError: begun inside a transaction, whose durability is promised already.

    """
    if store.is_in_transaction():
        raise StoreInvariantError(reason="import-inside-a-transaction")
    store.execute("PRAGMA synchronous=NORMAL")
    try:
        yield
    finally:
        store.execute("PRAGMA synchronous=FULL")
        # A checkpoint flushes the log before it copies from it, so everything above is on the disk now.
        store.rows("PRAGMA wal_checkpoint(FULL)")
