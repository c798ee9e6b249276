"""Since when the city has been writing to the identity of now: a new one starts with an empty inbox."""

from typing import Final

from store.connection import Store

_FIRST: Final = "SELECT min(received_at_ms) FROM inbox"


def first_heard_ms(store: Store) -> int | None:
    """Give when the first envelope of the city came; None before one has."""
    row = store.row(_FIRST)
    return None if row is None or row[0] is None else int(row[0])
