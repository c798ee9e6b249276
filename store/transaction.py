"""One act of the officer is one commit (P1).

Functions of this package open a transaction for themselves; called inside
another they join it, so an operation composes them and still commits once.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from store.connection import Store
from store.errors import database_errors_translated


@contextmanager
def transaction(store: Store) -> Iterator[None]:
    """Commit everything inside at once, or nothing.

    A nested block that fails undoes its own part; the outer one decides about the rest.
    """
    if store.is_in_transaction():
        with database_errors_translated(), store.database.atomic():
            yield
        return
    # IMMEDIATE takes the write lock now: a reader's snapshot can never turn into a failed commit later.
    store.execute("BEGIN IMMEDIATE")
    try:
        yield
        store.execute("COMMIT")
    except BaseException:
        if store.is_in_transaction():  # a full disk may have ended it already
            store.execute("ROLLBACK")
        raise
