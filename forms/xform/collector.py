"""Understanding a form makes hundreds of thousands of objects, and all of them stay.

Python's collector would look through them again and again for garbage that is not
there, which takes as long as the understanding itself; it rests meanwhile.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def resting_collector() -> Iterator[None]:
    """Let the collector rest, where it was at work before."""
    was_at_work = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_at_work:
            gc.enable()
