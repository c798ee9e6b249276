"""Of what a bundle is made: for every file the package it came from, read from what PyInstaller wrote down.

Files of Python packages are found through the packages' own lists, files of the system through dpkg. What is
ours is left out; what belongs to nobody known is an error, because a bill with a gap is none.
"""

import ast
import subprocess
import sysconfig
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from importlib.metadata import Distribution, distributions
from pathlib import Path
from typing import Final

_TOC_FILES: Final = ("COLLECT-00.toc", "PYZ-00.toc")
_PYTHON: Final = "python"
_LONGEST_NAME: Final = 60  # of a licence; what is longer is its text
_IN_ARCHIVE: Final = "PYMODULE"
# The wheels of Qt name their licences and do not bring the words.
_COMMON_TEXTS: Final = {"LGPL-3.0": ("LGPL-3", "GPL-3")}
_SPDX_OF_CLASSIFIERS: Final = {
    "License :: OSI Approved :: MIT License": "MIT",
    "License :: OSI Approved :: BSD License": "BSD-3-Clause",
    "License :: OSI Approved :: Apache Software License": "Apache-2.0",
}


class Origin(StrEnum):
    """Where something came from."""

    PYTHON_PACKAGE = "pypi"
    SYSTEM_PACKAGE = "deb"
    INTERPRETER = "generic"


@dataclass(frozen=True, slots=True)
class Material:
    """One package something in the bundle came from."""

    name: str
    version: str
    origin: Origin
    licence: str  # as its makers say it; empty where only the text says it
    texts: tuple[Path, ...]  # files with the words of the licence


class UnknownOriginError(RuntimeError):
    """Files in the bundle belong to no package."""


def read_materials(bundle: Path, *, work: Path, ours: Collection[Path]) -> tuple[Material, ...]:
    """Give what is in a bundle, by name; `work` is PyInstaller's folder, `ours` are folders of our own.

    Raises:
        UnknownOriginError: a file nobody answers for.

    """
    own = [folder.resolve() for folder in (work, *ours)]
    files = sorted(
        {path for path in _collected(bundle, work) if not any(path.is_relative_to(one) for one in own)}
    )
    by_file = _files_of_packages()
    owners = {by_file[path] for path in files if path in by_file}
    rest = [path for path in files if path not in by_file]
    of_python = [path for path in rest if _is_of_interpreter(path)]
    of_system = [path for path in rest if not _is_of_interpreter(path)]
    found = [_python_material(one) for one in owners]
    found += [_system_material(name) for name in _system_packages(of_system)]
    if of_python:
        found.append(_interpreter())
    return tuple(sorted(found, key=lambda one: (one.origin, one.name.lower())))


def _collected(bundle: Path, work: Path) -> Iterator[Path]:
    """Give the file every part came from; what was made slimmer away is no part any more."""
    for file in sorted(work.rglob("*.toc")):
        if file.name in _TOC_FILES:
            for name, came_from, kind in _rows(ast.literal_eval(file.read_text("utf-8"))):
                if kind == _IN_ARCHIVE or (bundle / "_internal" / name).exists():
                    yield Path(came_from).resolve()


def _rows(value: object) -> Iterator[tuple[str, str, str]]:
    """Find the (name, file, kind) rows, however deep a version of PyInstaller keeps them."""
    match value:
        case (str() as name, str() as came_from, str() as kind) if Path(came_from).is_file():
            yield name, came_from, kind
        case list() | tuple():
            for part in value:
                yield from _rows(part)


def _files_of_packages() -> dict[Path, Distribution]:
    return {
        Path(str(one.locate_file(file))).resolve(): one for one in distributions() for file in one.files or ()
    }


def _is_of_interpreter(path: Path) -> bool:
    places = {sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib")}
    return any(path.is_relative_to(Path(place).resolve()) for place in places) or path.name.startswith(
        "libpython"
    )


def _interpreter() -> Material:
    standard = Path(sysconfig.get_path("stdlib"))
    texts = tuple(path for path in (standard / "LICENSE.txt",) if path.is_file())
    return Material(_PYTHON, sysconfig.get_python_version(), Origin.INTERPRETER, "Python-2.0", texts)


def _python_material(package: Distribution) -> Material:
    told = package.metadata.json
    stated = str(told.get("license") or "").strip()
    short = stated if len(stated) < _LONGEST_NAME and "\n" not in stated else ""
    licence = str(told.get("license_expression") or short or _of_classifiers(told.get("classifier") or ()))
    texts = tuple(
        path
        for path in (Path(str(package.locate_file(file))) for file in package.files or ())
        if ".dist-info" in str(path) and _sounds_like_licence(path) and path.is_file()
    )
    texts += () if texts else _common_texts(licence)
    return Material(package.name, package.version, Origin.PYTHON_PACKAGE, licence, texts)


def _common_texts(licence: str) -> tuple[Path, ...]:
    shelf = Path("/usr/share/common-licenses")
    names = [name for key, names in _COMMON_TEXTS.items() if key in licence for name in names]
    return tuple(shelf / name for name in names if (shelf / name).is_file())


def _of_classifiers(classifiers: Iterable[str]) -> str:
    known = [_SPDX_OF_CLASSIFIERS[one] for one in classifiers if one in _SPDX_OF_CLASSIFIERS]
    return known[0] if len(known) == 1 else ""


def _sounds_like_licence(path: Path) -> bool:
    return path.name.upper().startswith(("LICEN", "COPYING", "NOTICE", "AUTHORS")) or "licenses" in path.parts


def _system_packages(files: Sequence[Path]) -> list[tuple[str, str]]:
    """Ask dpkg whose files these are; a name and a version each."""
    if not files:
        return []
    owners = _owners(files)
    unknown = [str(path) for path in files if path not in owners]
    if unknown:
        raise UnknownOriginError(" ".join(unknown))
    asked = ["dpkg-query", "-W", "-f", "${binary:Package}\t${Version}\n", *sorted(set(owners.values()))]
    rows = subprocess.run(asked, check=True, capture_output=True, text=True).stdout.splitlines()
    return [(name.partition(":")[0], version) for name, _, version in (row.partition("\t") for row in rows)]


def _owners(files: Iterable[Path]) -> dict[Path, str]:
    # The lists of dpkg say /lib where a merged /usr says /usr/lib, so each file is asked for by both names.
    names = {name: path for path in files for name in (str(path), str(path).removeprefix("/usr"))}
    told = subprocess.run(["dpkg", "-S", *names], capture_output=True, text=True, check=False).stdout
    rows = (line.partition(": ") for line in told.splitlines())
    return {names[name]: packages.partition(",")[0] for packages, _, name in rows if name in names}


def _system_material(package: tuple[str, str]) -> Material:
    name, version = package
    text = Path("/usr/share/doc") / name / "copyright"
    return Material(name, version, Origin.SYSTEM_PACKAGE, "", (text,) if text.is_file() else ())
