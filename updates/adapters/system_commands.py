"""Another program run to its end: the check of a new version, or the system's installer."""

import subprocess
from collections.abc import Sequence
from typing import Final

_PATIENCE_SECONDS: Final = 600


def run_command(command: Sequence[str]) -> bool:
    """Run a command line word for word, through no shell; say whether it ended well, and in time."""
    return _run(command, patience_seconds=_PATIENCE_SECONDS)


def run_installer(command: Sequence[str]) -> bool:
    """Run the system's installer likewise, for as long as it takes.

    Whoever ends it half way leaves a program of two versions behind; on an old disk it may take long.
    """
    return _run(command, patience_seconds=None)


def _run(command: Sequence[str], *, patience_seconds: float | None) -> bool:
    try:
        # The first word is a file of a version whose signatures were verified, or the machine's own policy.
        done = subprocess.run(  # noqa: S603
            list(command), check=False, timeout=patience_seconds, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
