"""The first thing a frozen program does on Linux: its environment is the person's own again.

PyInstaller's starter points LD_LIBRARY_PATH into the program's folder, which the loader has read once this
runs, and every program started from here would inherit it: apt-get, dpkg and what they run would be given
libraries older than the system's, and a new version of ours would find what it lacks in the folder of the
present one, and call itself whole. Read by the build (`runtime_hooks` of both .spec files).
"""

import os
from collections.abc import MutableMapping
from typing import Final

_LIBRARIES: Final = "LD_LIBRARY_PATH"
_BEFORE: Final = "LD_LIBRARY_PATH_ORIG"  # what the person had, kept by the starter
_OF_STARTER: Final = "_PYI_"  # with these a program of ours would take itself for a part of this one


def give_back(environment: MutableMapping[str, str]) -> None:
    """Undo what the starter of a frozen program changed; without one nothing happens."""
    of_starter = [name for name in environment if name.startswith(_OF_STARTER)]
    if not of_starter:
        return
    for name in of_starter:
        del environment[name]
    environment.pop(_LIBRARIES, None)
    before = environment.pop(_BEFORE, None)
    if before is not None:
        environment[_LIBRARIES] = before


give_back(os.environ)
