"""A new version as a package: handed to the system's installer, asked whether it is well, else taken back.

Run by whoever may install, and verified by him anew. Nothing is replaced under an open program: what was
fetched waits. The package before is kept for the way back; where it is not here, it comes from the same list,
whose signatures hold for it, too. Taking back happens before anybody has worked with the new version, so no
record was written that the older one could not read.
"""

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from updates.catalogue import Catalogue
from updates.errors import (
    DamagedError,
    DowngradeError,
    InstallerFailedError,
    NotWellError,
    NoWayBackError,
    ProgramInUseError,
)
from updates.fetching import disk_errors_translated, fetch
from updates.installed import lay_out, read_versions
from updates.release import Release
from updates.small_files import write_line
from updates.source import Source
from updates.updating import RunCommand, UpdateFolder, forget_files
from updates.version import Version

CHECK: Final = ("quancai", "self-check")
# Where the package puts the program (installers/linux/quancai.sh).
PROGRAM_PLACE: Final = Path("/opt/quancai")
# Says whether the program runs for anybody here; a port because tests look at no real processes.
IsInUse = Callable[[], bool]
# What the package's own guard against older versions asks for (installers/linux/desktop.preinst).
_ALLOW_OLDER: Final = ("env", "QUANCAI_ALLOW_OLDER=1")
# What apt is told besides: the same version again is what mends one whose installation broke off.
_APT: Final = frozenset({"apt", "apt-get"})
_APT_BACK: Final = ("--allow-downgrades", "--reinstall")


def refused_packages(keep: UpdateFolder) -> frozenset[Version]:
    """Give the versions that were installed here and taken back."""
    return read_versions(keep.folder / "refused")


@dataclass(frozen=True, slots=True)
class PackageInstaller:
    """The system's installer: `command` is its own, and the package's path follows; `run` is for checks."""

    keep: UpdateFolder
    command: Sequence[str]
    install: RunCommand  # waits for the installer, however long it takes
    run: RunCommand
    is_in_use: IsInUse

    def put_in_place(
        self, release: Release, catalogue: Catalogue, source: Source, *, current: Version
    ) -> Version:
        """Install a release; give its version once it says that it is well.

        Raises:
            ProgramInUseError: somebody has it open; what was fetched waits here for the next time.
            InstallerFailedError: the installer said no; the present version stays, or was put back.
            NotWellError: it would not run here; the version before it was put back.
            NoWayBackError: it would not run here, and the version before it is nowhere.
            DowngradeError: it is not newer than what runs here.
            UpdateError: it cannot be fetched.

        """
        if release.version <= current:
            raise DowngradeError(version=str(release.version), current=str(current))
        package = self._fetch(release, catalogue, source)
        if self.is_in_use():
            raise ProgramInUseError(version=str(release.version))
        is_installed = self.install([*self.command, str(package)])
        is_well = self.run(CHECK)
        if is_installed and not is_well:
            self._refuse(release.version)
        if not is_well:
            self._take_back(release, catalogue, source, current=current)
        if not is_installed:
            # Not held against the version: the next time may find a free lock, or a disk that answers.
            raise InstallerFailedError(version=str(release.version))
        if not is_well:
            raise NotWellError(version=str(release.version))
        self._forget_all_but(release.version)
        return release.version

    def _fetch(self, release: Release, catalogue: Catalogue, source: Source) -> Path:
        manifest = catalogue.manifest(release)
        if len(manifest.files) != 1 or manifest.links:
            raise DamagedError(file="package")
        folder = self.keep.packages / str(release.version)
        waiting = {one.digest: folder / one.path for one in manifest.files}
        fetch(manifest, source, cache=self.keep.cache, present=waiting, progress=_unwatched)
        with disk_errors_translated():
            shutil.rmtree(folder, ignore_errors=True)
            lay_out(manifest, self.keep.cache, folder)
            forget_files(self.keep)
        return folder / manifest.files[0].path

    def _refuse(self, version: Version) -> None:
        with disk_errors_translated():
            refused = sorted({*refused_packages(self.keep), version})
            write_line(self.keep.folder / "refused", "\n".join(map(str, refused)))

    def _take_back(self, release: Release, catalogue: Catalogue, source: Source, *, current: Version) -> None:
        package = self._kept(current) or self._published(release, catalogue, source, current=current)
        if package is None or not self.install(
            [*_ALLOW_OLDER, *self.command, *_words_for_going_back(self.command), str(package)]
        ):
            raise NoWayBackError
        self._forget_all_but(current)

    def _kept(self, version: Version) -> Path | None:
        folder = self.keep.packages / str(version)
        return next(iter(sorted(folder.glob("*.deb"))), None)

    def _published(
        self, release: Release, catalogue: Catalogue, source: Source, *, current: Version
    ) -> Path | None:
        for one in catalogue.releases:
            if one.version == current and one.system == release.system:
                return self._fetch(one, catalogue, source)
        return None

    def _forget_all_but(self, version: Version) -> None:
        for folder in self.keep.packages.iterdir():
            if folder.name != str(version):
                shutil.rmtree(folder, ignore_errors=True)


def _words_for_going_back(command: Sequence[str]) -> Sequence[str]:
    """Give what an installer asks for before it goes back; dpkg asks for nothing, others nobody knows."""
    return _APT_BACK if any(Path(word).name in _APT for word in command) else ()


def _unwatched(_here: int, _whole: int) -> None:
    pass
