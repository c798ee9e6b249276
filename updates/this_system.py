"""Which kind of computer this is, in the words releases use, and the name of what a command line hands on."""

import sys
from typing import Final

INSTALLATION_VARIABLE: Final = "QUANCAI_INSTALLATION"
PROFILE_VARIABLE: Final = "QUANCAI_PROFILE"
_ARCHES: Final = {"amd64": "x86_64", "arm64": "aarch64"}


def this_platform() -> str:
    return "windows" if sys.platform == "win32" else sys.platform


def this_arch() -> str:
    import platform  # noqa: PLC0415 — the names above are read on the way to the door, which does not wait for it

    machine = platform.machine().lower()
    return _ARCHES.get(machine, machine)
