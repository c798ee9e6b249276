"""Numbers of a chain that never came, so that a late link can be told from a forged one.

A hole remembers the digest of the link before it and the one that its last link must have, for
that is what the link behind it names. A link that comes late splits its hole, and each part
remembers its own two ends; when the last one is in, nothing of the hole is left.
"""

from dataclasses import dataclass
from typing import Final

from store.connection import Store
from store.transaction import transaction


@dataclass(frozen=True, slots=True)
class Hole:
    """The links `first` to `last` of a chain are missing."""

    chain: str
    first: int
    last: int
    before: bytes  # digest of the link `first` - 1
    digest: bytes  # of the link `last`, as the one behind it names it
    found_at_ms: int


_KEEP: Final = """
    INSERT INTO missing_links (chain, first, last, before, digest, found_at_ms) VALUES (?, ?, ?, ?, ?, ?)
"""
_SELECT: Final = "SELECT chain, first, last, before, digest, found_at_ms FROM missing_links"
_FIND: Final = f"{_SELECT} WHERE chain = ? AND ? BETWEEN first AND last"
_FORGET: Final = "DELETE FROM missing_links WHERE chain = ? AND first = ?"
_LIST: Final = f"{_SELECT} ORDER BY chain, first"


def keep_hole(store: Store, hole: Hole) -> None:
    row = (hole.chain, hole.first, hole.last, hole.before, hole.digest, hole.found_at_ms)
    store.execute(_KEEP, row)


def find_hole(store: Store, chain: str, sequence: int) -> Hole | None:
    """Give the hole a number belongs to; None where that link came, or is still to come."""
    row = store.row(_FIND, (chain, sequence))
    return None if row is None else Hole(*row)


def list_holes(store: Store) -> tuple[Hole, ...]:
    return tuple(Hole(*row) for row in store.rows(_LIST))


def fill_hole(store: Store, hole: Hole, sequence: int, *, before: bytes, digest: bytes) -> None:
    """Note that one link of a hole has come: its digest, and that of the link it names before it."""
    with transaction(store):
        store.execute(_FORGET, (hole.chain, hole.first))
        if sequence > hole.first:
            earlier = (hole.first, sequence - 1, hole.before, before)
            keep_hole(store, Hole(hole.chain, *earlier, hole.found_at_ms))
        if sequence < hole.last:
            later = (sequence + 1, hole.last, digest, hole.digest)
            keep_hole(store, Hole(hole.chain, *later, hole.found_at_ms))
