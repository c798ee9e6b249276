"""How far this device has read what the server holds for it.

The cursor has no writer of its own: it moves only together with the envelopes it
passes, in `inbox.keep_received` (P4).
"""

from typing import Final

from store.connection import Store

_READ: Final = "SELECT position FROM cursors WHERE stream = ?"


def read_cursor(store: Store, stream: str) -> int:
    """Give the last position read, 0 at the beginning."""
    row = store.row(_READ, (stream,))
    return 0 if row is None else int(row[0])
