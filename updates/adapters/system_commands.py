"""Another program run to its end: the check of a new version, or the system's installer."""

import subprocess
from collections.abc import Sequence
from typing import Final

_PATIENCE_SECONDS: Final = 600


def run_command(command: Sequence[str]) -> bool:
    """Run a command line word for word, through no shell; say whether it ended well."""
    try:
        # The first word is a file of a version whose signatures were verified, or the machine's own policy.
        done = subprocess.run(  # noqa: S603
            list(command), check=False, timeout=_PATIENCE_SECONDS, stdin=subprocess.DEVNULL
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0
