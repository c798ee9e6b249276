"""Where each chain of envelopes stands: the last number and the digest the next one must name.

A head is written in the same commit as the envelope it belongs to, or a power
cut would leave a number that two envelopes claim.
"""

from dataclasses import dataclass
from typing import Final

from store.connection import Store
from store.errors import StoreInvariantError
from store.transaction import transaction


@dataclass(frozen=True, slots=True)
class ChainHead:
    """The newest link of one chain."""

    sequence: int
    digest: bytes


_READ: Final = "SELECT sequence, digest FROM chains WHERE name = ?"
_WRITE: Final = "INSERT OR REPLACE INTO chains (name, sequence, digest) VALUES (?, ?, ?)"


def read_head(store: Store, chain: str) -> ChainHead | None:
    row = store.row(_READ, (chain,))
    return None if row is None else ChainHead(*row)


def write_head(store: Store, chain: str, head: ChainHead) -> None:
    """Move a chain on to its next link; writing the same head again is harmless.

    Raises:
        StoreInvariantError: the chain would move backwards, or fork at the number it stands at.

    """
    with transaction(store):
        held = read_head(store, chain)
        if held == head:
            return
        if held is not None and head.sequence <= held.sequence:
            raise StoreInvariantError(reason="chain-backwards", chain=chain)
        store.execute(_WRITE, (chain, head.sequence, head.digest))
