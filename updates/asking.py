"""A computer that asks for updates, put together from what it was told: by whom, from where, as which kind.

Used by the command line and by the window; both bring their clock and who they are.
"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from updates.adapters.folder_source import FolderSource
from updates.adapters.http_source import HttpSource
from updates.choosing import Here, Take, Wait
from updates.errors import PublisherUnknownError, SourceUnreachableError, SwitchedOffError
from updates.fetching import Progress
from updates.installed import Installation
from updates.machine import (
    ROOTS_FOLDER,
    find_installation,
    keep_authorities,
    kept_folder,
    kind_of,
    make_roots_folder,
    publisher_root,
    read_machine,
)
from updates.packages import IsInUse, PackageInstaller, refused_packages
from updates.provisioned import Provisioned
from updates.release import Kind, System, make_system
from updates.source import Source
from updates.updating import Found, RunCommand, UpdateFolder, bring, look, prepare
from updates.version import Version, parse_version

# Debian's installer takes a package by its path; a policy may name another command. Nobody is there to answer
# it: settings an administrator changed stay as they are, and another installer at work is waited for,
# shortly, because somebody may open the program meanwhile.
INSTALL_DEB: Final = (
    *("env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "--yes", "--no-install-recommends"),
    *("-o", "Dpkg::Options::=--force-confdef", "-o", "Dpkg::Options::=--force-confold"),
    *("-o", "DPkg::Lock::Timeout=60"),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody said on the command line; None where the machine's own word counts."""

    source: str | None = None
    root: Path | None = None
    installation: Installation | None = None
    keep: Path | None = None


@dataclass(frozen=True, slots=True)
class Asking:
    """Everything one look needs."""

    here: Here
    source: Source
    root: bytes
    keep: UpdateFolder
    installation: Installation | None
    install: Sequence[str]
    now: datetime

    def look(self) -> Found:
        """Ask what is new and for whom.

        Raises:
            UpdateError: the source cannot be asked, or is not believed.

        """
        return look(self.source, root=self.root, keep=self.keep, here=self.here, now=self.now)

    def make_ready(self, *, run: RunCommand, progress: Progress) -> Take | Wait:
        """Look, fetch, and lay a new version beside the present one; only the switch is left to do.

        Where a package manager put the program, only the look is done: its files are not ours to replace.

        Raises:
            UpdateError: the present version stays; what came so far is kept.

        """
        found = self.look()
        if isinstance(found.word, Take) and self.installation is not None:
            manifest, _ = bring(
                found, self.source, keep=self.keep, installation=self.installation, progress=progress
            )
            prepare(found.word.release, manifest, keep=self.keep, installation=self.installation, run=run)
        return found.word

    def apply(self, *, run: RunCommand, install: RunCommand, is_in_use: IsInUse) -> Version | None:
        """Look, fetch what is missing and put it in place; None when there is nothing for this computer.

        `run` is for a version's own check, `install` for the system's installer. Whether somebody has the
        program open matters to a package only: a folder of versions is laid out beside the one that runs.

        Raises:
            ProgramInUseError: a package waits until nobody has the program open.
            UpdateError: the present version stays.

        """
        found = self.look()
        if not isinstance(found.word, Take):
            return None
        release = found.word.release
        if self.installation is None:
            installer = PackageInstaller(self.keep, self.install, install, run, is_in_use)
            return installer.put_in_place(release, found.catalogue, self.source, current=self.here.version)
        manifest, _ = bring(
            found, self.source, keep=self.keep, installation=self.installation, progress=_unwatched
        )
        prepare(release, manifest, keep=self.keep, installation=self.installation, run=run)
        self.installation.switch_to(release.version)
        return release.version


def ask_as(
    asked: Asked,
    *,
    program_version: str,
    name: str,
    unsent: int,
    platform: str,
    arch: str,
    now: datetime,
    required: Version | None = None,
    provisioned: Provisioned | None = None,
    environment: Mapping[str, str] = os.environ,
) -> Asking:
    """Put together who asks whom; `name` is the computer's, for its share of a ring.

    Raises:
        PublisherUnknownError: nobody said whose signatures count.
        SwitchedOffError: the policy leaves new versions to somebody else, and nobody named a source.
        SourceUnreachableError: nobody said where updates come from.
        SourceInsecureError: the address would ask in clear over a network.

    """
    told = read_machine(now=now, environment=environment) if provisioned is None else provisioned
    installation = asked.installation or find_installation(environment)
    root = publisher_root(told) if asked.root is None else asked.root.read_bytes()
    if root is None:
        raise PublisherUnknownError
    place = asked.source or told.source
    if place is None and not told.policy.updates:
        raise SwitchedOffError
    if place is None:
        raise SourceUnreachableError(place="")
    version = _version_here(installation, program_version)
    keep = UpdateFolder(asked.keep or kept_folder(installation, environment))
    if keep.folder == ROOTS_FOLDER:
        make_roots_folder()
    here = Here(
        version=version,
        system=_system(platform, arch, kind_of(installation)),
        ring=told.ring,
        name=name,
        unsent=unsent,
        required=required,
        given_up=refused_packages(keep) if installation is None else installation.refused,
    )
    authorities = keep_authorities(told, keep.folder)
    install = told.policy.install or INSTALL_DEB
    return Asking(here, open_source(place, authorities), root, keep, installation, install, now)


def open_source(place: str, authorities: str | None = None) -> Source:
    """Open a repository by its address, or by the folder it lies in."""
    if place.startswith(("https://", "http://")):
        return HttpSource(place, authorities=authorities)
    return FolderSource(Path(place))


def _version_here(installation: Installation | None, program_version: str) -> Version:
    current = None if installation is None else installation.current
    return current or parse_version(program_version)


def _system(platform: str, arch: str, kind: Kind) -> System:
    return make_system(platform, arch, kind.value)


def _unwatched(_here: int, _whole: int) -> None:
    pass
