"""A difference is a short cut and never believed: it makes the signed digest, or the file comes whole."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fakes.entropy import SeededEntropy
from tests.updates.publisher import LAPTOP, CutSource, Laptop, Office, nobody_cares
from updates.differences import apply_difference, difference_name, make_difference
from updates.errors import DamagedError
from updates.fetching import Fetched, fetch
from updates.installed import Installation, begin_installation
from updates.manifest import Manifest
from updates.packing import add_differences, pack_tree
from updates.release import Release, Ring
from updates.version import parse_version

ARCHIVE = SeededEntropy().take(200_000)
CHANGED = ARCHIVE[:90_000] + b"what we changed" + ARCHIVE[90_000:]
FIRST = parse_version("0.1.0")


def build(office: Office, version: str, archive: bytes) -> Path:
    folder = office.folder / f"build-{version}"
    folder.mkdir(parents=True)
    (folder / "quancai").write_bytes(archive)
    return folder


def release(office: Office, version: str, archive: bytes) -> Manifest:
    manifest = pack_tree(build(office, version, archive), office.repository)
    new = Release(parse_version(version), LAPTOP, Ring.ALL, 100, FIRST)
    before = office.publisher.before(new)
    if before is not None:
        add_differences(before, manifest, office.repository)
    office.publisher.release(new, manifest)
    return manifest


@pytest.fixture
def installation(office: Office, laptop: Laptop) -> Installation:
    manifest = release(office, "0.1.0", ARCHIVE)
    return begin_installation(laptop.folder / "program", office.folder / "build-0.1.0", FIRST, manifest)


def fetched(
    office: Office, laptop: Laptop, installation: Installation, manifest: Manifest
) -> tuple[Fetched, list[str]]:
    source = CutSource(office.repository, after=10_000_000)
    done = fetch(
        manifest,
        source,
        cache=laptop.keep.cache,
        present=installation.present_files(),
        progress=nobody_cares,
        older=installation.older_files(),
    )
    return done, [name for name, _ in source.asked]


def difference_of(office: Office, manifest: Manifest, installation: Installation) -> Path:
    older = installation.older_files()["quancai"]
    return office.repository / difference_name(manifest.files[0].digest, older)


def test_a_small_change_of_a_large_file_travels_as_a_difference(
    office: Office, laptop: Laptop, installation: Installation
) -> None:
    manifest = release(office, "0.2.0", CHANGED)

    done, asked = fetched(office, laptop, installation, manifest)

    assert done.received < 1_000 < 190_000 < manifest.files[0].packed
    assert len(asked) == 1
    assert (laptop.keep.cache / manifest.files[0].digest).read_bytes() == CHANGED


@pytest.mark.parametrize("content", [b"", b"no difference", make_difference(ARCHIVE, ARCHIVE[::-1])])
def test_a_difference_that_makes_something_else_is_not_used(
    content: bytes, office: Office, laptop: Laptop, installation: Installation
) -> None:
    manifest = release(office, "0.2.0", CHANGED)
    difference_of(office, manifest, installation).write_bytes(content)

    _, asked = fetched(office, laptop, installation, manifest)

    assert len(asked) == 2
    assert (laptop.keep.cache / manifest.files[0].digest).read_bytes() == CHANGED


def test_a_difference_without_end_is_cut_off(
    office: Office, laptop: Laptop, installation: Installation
) -> None:
    manifest = release(office, "0.2.0", CHANGED)
    difference_of(office, manifest, installation).write_bytes(bytes(5_000_000))

    done, _ = fetched(office, laptop, installation, manifest)

    assert done.received < 2 * manifest.files[0].packed + 300_000
    assert (laptop.keep.cache / manifest.files[0].digest).read_bytes() == CHANGED


def test_a_version_here_that_was_changed_makes_no_difference_but_the_whole_file(
    office: Office, laptop: Laptop, installation: Installation
) -> None:
    manifest = release(office, "0.2.0", CHANGED)
    (installation.place_of(FIRST) / "quancai").write_bytes(b"somebody else's program")

    fetched(office, laptop, installation, manifest)

    assert (laptop.keep.cache / manifest.files[0].digest).read_bytes() == CHANGED


def test_no_difference_is_kept_that_saves_nothing(office: Office, installation: Installation) -> None:
    manifest = release(office, "0.2.0", ARCHIVE[::-1])

    assert not difference_of(office, manifest, installation).exists()


@given(st.binary(max_size=500), st.binary(min_size=1, max_size=500))
def test_a_difference_makes_the_newer_file(older: bytes, newer: bytes) -> None:
    assert apply_difference(older, make_difference(older, newer), size=len(newer)) == newer


def test_a_difference_that_swells_is_stopped() -> None:
    with pytest.raises(DamagedError):
        apply_difference(b"", make_difference(b"", bytes(1_000_000)), size=1_000)
