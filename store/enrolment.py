"""What makes this device a member: its enrolment, and the newest registry of keys it has seen.

Both are opaque here; `sync` wrote them and verifies them. The registry never goes
back to an older version, or a server could hide a revocation by serving an old one.
"""

from typing import Final

from store.connection import Store
from store.errors import StoreInvariantError
from store.transaction import transaction

_READ: Final = "SELECT version, document FROM enrolment WHERE name = ?"
_KEEP: Final = "INSERT OR REPLACE INTO enrolment (name, version, document) VALUES (?, ?, ?)"


def read_enrolment(store: Store) -> bytes | None:
    row = store.row(_READ, ("enrolment",))
    return None if row is None else row[1]


def keep_enrolment(store: Store, document: bytes) -> None:
    with transaction(store):
        store.execute(_KEEP, ("enrolment", 0, document))


def read_registry(store: Store) -> tuple[int, bytes] | None:
    """Give the newest registry seen, as (version, document)."""
    row = store.row(_READ, ("registry",))
    return None if row is None else (row[0], row[1])


def keep_registry(store: Store, version: int, document: bytes) -> None:
    """Keep a registry that `sync` has verified.

    Raises:
        StoreInvariantError: a newer one has been seen.

    """
    with transaction(store):
        held = read_registry(store)
        if held is not None and version < held[0]:
            raise StoreInvariantError(reason="registry-rollback")
        store.execute(_KEEP, ("registry", version, document))
