"""A version of the program that opens a real replica and is cut off at a moment the environment names.

Run by the launcher, in a process of its own: a kill in the middle of a transaction is what it says.
"""

import os
import signal
import sys
from pathlib import Path
from unittest.mock import patch

from store import open_store
from updates import installed
from updates.machine import keep_running
from updates.small_files import write_line

CUT_VARIABLE = "CUT_OFF"
MOMENTS = ("at the door", "stepped", "well", "noted", "committed")


def main() -> None:
    replica, key = Path(sys.argv[1]), bytes.fromhex(sys.argv[2])
    _cut("at the door")
    with patch.object(installed, "write_line", _cut_or_write):
        open_store(replica, key, before_steps_commit=_keep).close()
    _cut("committed")


def _keep() -> None:
    _cut("stepped")
    keep_running(os.environ)
    _cut("noted")


def _cut_or_write(place: Path, line: str) -> None:
    _cut("well")  # that it is well is on the disk, and since when is not
    write_line(place, line)


def _cut(moment: str) -> None:
    if os.environ.get(CUT_VARIABLE) == moment:
        os.kill(os.getpid(), signal.SIGKILL)


if __name__ == "__main__":
    main()
