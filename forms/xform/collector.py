"""Understanding a form makes hundreds of thousands of objects, and all of them stay.

Python's collector would look through them again and again for garbage that is not
there, which takes as long as the understanding itself; it rests meanwhile, and
finds them among the old objects when it wakes.
"""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def resting_collector() -> Iterator[None]:
    """Let the collector rest, where it was at work before; what is made meanwhile counts as old at once."""
    was_at_work = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_at_work:
            _call_everything_old()
            gc.enable()


def _call_everything_old() -> None:
    """Move all objects to the oldest generation, which costs nothing as nobody looks at them."""
    # Thawing would undo what the program itself has frozen.
    if gc.get_freeze_count() == 0:
        gc.freeze()
        gc.unfreeze()
