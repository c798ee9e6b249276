"""Keeps Python's search for reference cycles out of what is measured.

In the program it is off, and a timer of the window's thread makes up for it (docs/adr/0025), so neither the
store nor an exchange ever runs one. In a benchmark it would go over all that the benchmark itself holds,
which is most of what there is, and be counted as the work of whoever happened to allocate.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uncollected() -> Iterator[None]:
    """Search once before, and not during."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
