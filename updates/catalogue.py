"""The publisher's list of releases, believed only as The Update Framework allows.

Roots, timestamp, snapshot and targets are verified in the order of the specification (1.0, §5), each
against what this computer has seen before: a list that is older, mixed from two lists, kept back past its
end or signed by too few ends in an error, and nothing of it is kept. The trusted root comes with
the program. What is listed is read back from what the client has just verified and kept.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from tuf.api.exceptions import (
    BadVersionNumberError,
    DownloadError,
    DownloadLengthMismatchError,
    ExpiredMetadataError,
    LengthOrHashMismatchError,
    RepositoryError,
)
from tuf.api.metadata import Metadata, TargetFile, Targets
from tuf.ngclient import Updater, UpdaterConfig

from updates.errors import (
    DamagedError,
    FrozenError,
    NotAllowedHereError,
    RolledBackError,
    SourceUnreachableError,
    TooLargeError,
    UntrustedError,
    UpdateError,
)
from updates.manifest import MAX_MANIFEST_BYTES, Manifest, decode_manifest
from updates.release import Release, release_from_plain
from updates.roots import follow_roots
from updates.source import METADATA, TARGETS, Source, SourceFetcher

_LIMITS: Final = UpdaterConfig(targets_max_length=MAX_MANIFEST_BYTES)


class _Updater(Updater):
    """The library's client with the clock of its caller, and without the link beside its roots.

    A stick with FAT takes no links, and the root is always given, so nobody would read it.
    """

    def judge_at(self, now: datetime) -> None:
        self._trusted_set.reference_time = now

    def _update_root_symlink(self) -> None:
        pass


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What the publisher offers, as of one look."""

    releases: tuple[Release, ...]
    root: bytes  # the newest root that follows from the one the program came with
    _updater: _Updater
    _files: dict[str, TargetFile]
    _folder: Path

    def manifest(self, release: Release) -> Manifest:
        """Fetch what a release is made of.

        Raises:
            UpdateError: it cannot be had, or is not what was signed.

        """
        with _translated():
            held = self._updater.download_target(
                self._files[release.target], str(self._folder / "manifest.json")
            )
            return decode_manifest(Path(held).read_bytes())


def open_catalogue(source: Source, *, root: bytes, folder: Path, now: datetime) -> Catalogue:
    """Ask a source and believe what enough keys signed; `folder` remembers what was seen.

    Raises:
        UntrustedError, RolledBackError, FrozenError, DamagedError, TooLargeError: it is not believed.
        SourceUnreachableError: it cannot be asked.
        NotAllowedHereError: what was seen cannot be remembered.

    """
    with _translated():
        folder.mkdir(parents=True, exist_ok=True)
        updater = _Updater(
            str(folder),
            METADATA,
            target_base_url=TARGETS,
            fetcher=SourceFetcher(source),
            config=_LIMITS,
            bootstrap=root,
        )
        updater.judge_at(now)
        updater.refresh()
        files = dict(_listed(updater, folder))
        releases = tuple(_readable(files))
        return Catalogue(releases, follow_roots(root, folder).root, updater, files, folder)


def _listed(updater: Updater, folder: Path) -> Iterator[tuple[str, TargetFile]]:
    """Name the targets by the file just kept, and take what counts of each from the client itself."""
    kept = Metadata[Targets].from_file(os.fspath(folder / "targets.json"))
    for name in kept.signed.targets:
        found = updater.get_targetinfo(name)
        if found is not None:
            yield name, found


def _readable(files: dict[str, TargetFile]) -> Iterator[Release]:
    """Leave out what only a newer program understands: it is for a computer that has come further."""
    for name, file in files.items():
        try:
            release = release_from_plain(file.custom)
        except UpdateError:
            continue
        if release.target == name:
            yield release


@contextmanager
def _translated() -> Iterator[None]:
    """Say in our words what the library says; of a source's own error it keeps the cause."""
    try:
        yield
    except BadVersionNumberError as error:
        raise RolledBackError from error
    except ExpiredMetadataError as error:
        raise FrozenError from error
    except LengthOrHashMismatchError as error:
        raise DamagedError(file="metadata") from error
    except DownloadLengthMismatchError as error:
        raise TooLargeError(file="metadata") from error
    except RepositoryError as error:
        raise UntrustedError from error
    except DownloadError as error:
        if isinstance(error.__cause__, UpdateError):
            raise error.__cause__ from error
        raise SourceUnreachableError(place="metadata") from error
    except OSError as error:
        raise NotAllowedHereError(place=type(error).__name__) from error
