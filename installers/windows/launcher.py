"""`quancai.exe` of a folder of versions: finds its own folder and hands over to `updates.launching`.

Frozen by build-launcher.spec. What it is called is what it starts, so `quancai-console.exe` starts the
program of that name with its terminal. The rules are in `updates/launching.py`, tested without Windows.
"""

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from updates.launching import Launcher


def start(command: Sequence[str], told: Mapping[str, str]) -> int:
    """Run a version to its end, with this one's streams."""
    # The command is a file of a version that was verified before it was laid out, and our own arguments.
    return subprocess.call(list(command), env={**os.environ, **told})


if __name__ == "__main__":
    own = Path(sys.executable)
    try:
        sys.exit(Launcher(own.parent, own.name, start).run(sys.argv[1:]))
    except KeyboardInterrupt:  # somebody stopped a command at a terminal; the program was told as well
        sys.exit(130)
