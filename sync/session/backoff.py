"""How long to wait after a failure: doubling, capped, and never all villages at once."""

from typing import Final

FIRST_SECONDS: Final = 2.0
LONGEST_SECONDS: Final = 300.0
_MAX_DOUBLINGS: Final = 10


def wait_seconds(failures: int, *, jitter: float, asked_seconds: float = 0.0) -> float:
    """Give the wait after so many failures in a row; jitter from 0 to 1 takes up to half of it away.

    What a server asked for (`Retry-After`, RFC 9110, 10.2.3) is the least, with jitter on top, and no
    server can ask for more than the longest wait of our own.
    """
    doublings = min(max(failures - 1, 0), _MAX_DOUBLINGS)
    full: float = min(FIRST_SECONDS * 2.0**doublings, LONGEST_SECONDS)
    asked = min(asked_seconds * (1.0 + jitter / 2.0), LONGEST_SECONDS)
    return max(full * (1.0 - jitter / 2.0), asked)
