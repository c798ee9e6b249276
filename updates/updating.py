"""One look at the publisher's list, and what follows from it: fetch, lay out, ask whether it is well, switch.

The steps are separate because different people and moments belong to them: looking and fetching happen
behind somebody's work, switching only between two pieces of work. A version is asked whether it would
run here before it becomes the current one, and is watched by the launcher when it first starts.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from updates.catalogue import Catalogue, open_catalogue
from updates.choosing import Here, Take, Wait, choose
from updates.errors import DowngradeError, NotWellError
from updates.fetching import Fetched, Progress, fetch
from updates.installed import Installation
from updates.manifest import Manifest
from updates.provisioned import SEEN
from updates.release import Release
from updates.source import Source

# What is asked whether it is well; on Windows the twin with a terminal.
PROGRAMS: Final = ("quancai-console.exe", "quancai")
# Runs a command to its end and says whether it succeeded; a port because tests start nothing.
RunCommand = Callable[[Sequence[str]], bool]


@dataclass(frozen=True, slots=True)
class Found:
    """What one look said; `taken` is what to fetch, with the list it stands on."""

    word: Take | Wait
    catalogue: Catalogue


@dataclass(frozen=True, slots=True)
class UpdateFolder:
    """Where what was seen and what was fetched is kept between two starts."""

    folder: Path

    @property
    def seen(self) -> Path:
        return self.folder / SEEN

    @property
    def cache(self) -> Path:
        return self.folder / "files"

    @property
    def packages(self) -> Path:
        return self.folder / "packages"


def look(source: Source, *, root: bytes, keep: UpdateFolder, here: Here, now: datetime) -> Found:
    """Ask what is new and for whom.

    Raises:
        UpdateError: the source cannot be asked, or is not believed; nothing changes here.

    """
    catalogue = open_catalogue(source, root=root, folder=keep.seen, now=now)
    return Found(choose(catalogue.releases, here), catalogue)


def bring(
    found: Found, source: Source, *, keep: UpdateFolder, installation: Installation | None, progress: Progress
) -> tuple[Manifest, Fetched]:
    """Fetch what the look chose, as far as it is not here.

    Raises:
        UpdateError: what came so far is kept and the next time goes on there.

    """
    manifest = found.catalogue.manifest(_chosen(found))
    if installation is None:
        return manifest, fetch(manifest, source, cache=keep.cache, present={}, progress=progress)
    fetched = fetch(
        manifest,
        source,
        cache=keep.cache,
        present=installation.present_files(),
        progress=progress,
        older=installation.older_files(),
    )
    return manifest, fetched


def prepare(
    release: Release,
    manifest: Manifest,
    *,
    keep: UpdateFolder,
    installation: Installation,
    run: RunCommand,
) -> None:
    """Lay a fetched version beside the present one and ask whether it is well; `switch_to` makes it count.

    Raises:
        NotWellError: its own check failed; the present version stays, and this one is not tried again.
        DowngradeError: it is not newer than the present one.
        UpdateError: the disk did not take it; the present version stays.

    """
    current = installation.current
    if current is not None and release.version <= current:
        raise DowngradeError(version=str(release.version), current=str(current))
    place = installation.put_beside(release.version, manifest, keep.cache)
    if not run([str(program_in(place)), "self-check"]):
        installation.give_up(release.version)
        raise NotWellError(version=str(release.version))
    forget_files(keep)


def program_in(place: Path) -> Path:
    """Give the file of a laid-out version that answers questions at a terminal."""
    return next((place / name for name in PROGRAMS if (place / name).is_file()), place / PROGRAMS[-1])


def forget_files(keep: UpdateFolder) -> None:
    """Empty the cache once its files stand in a version."""
    for file in keep.cache.iterdir():
        file.unlink()


def _chosen(found: Found) -> Release:
    if isinstance(found.word, Wait):
        raise RuntimeError("there is nothing to fetch")  # noqa: TRY004 - an order of calls, not a type
    return found.word.release
