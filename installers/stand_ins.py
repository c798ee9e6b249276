"""A few hundred bytes in the place of libraries that must be there and are never called.

The wheel of OpenCV is linked against FFmpeg (films), libaom (AVIF) and OpenBLAS (matrices of more than a
hundred rows): 85 MB that no line of ours reaches, and that the loader insists on. A stand-in has the name,
the versions and the symbols the wheel asks for. Most symbols stop the process, so that a call nobody foresaw
is a crash in the first test and never a wrong result; those of libavif, of which OpenCV asks whether a
picture is theirs, answer nothing, and the picture is not. Written with the assembler and linker of binutils,
which PyInstaller needs anyway (docs/adr/0036).
"""

import platform
import subprocess
from collections import defaultdict
from collections.abc import Iterable, Mapping
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from installers.elf import Symbol, defined_names, own_name, wanted_symbols


class Answer(StrEnum):
    """What a symbol of a stand-in does when it is called after all."""

    STOP = "stop"
    NOTHING = "nothing"  # gives zero, or no object


_CODE: Final[Mapping[str, Mapping[Answer, str]]] = {
    "x86_64": {Answer.STOP: "ud2", Answer.NOTHING: "xor %eax, %eax; ret"},
    "aarch64": {Answer.STOP: "brk #1", Answer.NOTHING: "mov x0, #0; ret"},
}


class NoStandInError(RuntimeError):
    """No stand-in is written for this kind of processor; the library itself stays."""


def replace_library(library: Path, *, users: Iterable[Path], answer: Answer) -> int:
    """Put a stand-in where a library is; give the number of bytes that are gone.

    Raises:
        NoStandInError: a processor nobody wrote the instructions for.

    """
    code = _CODE.get(platform.machine())
    if code is None:
        raise NoStandInError(platform.machine())
    before = library.stat().st_size
    offered = defined_names(library)
    asked = frozenset[Symbol]().union(*(wanted_symbols(user) for user in users))
    symbols = sorted((one for one in asked if one.name in offered), key=lambda one: (one.version, one.name))
    _link(library, symbols, code=code[answer])
    return before - library.stat().st_size


def _link(library: Path, symbols: list[Symbol], *, code: str) -> None:
    name = own_name(library)
    with TemporaryDirectory(prefix="quancai-") as folder:
        source, versions, made = (Path(folder) / file for file in ("names.s", "versions", "names.o"))
        source.write_text(_assembly(symbols, code), encoding="ascii")
        versions.write_text(_version_script(symbols), encoding="ascii")
        subprocess.run(["as", "-o", str(made), str(source)], check=True)
        subprocess.run(
            [
                *("ld", "-shared", "--build-id=none", "-z", "noexecstack", "-soname", name),
                *("--version-script", str(versions), "-s", "-o", str(library), str(made)),
            ],
            check=True,
        )


def _assembly(symbols: Iterable[Symbol], code: str) -> str:
    lines = [".text"]
    for symbol in symbols:
        lines += [f".globl {symbol.name}", f".type {symbol.name}, %function", f"{symbol.name}: {code}"]
    return "\n".join(lines) + '\n.section .note.GNU-stack,"",%progbits\n'


def _version_script(symbols: Iterable[Symbol]) -> str:
    by_version: dict[str, list[str]] = defaultdict(list)
    for symbol in symbols:
        by_version[symbol.version].append(symbol.name)
    # Names without a version may not stand beside others in one script; no library of ours mixes them.
    blocks = [
        f"{version} {{ global: {' '.join(f'{name};' for name in names)} local: *; }};"
        for version, names in by_version.items()
    ]
    return "\n".join(blocks or ["{ local: *; };"]) + "\n"
