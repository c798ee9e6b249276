"""The versions of the program in one folder, which of them runs, and the way back.

    FOLDER/quancai            the launcher: starts the current version, goes back when that fails
    FOLDER/versions/0.2.0/    a whole program; 0.2.0.json beside it says what it is made of
    FOLDER/current            the name of the version that runs
    FOLDER/previous           the one before it, kept until the next change
    FOLDER/unconfirmed        a version that has not yet said that it is well, and how often it was started
    FOLDER/refused            versions that did not start here, a line each
    FOLDER/records            the version under which records last took a step; no older one reads them

Every one of these small files is replaced whole, so a power cut leaves the old or the new version current
and never half of one. The launcher (resources/launcher/quancai; on Windows `updates.launching`, frozen on its
own) reads and writes the same files without any version's Python, because one that does not start cannot
put itself back.
"""

import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final

from updates.errors import (
    DamagedError,
    DowngradeError,
    NoRoomError,
    NotAllowedHereError,
    NoWayBackError,
    RecordsNewerError,
    RecordsWaitError,
    ReleaseMalformedError,
    StartAgainError,
)
from updates.fetching import disk_errors_translated
from updates.manifest import FileEntry, Manifest, decode_manifest, encode_manifest
from updates.small_files import forget, read_words, write_line
from updates.version import Version, parse_version

_EXECUTABLE: Final = 0o755
_PLAIN: Final = 0o644
_PIECE_BYTES: Final = 256 * 1024


@dataclass(frozen=True, slots=True)
class Installation:
    """A folder with versions in it."""

    folder: Path

    @property
    def current(self) -> Version | None:
        return self._read("current")

    @property
    def previous(self) -> Version | None:
        return self._read("previous")

    @property
    def refused(self) -> frozenset[Version]:
        """Give the versions that did not start here and are not tried again."""
        return read_versions(self.folder / "refused")

    @property
    def records_since(self) -> Version | None:
        """Give the version under which records took a step last; None where that never happened here."""
        return self._read("records")

    @property
    def is_unconfirmed(self) -> bool:
        """Say whether the current version has not said yet that it is well."""
        return read_words(self.folder / "unconfirmed")[:1] == (str(self.current),)

    def place_of(self, version: Version) -> Path:
        return self.folder / "versions" / str(version)

    def present_files(self) -> Mapping[str, Path]:
        """Give the files of the versions here by the digest each should have."""
        found: dict[str, Path] = {}
        for version in (self.previous, self.current):
            if version is not None:
                place = self.place_of(version)
                found |= {one.digest: place / one.path for one in _files_listed_beside(place)}
        return found

    def older_files(self) -> Mapping[str, str]:
        """Give the digest of what lies at each path of the version that runs."""
        current = self.current
        if current is None:
            return {}
        return {one.path: one.digest for one in _files_listed_beside(self.place_of(current))}

    def put_beside(self, version: Version, manifest: Manifest, cache: Path) -> Path:
        """Lay a fetched version out beside the present one; nothing is switched yet.

        Raises:
            DamagedError: a fetched file is not what was signed any more; the next fetch brings it again.
            NoRoomError, NotAllowedHereError: the disk did not take it.

        """
        place = self.place_of(version)
        draft = place.with_name(f"{place.name}.new")
        with disk_errors_translated():
            for old in (draft, place):
                shutil.rmtree(old, ignore_errors=True)
            lay_out(manifest, cache, draft)
            _manifest_beside(place).write_bytes(encode_manifest(manifest))
            draft.replace(place)
        return place

    def switch_to(self, version: Version) -> None:
        """Make a version the one the next start runs, unconfirmed until it says that it is well.

        The way back leads to a version that was well: over one that has not said so, the one before it stays.

        Raises:
            DowngradeError: it is older than the current one, or the same.
            NoRoomError, NotAllowedHereError: the disk did not take it; the present version stays.

        """
        current = self.current
        if current is not None and version <= current:
            raise DowngradeError(version=str(version), current=str(current))
        is_proven = not self.is_unconfirmed or self.previous is None
        with disk_errors_translated():
            # In this order: a power cut before the last line leaves words about a version nobody runs.
            write_line(self.folder / "unconfirmed", f"{version} 0")
            if current is not None and is_proven:
                write_line(self.folder / "previous", str(current))
            write_line(self.folder / "current", str(version))
            if current is not None and current == self.records_since:
                # It may have taken that step while this was written, and `previous` is what is older still.
                write_line(self.folder / "previous", str(current))
            self._remove_others()

    def confirm(self, version: Version) -> bool:
        """Note that a version has started and is well; say whether that was news."""
        if not self.is_unconfirmed or self.current != version:
            return False
        with disk_errors_translated():
            forget(self.folder / "unconfirmed")
        return True

    def keep_for_records(self, version: Version) -> None:
        """Note, on the disk, that records are about to take a step under a version: it is well, and stays.

        To be called before that step is committed (docs/adr/0045): noted too early it costs a way back, noted
        too late, it costs the records. First that it is well, then since when: a power cut between the two
        leaves no word of a step that was not taken.

        Raises:
            StartAgainError: another version has become current since this one was started.
            RecordsWaitError: the disk did not take it.

        """
        self._require_current(version)
        since = self.records_since
        try:
            self.confirm(version)
            if since is None or since < version:
                with disk_errors_translated():
                    write_line(self.folder / "records", str(version))
        except (NoRoomError, NotAllowedHereError) as error:
            raise RecordsWaitError(version=str(version), reason=error.code) from error
        # Read once more: who takes a version back writes `current` first and looks at the words above then.
        self._require_current(version)

    def roll_back(self) -> Version:
        """Make the version before the current one run again; the current one is not tried any more.

        Raises:
            NoWayBackError: there is none.
            RecordsNewerError: records took a step since, which that one does not know; the current one stays.

        """
        current, previous = self.current, self.previous
        if previous is None or previous == current or not self.place_of(previous).is_dir():
            raise NoWayBackError
        self._require_readable_by(previous)
        if current is not None:
            self._refuse(current)
        with disk_errors_translated():
            write_line(self.folder / "current", str(previous))
        try:
            self._require_readable_by(previous)  # a window may have been about to step
        except RecordsNewerError:
            with disk_errors_translated():
                write_line(self.folder / "current", str(current))
            raise
        with disk_errors_translated():
            forget(self.folder / "unconfirmed")
        return previous

    def give_up(self, version: Version) -> None:
        """Note that a version would not run here, and take it away; it never was the current one."""
        self._refuse(version)
        shutil.rmtree(self.place_of(version), ignore_errors=True)
        _manifest_beside(self.place_of(version)).unlink(missing_ok=True)

    def _require_current(self, version: Version) -> None:
        if self.current != version:
            raise StartAgainError(version=str(version), current=str(self.current or ""))

    def _require_readable_by(self, version: Version) -> None:
        since = self.records_since
        if since is not None and version < since:
            raise RecordsNewerError(version=str(version), since=str(since))

    def _refuse(self, version: Version) -> None:
        with disk_errors_translated():
            write_line(self.folder / "refused", "\n".join(map(str, sorted({*self.refused, version}))))

    def _remove_others(self) -> None:
        kept = {str(one) for one in (self.current, self.previous) if one is not None}
        for place in (self.folder / "versions").iterdir():
            if place.is_dir() and place.name not in kept:
                shutil.rmtree(place, ignore_errors=True)
                _manifest_beside(place).unlink(missing_ok=True)

    def _read(self, name: str) -> Version | None:
        try:
            return parse_version((self.folder / name).read_text("ascii").strip())
        except (OSError, UnicodeDecodeError, ReleaseMalformedError):
            return None


