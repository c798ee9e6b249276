"""What an ELF file needs, as binutils tell it; everything else about linking is read from here."""

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_MAGIC: Final = b"\x7fELF"


@dataclass(frozen=True, slots=True)
class Symbol:
    """One name of the dynamic table; `version` is empty where the library has none."""

    name: str
    version: str


def elf_files(folder: Path) -> Iterator[Path]:
    """Give every real ELF file below a folder, in order; links are passed over."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.is_symlink() and is_elf(path):
            yield path


def is_elf(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(_MAGIC)) == _MAGIC


def needed_names(path: Path) -> tuple[str, ...]:
    """Give the libraries a file asks the loader for (DT_NEEDED)."""
    lines = _objdump("-p", path)
    return tuple(line.split()[1] for line in lines if line.strip().startswith("NEEDED"))


def own_name(path: Path) -> str:
    """Give the name others know a library by (DT_SONAME); its file's name where it has none."""
    named = [line.split()[1] for line in _objdump("-p", path) if line.strip().startswith("SONAME")]
    return named[0] if named else path.name


def defined_names(path: Path) -> frozenset[str]:
    return frozenset(name.name for name, is_defined in _dynamic_symbols(path) if is_defined)


def wanted_symbols(path: Path) -> frozenset[Symbol]:
    """Give what a file takes from others."""
    return frozenset(name for name, is_defined in _dynamic_symbols(path) if not is_defined)


def _dynamic_symbols(path: Path) -> Iterator[tuple[Symbol, bool]]:
    # Each row: address, flags, section, tab, size, then the version (in brackets if hidden) and the name.
    for line in _objdump("-T", path):
        left, tab, right = line.partition("\t")
        if not tab:
            continue
        columns = right.split()[1:]
        if not columns:
            continue
        version = columns[0].strip("()") if len(columns) > 1 else ""
        yield Symbol(columns[-1], "" if version == "Base" else version), "*UND*" not in left


def _objdump(option: str, path: Path) -> list[str]:
    command = ["objdump", option, str(path)]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.splitlines()
