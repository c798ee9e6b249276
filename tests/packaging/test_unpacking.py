"""An archive is unpacked whole, and never outside its folder."""

import tarfile
from io import BytesIO
from pathlib import Path

import pytest

from installers.unpacking import ArchiveUnsafeError, unpack


def entry(name: str, *, kind: bytes = tarfile.REGTYPE, link: str = "", mode: int = 0o644) -> tarfile.TarInfo:
    made = tarfile.TarInfo(name)
    made.type, made.linkname, made.mode = kind, link, mode
    return made


def archive_of(*entries: tarfile.TarInfo) -> tarfile.TarFile:
    packed = BytesIO()
    with tarfile.open(fileobj=packed, mode="w") as archive:
        for one in entries:
            archive.addfile(one)
    packed.seek(0)
    return tarfile.open(fileobj=packed)


def test_files_folders_links_and_rights_are_kept(tmp_path: Path) -> None:
    folder, program = entry("lib", kind=tarfile.DIRTYPE, mode=0o755), entry("lib/run", mode=0o755)
    link = entry("lib/again", kind=tarfile.SYMTYPE, link="run")

    with archive_of(folder, program, link) as archive:
        unpack(archive, tmp_path)

    assert (tmp_path / "lib/run").stat().st_mode & 0o777 == 0o755
    assert (tmp_path / "lib/again").readlink() == Path("run")


@pytest.mark.parametrize(
    "hostile",
    [
        entry("../beside"),
        entry("/etc/quancai-outside"),
        entry("in/../../beside"),
        entry("link", kind=tarfile.SYMTYPE, link="../beside"),
        entry("link", kind=tarfile.SYMTYPE, link="/etc/passwd"),
        entry("hard", kind=tarfile.LNKTYPE, link="../beside"),
        entry("pipe", kind=tarfile.FIFOTYPE),
    ],
    ids=lambda one: f"{one.name} {one.linkname}",
)
def test_what_would_lie_outside_is_refused_before_anything_is_written(
    hostile: tarfile.TarInfo, tmp_path: Path
) -> None:
    place = tmp_path / "place"
    place.mkdir()

    with archive_of(entry("first"), hostile) as archive, pytest.raises(ArchiveUnsafeError):
        unpack(archive, place)

    assert list(place.iterdir()) == []