def begin_installation(folder: Path, tree: Path, version: Version, manifest: Manifest) -> Installation:
    """Make a folder that can be updated out of one whole program."""
    installation = Installation(folder)
    place = installation.place_of(version)
    with disk_errors_translated():
        place.parent.mkdir(parents=True)
        shutil.copytree(tree, place, symlinks=True)
        _manifest_beside(place).write_bytes(encode_manifest(manifest))
        write_line(folder / "current", str(version))
    return installation


def lay_out(manifest: Manifest, cache: Path, folder: Path) -> None:
    """Write a tree out of fetched files, to the disk and not only to the system's memory of it.

    A file's name in the cache says what it was when it came. It is read once more while it is copied: a power
    cut may have left less of it, and who installs may be another than who fetched.

    Raises:
        DamagedError: a file is not in the cache any more, or is not what was signed; that one is thrown away.
        OSError: the disk did not take it.

    """
    folder.mkdir(parents=True)
    for entry in manifest.files:
        place, held = folder / entry.path, cache / entry.digest
        if not held.is_file():
            raise DamagedError(file=entry.path)
        place.parent.mkdir(parents=True, exist_ok=True)
        if _copy_digested(held, place) != entry.digest:
            held.unlink()
            raise DamagedError(file=entry.path)
        place.chmod(_EXECUTABLE if entry.is_executable else _PLAIN)
    for link in manifest.links:
        place = folder / link.path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.symlink_to(link.to)


def read_versions(place: Path) -> frozenset[Version]:
    """Read versions, a line each; a file that is not there or makes no sense names none."""
    try:
        return frozenset(map(parse_version, read_words(place)))
    except ReleaseMalformedError:
        return frozenset()


def _copy_digested(held: Path, place: Path) -> str:
    """Copy a file to the disk; give the SHA-256 of what was copied."""
    digest = sha256()
    with held.open("rb") as file, place.open("wb") as copy:
        while piece := file.read(_PIECE_BYTES):
            digest.update(piece)
            copy.write(piece)
        copy.flush()
        os.fsync(copy.fileno())
    return digest.hexdigest()


def _files_listed_beside(place: Path) -> tuple[FileEntry, ...]:
    """Give what a version is made of; where its table is lost or half-written nothing, so all is fetched."""
    try:
        return decode_manifest(_manifest_beside(place).read_bytes()).files
    except (OSError, ReleaseMalformedError):
        return ()


def _manifest_beside(place: Path) -> Path:
    return place.with_name(f"{place.name}.json")
