"""Where this machine keeps what its administrator decided, and how the program was put here.

The only file of the room that looks at the environment; everything else is told.
"""

import os
import sys
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final

from updates.adapters.windows_registry import read_policy_key, this_registry
from updates.errors import NotAllowedHereError
from updates.fetching import disk_errors_translated
from updates.installed import Installation
from updates.provisioned import (
    POLICY_NAME,
    ROOT_NAME,
    SEEN,
    Provisioned,
    profile_places,
    read_provisioned,
    read_root,
)
from updates.release import Kind
from updates.this_system import INSTALLATION_VARIABLE, PROFILE_VARIABLE
from updates.version import parse_version

RUNNING_VARIABLE: Final = "QUANCAI_RUNNING"
MACHINE_VARIABLE: Final = "QUANCAI_MACHINE_FOLDER"
# StateDirectory of deploy/quancai-update.service, and where root by hand goes on with what it began.
ROOTS_FOLDER: Final = Path("/var/lib/quancai-update")
_ROOT: Final = 0
_OWN_ONLY: Final = 0o700


def machine_folder(environment: Mapping[str, str]) -> Path:
    """Give the folder of an administrator's files: /etc/quancai, on Windows in ProgramData.

    On Windows only an installer of ours takes the right to write there from everybody else.
    """
    if chosen := environment.get(MACHINE_VARIABLE):
        return Path(chosen)
    if data := environment.get("PROGRAMDATA"):
        return Path(data) / "Quancai"
    return Path("/etc/quancai")


def find_installation(environment: Mapping[str, str]) -> Installation | None:
    """Give the folder of versions this program was started from; None where a package manager put it."""
    folder = environment.get(INSTALLATION_VARIABLE)
    return None if not folder else Installation(Path(folder))


def confirm_running(environment: Mapping[str, str]) -> bool:
    """Note that the version the launcher started stands and is well; say whether that was news.

    Raises:
        NotAllowedHereError: it cannot be noted there; the launcher will go back one day.

    """
    installation, running = find_installation(environment), environment.get(RUNNING_VARIABLE)
    if installation is None or not running:
        return False
    return installation.confirm(parse_version(running))


def keep_running(environment: Mapping[str, str]) -> None:
    """Note that the version the launcher started stays, as records are about to take steps under it.

    A program no launcher started has nothing to note: a package manager put it there, and takes nothing back.

    Raises:
        StartAgainError: another version has become current since.
        RecordsWaitError: it cannot be noted there.

    """
    installation, running = find_installation(environment), environment.get(RUNNING_VARIABLE)
    if installation is not None and running:
        installation.keep_for_records(parse_version(running))


def kind_of(installation: Installation | None) -> Kind:
    return Kind.DEB if installation is None else Kind.PORTABLE


def read_machine(
    *, now: datetime, profile: Path | None = None, environment: Mapping[str, str] = os.environ
) -> Provisioned:
    """Read what this machine says; `profile` is the one somebody named."""
    installation, machine = find_installation(environment), machine_folder(environment)
    named, registry = environment.get(PROFILE_VARIABLE), this_registry()
    places = profile_places(
        asked=Path(named) if profile is None and named else profile,
        installation=None if installation is None else installation.folder,
        program=program_folder(),
        machine=machine,
    )
    return read_provisioned(
        policies=[machine / POLICY_NAME],
        profiles=places,
        bundled_root=bundled_root(),
        now=now,
        registry=None if registry is None else partial(read_policy_key, registry),
        seen=kept_folder(installation, environment) / SEEN,
    )


def kept_folder(
    installation: Installation | None, environment: Mapping[str, str], *, user: int | None = None
) -> Path:
    """Give where what was fetched is kept: beside the versions, in a service's own place, or in a cache.

    Root's is never below a home: `sudo` may leave that of the person, who could change a package between its
    check and its installation. `user` is the number of who runs this, unless it is whoever does.
    """
    if installation is not None:
        return installation.folder / "updates"
    if state := environment.get("STATE_DIRECTORY"):  # systemd.exec(5)
        return Path(state)
    if (_this_user() if user is None else user) == _ROOT:
        return ROOTS_FOLDER
    if local := environment.get("LOCALAPPDATA"):
        return Path(local) / "Quancai" / "updates"
    return Path(environment.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "quancai" / "updates"


def make_roots_folder(folder: Path = ROOTS_FOLDER, *, user: int = _ROOT) -> None:
    """Make the folder nobody but root reads or writes, as systemd makes it for the service.

    Raises:
        NotAllowedHereError: somebody else made it, or it cannot be made.

    """
    with disk_errors_translated():
        folder.mkdir(mode=_OWN_ONLY, parents=True, exist_ok=True)
        if folder.is_symlink() or folder.stat().st_uid != user:
            raise NotAllowedHereError(place=str(folder))
        folder.chmod(_OWN_ONLY)


def keep_authorities(told: Provisioned, folder: Path) -> str | None:
    """Give the file of who vouches for servers, the policy's or the profile's; None: those of the system.

    Raises:
        NotAllowedHereError: it cannot be written.

    """
    if told.policy.authorities is not None:
        return str(told.policy.authorities)
    if told.profile is None or told.profile.authorities is None:
        return None
    place = folder / "authorities.pem"
    with disk_errors_translated():
        folder.mkdir(parents=True, exist_ok=True)
        place.write_text(told.profile.authorities, encoding="ascii")
    return str(place)


def publisher_root(provisioned: Provisioned) -> bytes | None:
    return read_root(provisioned.policy, bundled_root())


def program_folder() -> Path | None:
    """Give the folder of the built program; None when it runs from its sources."""
    return Path(sys.executable).parent if getattr(sys, "frozen", False) else None


def bundled_root() -> Path | None:
    """Give where a build carries its publisher's root: beside its other resources."""
    parts = getattr(sys, "_MEIPASS", None)
    return None if parts is None else Path(str(parts)) / "resources" / ROOT_NAME


def _this_user() -> int | None:
    """Give the number of who runs this; Windows has none."""
    return os.geteuid() if hasattr(os, "geteuid") else None
