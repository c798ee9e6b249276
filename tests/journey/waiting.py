"""Waiting for another process: asks again until it is so, or says what never came."""

import time
from collections.abc import Callable


def until(condition: Callable[[], bool], *, what: str, seconds: float = 90.0) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, f"never came: {what}"
        time.sleep(0.05)
