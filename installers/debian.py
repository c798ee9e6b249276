"""A .deb from a laid-out tree: control file, scripts, settings that survive, and dpkg-deb.

Debian 11, 统信 UOS and 银河麒麟 read xz and not zstd, so everything is packed with xz. dpkg-deb cuts the
stream into blocks of one size whatever the number of threads, so it may use all cores and writes the same
bytes. What a package needs of the system is read from its files, not remembered.
"""

import hashlib
import re
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from installers.compose import put, settle
from installers.elf import elf_files, needed_names, own_name, wanted_symbols
from installers.stamp import Commit

HAND_OUT: Final = 6  # minutes of one core for 300 MB; a test is content with seconds
_GLIBC: Final = re.compile(r"GLIBC_(\d+)\.(\d+)")
# What the loader or Qt's plug-ins take from the system, by the Debian package that has it.
_PACKAGES: Final[Mapping[str, str]] = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libGLX.so.0": "libgl1",
    "libOpenGL.so.0": "libopengl0",
    "libxcb.so.1": "libxcb1",
    "libX11.so.6": "libx11-6",
    "libdrm.so.2": "libdrm2",
    "libgbm.so.1": "libgbm1",
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libwayland-egl.so.1": "libwayland-egl1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libudev.so.1": "libudev1",
}
_OF_LIBC: Final = re.compile(
    r"(libc|libm|libdl|libpthread|librt|libutil|libresolv|ld-linux.*|libcrypt)\.so\.\d+"
)
_WITHOUT: Final = frozenset(
    {"libcups.so.2"}
)  # a plug-in's; recommended, and printing says so where it is not


class LibraryOfNoPackageError(RuntimeError):
    """A file in the bundle needs a library nobody has named a package for."""


@dataclass(frozen=True, slots=True)
class Package:
    """What the control file says."""

    name: str
    summary: str
    explanation: Sequence[str]
    recommends: Sequence[str] = ()
    needs: Sequence[str] = ()  # beside what the files say
    settings: Sequence[str] = ()  # conffiles: dpkg asks before it writes over a changed one
    scripts: Mapping[str, str] = field(default_factory=dict)  # preinst, postinst, prerm, postrm


def build_deb(package: Package, tree: Path, *, commit: Commit, place: Path, effort: int = HAND_OUT) -> Path:
    """Build the package of a tree, which lies as it will lie on the computer; `effort` is xz's, 0 to 9.

    Raises:
        LibraryOfNoPackageError: a need nobody has looked at.

    """
    control = tree / "DEBIAN"
    put(control / "control", _control(package, tree, commit))
    put(control / "md5sums", _sums(tree))
    if package.settings:
        put(control / "conffiles", "".join(f"{name}\n" for name in package.settings))
    for name, script in package.scripts.items():
        put(control / name, script.replace("@VERSION@", debian_version(commit)), is_program=True)
    settle(tree, at_s=commit.at_s)
    place.mkdir(parents=True, exist_ok=True)
    made = place / f"{package.name}_{debian_version(commit)}_{architecture()}.deb"
    draft = made.with_name(f"{made.name}.part")  # what was broken off must not look like a package
    subprocess.run(
        ["dpkg-deb", "--root-owner-group", "-Zxz", f"-z{effort}", "--build", str(tree), str(draft)],
        env={"PATH": "/usr/bin:/bin", "SOURCE_DATE_EPOCH": str(commit.at_s), "LC_ALL": "C.UTF-8"},
        check=True,
        stdout=subprocess.DEVNULL,
    )
    return draft.replace(made)


def debian_version(commit: Commit) -> str:
    """Give a version that rises with every commit and stays below the release it leads to."""
    return f"{commit.version}~{commit.at_s}.{commit.id}"


def architecture() -> str:
    asked = subprocess.run(["dpkg", "--print-architecture"], check=True, capture_output=True, text=True)
    return asked.stdout.strip()


def needed_packages(tree: Path) -> tuple[str, ...]:
    """Read from the files which packages of the system they need, and how new a C library."""
    files = list(elf_files(tree))
    carried = {path.name for path in files} | {own_name(path) for path in files}
    asked = {name for path in files for name in needed_names(path)} - carried - _WITHOUT
    foreign = {name for name in asked if not _OF_LIBC.fullmatch(name)}
    unknown = foreign - _PACKAGES.keys()
    if unknown:
        raise LibraryOfNoPackageError(" ".join(sorted(unknown)))
    return (f"libc6 (>= {_newest_glibc(files)})", *sorted({_PACKAGES[name] for name in foreign}))


def _newest_glibc(files: Sequence[Path]) -> str:
    versions = {symbol.version for path in files for symbol in wanted_symbols(path)}
    found = [_GLIBC.fullmatch(version) for version in versions]
    major, minor = max((int(one[1]), int(one[2])) for one in found if one is not None)
    return f"{major}.{minor}"


def _control(package: Package, tree: Path, commit: Commit) -> str:
    size = sum(path.lstat().st_size for path in tree.rglob("*") if not path.is_dir())
    rows = {
        "Package": package.name,
        "Version": debian_version(commit),
        "Section": "misc",
        "Priority": "optional",
        "Architecture": architecture(),
        "Installed-Size": str(size // 1024),
        "Depends": ", ".join([*needed_packages(tree), *package.needs]),
        "Recommends": ", ".join(package.recommends),
        "Maintainer": "Quancai <quancai@localhost>",
        "Description": package.summary,
    }
    lines = [f"{name}: {value}" for name, value in rows.items() if value]
    return "\n".join([*lines, *(f" {line or '.'}" for line in package.explanation)]) + "\n"


def _sums(tree: Path) -> str:
    rows = [
        f"{hashlib.md5(path.read_bytes(), usedforsecurity=False).hexdigest()}  {path.relative_to(tree)}"
        for path in sorted(tree.rglob("*"))
        if path.is_file() and not path.is_symlink() and "DEBIAN" not in path.relative_to(tree).parts
    ]
    return "\n".join(rows) + "\n"
