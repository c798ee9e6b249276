"""Files come piece by piece, go on after a break, and are believed by their digest alone."""

from pathlib import Path

import pytest

from tests.updates.publisher import NOW, CutSource, Laptop, Office, nobody_cares
from updates.adapters.folder_source import FolderSource
from updates.choosing import Take
from updates.errors import DamagedError, SourceUnreachableError, TooLargeError
from updates.fetching import fetch
from updates.installed import Installation, begin_installation
from updates.manifest import Manifest
from updates.updating import bring
from updates.version import parse_version


def largest(office: Office, manifest: Manifest) -> Path:
    entry = max(manifest.files, key=lambda one: one.packed)
    return office.repository / entry.object_name


def test_a_release_is_fetched_from_a_stick(office: Office, laptop: Laptop, tmp_path: Path) -> None:
    office.release("0.2.0")
    stick = office.copy_to(tmp_path / "stick")
    found = laptop.look(stick)

    manifest, fetched = bring(
        found, FolderSource(stick), keep=laptop.keep, installation=None, progress=nobody_cares
    )

    assert {one.name for one in laptop.keep.cache.iterdir()} == {one.digest for one in manifest.files}
    assert fetched.received == sum(one.packed for one in manifest.files)


def test_an_interrupted_fetch_goes_on_where_it_ended(office: Office, laptop: Laptop) -> None:
    manifest = office.release("0.2.0")
    broken = CutSource(office.repository, after=20)
    with pytest.raises(SourceUnreachableError):
        fetch(manifest, broken, cache=laptop.keep.cache, present={}, progress=nobody_cares)
    mended = CutSource(office.repository, after=1_000_000)

    fetched = fetch(manifest, mended, cache=laptop.keep.cache, present={}, progress=nobody_cares)

    assert mended.asked[0][1] == 20
    assert fetched.received == sum(one.packed for one in manifest.files) - 20
    assert {one.name for one in laptop.keep.cache.iterdir()} == {one.digest for one in manifest.files}


def test_files_that_are_here_already_do_not_travel(office: Office, laptop: Laptop) -> None:
    first = office.release("0.1.0")
    installation = begin_installation(
        laptop.folder / "program", office.folder / "build-0.1.0", parse_version("0.1.0"), first
    )
    office.release("0.2.0")
    found = laptop.look(office.repository)

    manifest, fetched = bring(
        found,
        FolderSource(office.repository),
        keep=laptop.keep,
        installation=installation,
        progress=nobody_cares,
    )

    changed = [one for one in manifest.files if one.digest not in {old.digest for old in first.files}]
    assert [one.path for one in changed] == ["_internal/version"]
    assert fetched.received == changed[0].packed


def test_a_file_here_that_was_changed_is_fetched_instead(office: Office, laptop: Laptop) -> None:
    manifest = office.release("0.1.0")
    installation = begin_installation(
        laptop.folder / "program", office.folder / "build-0.1.0", parse_version("0.1.0"), manifest
    )
    library = installation.place_of(parse_version("0.1.0")) / "_internal" / "libQt6Core.so.6"
    library.write_bytes(b"another library")

    fetch(
        manifest,
        FolderSource(office.repository),
        cache=laptop.keep.cache,
        present=installation.present_files(),
        progress=nobody_cares,
    )

    entry = next(one for one in manifest.files if one.path == "_internal/libQt6Core.so.6")
    assert (laptop.keep.cache / entry.digest).read_bytes() == b"Qt " * 40_000


def test_one_flipped_bit_of_a_file_is_noticed_and_nothing_of_it_stays(office: Office, laptop: Laptop) -> None:
    manifest = office.release("0.2.0")
    damaged = largest(office, manifest)
    content = bytearray(damaged.read_bytes())
    content[len(content) // 2] ^= 1
    damaged.write_bytes(content)

    with pytest.raises(DamagedError):
        fetch(
            manifest,
            FolderSource(office.repository),
            cache=laptop.keep.cache,
            present={},
            progress=nobody_cares,
        )

    assert [one for one in laptop.keep.cache.iterdir() if one.name.startswith(damaged.stem[:12])] == []


def test_a_file_without_end_is_cut_off(office: Office, laptop: Laptop) -> None:
    manifest = office.release("0.2.0")
    with largest(office, manifest).open("ab") as file:
        file.write(bytes(1_000_000))

    with pytest.raises(TooLargeError):
        fetch(
            manifest,
            FolderSource(office.repository),
            cache=laptop.keep.cache,
            present={},
            progress=nobody_cares,
        )

    assert sum(one.stat().st_size for one in laptop.keep.cache.iterdir()) < 200_000


def test_a_file_that_is_missing_on_the_stick_says_so_and_the_rest_stays(
    office: Office, laptop: Laptop
) -> None:
    manifest = office.release("0.2.0")
    (office.repository / manifest.files[-1].object_name).unlink()

    with pytest.raises(SourceUnreachableError):
        fetch(
            manifest,
            FolderSource(office.repository),
            cache=laptop.keep.cache,
            present={},
            progress=nobody_cares,
        )

    whole = {one.name for one in laptop.keep.cache.iterdir() if not one.suffix}
    assert whole == {one.digest for one in manifest.files[:-1]}


def test_progress_ends_with_the_whole(office: Office, laptop: Laptop) -> None:
    manifest = office.release("0.2.0")
    told: list[tuple[int, int]] = []

    fetch(
        manifest,
        FolderSource(office.repository),
        cache=laptop.keep.cache,
        present={},
        progress=lambda here, whole: told.append((here, whole)),
    )

    assert told[-1] == (manifest.size, manifest.size)
    assert laptop.now == NOW


def test_a_source_that_goes_away_in_between_is_news_and_no_bug(office: Office, laptop: Laptop) -> None:
    office.release("0.2.0")
    found = laptop.look(office.repository)
    assert isinstance(found.word, Take)

    with pytest.raises(SourceUnreachableError):
        bring(
            found,
            FolderSource(office.folder / "unplugged"),
            keep=laptop.keep,
            installation=Installation(laptop.folder / "none"),
            progress=nobody_cares,
        )
