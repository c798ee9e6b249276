"""A power cut at a chosen step: the act runs in a process of its own, which is killed there.

No `finally` runs and no buffer is flushed, as nothing does when the plug is pulled.
"""

import os
import signal
from collections.abc import Callable

import pytest


def lose_power_at(step: str, act: Callable[[], object]) -> None:
    """Run an act until it calls `step` (a dotted name), and end there; the test goes on with what is left."""
    child = os.fork()
    if child == 0:
        try:
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(step, lambda *_, **__: os.kill(os.getpid(), signal.SIGKILL))
                act()
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    assert os.WIFSIGNALED(status), f"{step} was never reached"
