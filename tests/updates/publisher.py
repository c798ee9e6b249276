"""A publisher with keys and a repository, and a computer that asks it; all in one temporary folder."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from updates.adapters.folder_source import FolderSource
from updates.choosing import Here
from updates.manifest import Manifest
from updates.packing import pack_tree
from updates.publisher_keys import make_keys
from updates.publishing import Publisher
from updates.release import Kind, Release, Ring, System
from updates.source import Source
from updates.updating import Found, UpdateFolder, look
from updates.version import Version, parse_version

NOW = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
LAPTOP = System("linux", "x86_64", Kind.PORTABLE)


def make_program(folder: Path, version: str, *, script: str = "#!/bin/sh\nexit 0\n") -> Path:
    """Lay out what a build leaves: a program, a library that never changes, a file that always does."""
    folder.mkdir(parents=True)
    (folder / "quancai").write_text(script, encoding="utf-8")
    (folder / "quancai").chmod(0o755)
    (folder / "_internal").mkdir()
    (folder / "_internal" / "libQt6Core.so.6").write_bytes(b"Qt " * 40_000)
    (folder / "_internal" / "version").write_text(version, encoding="utf-8")
    (folder / "_internal" / "libQt6Core.so").symlink_to("libQt6Core.so.6")
    return folder


@dataclass
class Office:
    """The computer on which releases are made."""

    folder: Path
    now: datetime = NOW
    root: bytes = field(default=b"", repr=False)

    @property
    def repository(self) -> Path:
        return self.folder / "repository"

    @property
    def keys(self) -> Path:
        return self.folder / "keys"

    @property
    def publisher(self) -> Publisher:
        return Publisher(self.repository, self.keys, self.now)

    def begin(self) -> None:
        make_keys(self.keys)
        self.root = self.publisher.begin()

    def release(
        self,
        version: str,
        *,
        ring: Ring = Ring.ALL,
        share: int = 100,
        carries_from: str = "0.1.0",
        script: str = "#!/bin/sh\nexit 0\n",
        system: System = LAPTOP,
    ) -> Manifest:
        content = make_program(self.folder / f"build-{version}", version, script=script)
        manifest = pack_tree(content, self.repository)
        release = Release(parse_version(version), system, ring, share, parse_version(carries_from))
        self.publisher.release(release, manifest)
        return manifest

    def later(self, days: int) -> None:
        self.now += timedelta(days=days)

    def copy_to(self, place: Path) -> Path:
        """Do what `cp -a` to a stick does."""
        return Path(shutil.copytree(self.repository, place))


@dataclass
class Laptop:
    """A computer that looks for updates."""

    folder: Path
    root: bytes
    now: datetime = NOW

    @property
    def keep(self) -> UpdateFolder:
        return UpdateFolder(self.folder / "updates")

    def here(
        self,
        version: str = "0.1.0",
        *,
        ring: Ring = Ring.ALL,
        unsent: int = 0,
        required: Version | None = None,
        given_up: frozenset[Version] = frozenset(),
    ) -> Here:
        return Here(parse_version(version), LAPTOP, ring, "3f2a9c10", unsent, required, given_up)

    def look(self, source: Source | Path, here: Here | None = None) -> Found:
        if isinstance(source, Path):
            source = FolderSource(source)
        return look(source, root=self.root, keep=self.keep, here=here or self.here(), now=self.now)


class CutSource:
    """A line that breaks after so many bytes of files, and remembers what was asked of it."""

    def __init__(self, folder: Path, *, after: int) -> None:
        self._source = FolderSource(folder)
        self._left = after
        self.asked: list[tuple[str, int]] = []

    def read(self, name: str, *, offset: int = 0) -> Iterator[bytes]:
        self.asked.append((name, offset))
        for piece in self._source.read(name, offset=offset):
            if name.startswith("objects/"):
                if len(piece) > self._left:
                    yield piece[: self._left]
                    self._left = 0
                    return
                self._left -= len(piece)
            yield piece


def nobody_cares(_here: int, _whole: int) -> None:
    """Take the progress of a fetch that nobody watches."""
