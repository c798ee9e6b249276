"""Which kind of computer this is, in the words releases use, and the name of what a command line hands on."""

import sys
from pathlib import Path
from typing import Final

INSTALLATION_VARIABLE: Final = "QUANCAI_INSTALLATION"
PROFILE_VARIABLE: Final = "QUANCAI_PROFILE"
_MACHINE_ID: Final = Path("/etc/machine-id")
_NO_MACHINE_ID_YET: Final = frozenset({"", "uninitialized"})
_ARCHES: Final = {"amd64": "x86_64", "arm64": "aarch64"}


def this_platform() -> str:
    return "windows" if sys.platform == "win32" else sys.platform


def this_arch() -> str:
    import platform  # noqa: PLC0415 — the names above are read on the way to the door, which does not wait for it

    machine = platform.machine().lower()
    return _ARCHES.get(machine, machine)


def this_computer(*, machine_id: Path = _MACHINE_ID) -> str:
    """Give what tells this computer from others in a share: its identity (machine-id(5)), else its host name.

    Computers set up from one image often share a host name. It is digested here and never sent.
    """
    import platform  # noqa: PLC0415 — see above

    try:
        identity = machine_id.read_text("ascii").strip()
    except (OSError, UnicodeDecodeError):
        identity = ""
    return platform.node() if identity in _NO_MACHINE_ID_YET else identity
