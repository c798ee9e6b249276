"""A package is released as what it says it is, read without the tools of the system it is for."""

import gzip
import io
import lzma
import tarfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import pytest
import zstandard

from quancai.door import run
from quancai.exit_codes import ExitCode
from tests.updates.publisher import Office
from updates.debian_package import (
    Package,
    PackageDiffersError,
    PackageUnreadableError,
    check_package,
    read_package,
)
from updates.release import Kind, Release, Ring, System
from updates.version import parse_version

PACKERS: Final[Mapping[str, Callable[[bytes], bytes]]] = {
    "xz": lzma.compress,
    "gz": gzip.compress,
    "zst": zstandard.compress,
    "": bytes,
}
CONTROL = """Package: quancai
Version: 0.2.0~1795450000.67014ec0ff
Architecture: amd64
Depends: libc6 (>= 2.28)
Description: Quancai
 Version: this is a line of the description
"""


def packed(control: str, *, how: str = "xz", name: str = "./control") -> bytes:
    """Pack a control file as dpkg-deb does."""
    content, out = control.encode(), io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        entry = tarfile.TarInfo(name)
        entry.size = len(content)
        archive.addfile(entry, io.BytesIO(content))
    return PACKERS[how](out.getvalue())


def member(name: str, content: bytes) -> bytes:
    header = f"{name:<16}{1795450000:<12}{0:<6}{0:<6}{100644:<8}{len(content):<10}`\n".encode()
    return header + content + b"\n" * (len(content) % 2)


def deb(control: str = CONTROL, *, how: str = "xz") -> bytes:
    name = f"control.tar.{how}".rstrip(".")
    parts = (("debian-binary", b"2.0\n"), (name, packed(control, how=how)), ("data.tar.xz", b"odd"))
    return b"!<arch>\n" + b"".join(member(*part) for part in parts)


def released_as(version: str = "0.2.0", arch: str = "x86_64") -> Release:
    number = parse_version(version)
    return Release(number, System("linux", arch, Kind.DEB), Ring.ALL, 100, number)


@pytest.fixture
def place(tmp_path: Path) -> Path:
    made = tmp_path / "quancai.deb"
    made.write_bytes(deb())
    return made


@pytest.mark.parametrize("how", ["xz", "gz", "zst", ""])
def test_a_package_is_read_however_it_was_packed(place: Path, how: str) -> None:
    place.write_bytes(deb(how=how))

    assert read_package(place) == Package("quancai", "0.2.0~1795450000.67014ec0ff", "amd64")


@pytest.mark.parametrize(
    ("version", "arch"), [("0.2.0", "x86_64"), ("0.2", "x86_64"), ("0.2.0", "amd64"), ("0.2.0.0", "amd64")]
)
def test_a_package_is_released_as_what_it_is(place: Path, version: str, arch: str) -> None:
    check_package(place, released_as(version, arch))

    assert read_package(place).program_version == parse_version(version)


@pytest.mark.parametrize(
    ("version", "arch", "found", "asked"),
    [("0.2.1", "x86_64", "0.2.0", "0.2.1"), ("0.2.0", "aarch64", "x86_64", "aarch64")],
)
def test_a_package_of_another_version_or_computer_is_refused(
    place: Path, version: str, arch: str, found: str, asked: str
) -> None:
    with pytest.raises(PackageDiffersError) as refused:
        check_package(place, released_as(version, arch))

    assert refused.value.parameters == {"found": found, "asked": asked}


def test_another_package_is_refused(place: Path) -> None:
    place.write_bytes(deb(CONTROL.replace("Package: quancai", "Package: quancai-server")))

    with pytest.raises(PackageDiffersError):
        check_package(place, released_as())


def test_a_package_without_a_version_of_ours_is_refused(place: Path) -> None:
    place.write_bytes(deb(CONTROL.replace("Version: 0.2.0", "Version: spring")))

    with pytest.raises(PackageDiffersError):
        check_package(place, released_as())


def test_a_package_for_every_computer_is_released_for_any(place: Path) -> None:
    place.write_bytes(deb(CONTROL.replace("amd64", "all")))

    check_package(place, released_as(arch="aarch64"))
    with pytest.raises(PackageDiffersError):
        check_package(place, released_as("0.3.0", "aarch64"))


@pytest.mark.parametrize(
    ("spelled", "number"), [("1:0.2.0-1", "0.2.0"), ("0.10+git2", "0.10"), ("3", "3"), ("0.2.0~rc1", "0.2")]
)
def test_the_number_is_what_comes_before_debians_own_signs(spelled: str, number: str) -> None:
    assert Package("quancai", spelled, "amd64").program_version == parse_version(number)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"!<arch>\n",
        b"PK\x03\x04",
        deb()[:200],
        deb()[:-90],
        deb().replace(b"control.tar.xz  ", b"contrul.tar.xz  "),
        deb("Package: quancai\nVersion: 0.2.0\n"),
        deb(how="zst").replace(b"\x28\xb5\x2f\xfd", b"\x00\x00\x00\x00"),
        b"!<arch>\n" + member("control.tar.gz", packed(CONTROL, how="gz")[:60]),
        b"!<arch>\n" + member("control.tar.xz", packed(CONTROL, name="./md5sums")),
        b"!<arch>\n" + member("control.tar.xz", b"x" * 500),
    ],
)
def test_any_other_file_is_no_package(place: Path, content: bytes) -> None:
    place.write_bytes(content)

    with pytest.raises(PackageUnreadableError):
        check_package(place, released_as())


def test_nothing_is_released_from_a_package_of_another_number(
    office: Office, place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(office.repository.rglob("*"))
    where = (str(office.repository), "--keys", str(office.keys), "--content", str(place))
    system = ("--kind", "deb", "--platform", "linux", "--arch", "x86_64")

    code = run(["--language", "en", "package", "release", *where, "--version", "0.2.1", *system])

    assert code is not ExitCode.OK
    assert "The package says 0.2.0, not 0.2.1 [publisher-package-differs]" in capsys.readouterr().err
    assert sorted(office.repository.rglob("*")) == before
    assert office.publisher.releases() == []


def test_a_package_is_released_from_the_command_line(office: Office, place: Path) -> None:
    where = (str(office.repository), "--keys", str(office.keys), "--content", str(place))
    system = ("--kind", "deb", "--platform", "linux", "--arch", "x86_64")

    code = run(["package", "release", *where, "--version", "0.2.0", *system])

    assert code is ExitCode.OK
    assert [str(one.version) for one in office.publisher.releases()] == ["0.2.0"]
