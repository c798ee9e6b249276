"""Where this machine keeps what its administrator decided, and how the program was put here.

The only file of the room that looks at the environment; everything else is told.
"""

import os
import sys
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Final

from updates.installed import Installation
from updates.provisioned import (
    POLICY_NAME,
    ROOT_NAME,
    Provisioned,
    profile_places,
    read_provisioned,
    read_root,
)
from updates.release import Kind

INSTALLATION_VARIABLE: Final = "QUANCAI_INSTALLATION"
MACHINE_VARIABLE: Final = "QUANCAI_MACHINE_FOLDER"


def machine_folder(environment: Mapping[str, str]) -> Path:
    """Give the folder only an administrator writes: /etc/quancai, on Windows in ProgramData."""
    if chosen := environment.get(MACHINE_VARIABLE):
        return Path(chosen)
    if data := environment.get("PROGRAMDATA"):
        return Path(data) / "Quancai"
    return Path("/etc/quancai")


def find_installation(environment: Mapping[str, str]) -> Installation | None:
    """Give the folder of versions this program was started from; None where a package manager put it."""
    folder = environment.get(INSTALLATION_VARIABLE)
    return None if not folder else Installation(Path(folder))


def kind_of(installation: Installation | None) -> Kind:
    return Kind.DEB if installation is None else Kind.PORTABLE


def read_machine(
    *, now: datetime, profile: Path | None = None, environment: Mapping[str, str] = os.environ
) -> Provisioned:
    """Read what this machine says; `profile` is the one somebody named."""
    installation, machine = find_installation(environment), machine_folder(environment)
    places = profile_places(
        asked=profile,
        installation=None if installation is None else installation.folder,
        program=program_folder(),
        machine=machine,
    )
    return read_provisioned(
        policies=[machine / POLICY_NAME], profiles=places, bundled_root=bundled_root(), now=now
    )


def publisher_root(provisioned: Provisioned) -> bytes | None:
    return read_root(provisioned.policy, bundled_root())


def program_folder() -> Path | None:
    """Give the folder of the built program; None when it runs from its sources."""
    return Path(sys.executable).parent if getattr(sys, "frozen", False) else None


def bundled_root() -> Path | None:
    """Give where a build carries its publisher's root: beside its other resources."""
    parts = getattr(sys, "_MEIPASS", None)
    return None if parts is None else Path(str(parts)) / "resources" / ROOT_NAME
