"""What a power cut leaves of an update costs a fetch, and never the version that runs or the way back."""

from collections.abc import Sequence

import pytest

from tests.updates.publisher import Laptop, Office, nobody_cares
from updates.adapters.folder_source import FolderSource
from updates.choosing import Take
from updates.errors import DamagedError
from updates.installed import Installation, begin_installation
from updates.manifest import Manifest
from updates.updating import bring, prepare
from updates.version import parse_version

FIRST, SECOND, THIRD = parse_version("0.1.0"), parse_version("0.2.0"), parse_version("0.3.0")


def well(_command: Sequence[str]) -> bool:
    return True


def not_well(_command: Sequence[str]) -> bool:
    return False


@pytest.fixture
def installation(office: Office, laptop: Laptop) -> Installation:
    manifest = office.release("0.1.0")
    return begin_installation(laptop.folder / "program", office.folder / "build-0.1.0", FIRST, manifest)


def fetched(office: Office, laptop: Laptop, installation: Installation) -> tuple[Take, Manifest]:
    """Look and fetch, as far as the cache; nothing is laid out yet."""
    found = laptop.look(office.repository, laptop.here(str(installation.current)))
    assert isinstance(found.word, Take)
    source = FolderSource(office.repository)
    manifest, _ = bring(found, source, keep=laptop.keep, installation=installation, progress=nobody_cares)
    return found.word, manifest


@pytest.mark.parametrize("left", [b"", b"#!/bin/sh\n: another program\n"])
def test_a_fetched_file_that_is_not_what_was_signed_any_more_is_not_laid_out(
    office: Office, laptop: Laptop, installation: Installation, left: bytes
) -> None:
    office.release("0.2.0")
    word, manifest = fetched(office, laptop, installation)
    program = next(one for one in manifest.files if one.path == "_internal/version")
    (laptop.keep.cache / program.digest).write_bytes(left)

    with pytest.raises(DamagedError):
        prepare(word.release, manifest, keep=laptop.keep, installation=installation, run=not_well)

    # The disk was at fault, so the version is not given up.
    assert installation.refused == frozenset()
    assert not installation.place_of(SECOND).exists()
    # The next time it is fetched again.
    assert not (laptop.keep.cache / program.digest).exists()
    word, manifest = fetched(office, laptop, installation)
    prepare(word.release, manifest, keep=laptop.keep, installation=installation, run=well)
    assert (installation.place_of(SECOND) / "_internal" / "version").read_text(encoding="utf-8") == "0.2.0"


@pytest.mark.parametrize("left", [b"", b'{"files":[["quancai"', b"\x00\x00\x00"])
def test_a_half_written_table_of_the_version_here_costs_a_fetch_and_not_every_update(
    office: Office, laptop: Laptop, installation: Installation, left: bytes
) -> None:
    (installation.folder / "versions" / "0.1.0.json").write_bytes(left)
    office.release("0.2.0")

    _, manifest = fetched(office, laptop, installation)

    assert {one.name for one in laptop.keep.cache.iterdir()} == {one.digest for one in manifest.files}


def test_over_a_version_that_was_never_well_the_way_back_leads_to_the_one_that_was(
    office: Office, laptop: Laptop, installation: Installation
) -> None:
    for version in ("0.2.0", "0.3.0"):
        office.release(version)
        word, manifest = fetched(office, laptop, installation)
        prepare(word.release, manifest, keep=laptop.keep, installation=installation, run=well)
        installation.switch_to(word.release.version)

    assert (installation.current, installation.previous) == (THIRD, FIRST)
    assert installation.roll_back() == FIRST
    assert installation.place_of(FIRST).is_dir()
