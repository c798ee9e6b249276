"""A package says itself which version it is and for which computers: held against what it is released as.

A release under the number of another package would be fetched, installed, and called new for ever, as what
runs never comes to bear its number. Read without dpkg, because releases are made on systems that have none,
too: an `ar` archive whose member `control.tar` has a file `control` (deb(5), deb-control(5)).
"""

import io
import tarfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from gzip import BadGzipFile
from lzma import LZMAError
from pathlib import Path
from typing import BinaryIO, Final

import zstandard

from updates.errors import ReleaseMalformedError, UpdateError
from updates.release import Release
from updates.version import Version, parse_version

NAME: Final = "quancai"  # the package computers of the field have (installers/desktop_package.py)
_MAGIC: Final = b"!<arch>\n"
_HEADER_BYTES: Final = 60  # name 16, date 12, owner 6, group 6, mode 8, size 10, end 2 (ar(5))
_SIZE: Final = slice(48, 58)
_END: Final = b"`\n"
_MAX_CONTROL_BYTES: Final = 16 * 1024 * 1024
_MOST_MEMBERS: Final = 16
# Debian's words for what a computer calls itself otherwise.
_ARCHES: Final[Mapping[str, str]] = {"amd64": "x86_64", "arm64": "aarch64", "loong64": "loongarch64"}
_ANY: Final = "all"
_UNPACKING: Final = (tarfile.TarError, zstandard.ZstdError, zlib.error, LZMAError, BadGzipFile)


class PackageUnreadableError(UpdateError):
    """The file is no package of Debian's."""

    code = "publisher-package-unreadable"


class PackageDiffersError(UpdateError):
    """The package is another one, of another version or for other computers than it is released as."""

    code = "publisher-package-differs"


@dataclass(frozen=True, slots=True)
class Package:
    """What a package says of itself."""

    name: str
    version: str  # as Debian spells it: 0.2.0~1795450000.67014ec0ff
    arch: str  # as Debian spells it: amd64

    @property
    def program_version(self) -> Version:
        """Give the program's version: what comes before Debian's own signs (deb-version(7)).

        Raises:
            ReleaseMalformedError: it does not begin with one.

        """
        upstream = self.version.rpartition(":")[2]
        end = next((at for at, sign in enumerate(upstream) if sign in "~+-"), len(upstream))
        return parse_version(upstream[:end])


def check_package(place: Path, release: Release) -> None:
    """Hold a package against what it is to be released as.

    Raises:
        PackageUnreadableError: the file is no package.
        PackageDiffersError: it says another name, version or architecture.
        OSError: the file cannot be read.

    """
    package = read_package(place)
    try:
        version = str(package.program_version)
    except ReleaseMalformedError:
        version = package.version
    arch = _ARCHES.get(package.arch, package.arch)
    asked_arch = _ARCHES.get(release.system.arch, release.system.arch)
    compared = (
        (package.name, NAME),
        (version, str(release.version)),
        (asked_arch if arch == _ANY else arch, asked_arch),
    )
    for found, asked in compared:
        if found != asked:
            raise PackageDiffersError(found=found, asked=asked)


def read_package(place: Path) -> Package:
    """Read what a package says of itself.

    Raises:
        PackageUnreadableError: the file is no package.
        OSError: the file cannot be read.

    """
    try:
        with place.open("rb") as file:
            fields = _fields(_control(*_control_archive(file)))
        return Package(fields["Package"], fields["Version"], fields["Architecture"])
    except (ValueError, KeyError, EOFError, *_UNPACKING) as error:
        raise PackageUnreadableError(file=place.name) from error


def _control_archive(file: BinaryIO) -> tuple[str, bytes]:
    for name, size in _members(file):
        if name.startswith("control.tar"):
            if size > _MAX_CONTROL_BYTES:
                raise ValueError(size)
            packed = file.read(size)
            if len(packed) != size:
                raise EOFError(size)
            return name, packed
        file.seek(size + size % 2, io.SEEK_CUR)  # members begin at even places
    raise ValueError(file.name)


def _members(file: BinaryIO) -> Iterator[tuple[str, int]]:
    if file.read(len(_MAGIC)) != _MAGIC:
        raise ValueError(_MAGIC)
    for _ in range(_MOST_MEMBERS):
        header = file.read(_HEADER_BYTES)
        if len(header) != _HEADER_BYTES or not header.endswith(_END):
            return
        yield header[:16].decode("ascii").strip().rstrip("/"), int(header[_SIZE])


def _control(name: str, packed: bytes) -> str:
    if name.endswith(".zst"):
        packed = zstandard.ZstdDecompressor().decompress(packed, max_output_size=_MAX_CONTROL_BYTES)
    with tarfile.open(fileobj=io.BytesIO(packed), mode="r:*") as archive:
        for member in archive:
            if member.name.removeprefix("./") == "control" and member.isfile():
                found = archive.extractfile(member)
                if found is not None and member.size <= _MAX_CONTROL_BYTES:
                    return found.read().decode("utf-8")
    raise ValueError(name)


def _fields(control: str) -> dict[str, str]:
    """Read the fields of one line; what goes on in further lines is nothing we ask for."""
    rows = (line.partition(":") for line in control.splitlines() if line[:1].strip())
    return {name: value.strip() for name, _, value in rows}
