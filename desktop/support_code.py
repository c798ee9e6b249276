"""PySide6's own Python files, compiled once and not at every start.

PySide6 6.12 carries its support files as text inside its library and compiles them in every process that
loads it: a fifth of the work of a bare window. Python keeps the code of every other module in `__pycache__`;
this keeps theirs there, too, and by the same rules (PEP 552): a piece is taken only for the hash of its text,
so another PySide6 is compiled anew, and only by the interpreter that made it. Whoever can write there could
replace our own code as well. Where nothing can be written nothing is kept; a PySide6 that compiles nothing is
left as it is. One of the files nobody calls in a program; that one is made ready when it is first asked for.
A packaged program carries the file with the code (`build.spec`).
"""

import __future__

import builtins
import importlib
import importlib.util
import marshal
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import CodeType
from typing import Any, Final

# As PySide6 calls them, not as they lie anywhere.
_THEIRS: Final = ("shibokensupport/", "signature_bootstrap.py")
_FUTURES: Final = sum({getattr(__future__, name).compiler_flag for name in __future__.all_feature_names})

# Writes PySide6's .pyi files where PySide6 is made. To make it ready is a sixth of the work of a bare window.
_FOR_ITS_MAKERS: Final = "shibokensupport/signature/lib/pyi_generator.py"
_WHEN_ASKED_FOR: Final = """
def __getattr__(name):
    if name.startswith("__"):
        raise AttributeError(name)
    del globals()["__getattr__"]
    exec(compile({text!r}, {name!r}, "exec", {flags}, dont_inherit=True), globals())
    return globals()[name]
"""

_Key = tuple[str, bytes, int]  # the name in tracebacks, the hash of the text, what its compiler was told


def kept_at() -> Path:
    """Name the file: beside the compiled form of this module, wherever Python keeps that."""
    beside = importlib.util.cache_from_source(str(Path(__file__).with_name("pyside6_support.py")))
    return Path(beside).with_suffix(".code")


@contextmanager
def support_code_kept(path: Path) -> Iterator[None]:
    """Take the code of the support files from `path` while PySide6 is loaded, and put there what is new."""
    kept = _read(path)
    used: dict[_Key, CodeType] = {}

    def compile_once(source: Any, filename: Any, mode: str, *others: Any, **named: Any) -> Any:
        is_text = isinstance(source, bytes) and isinstance(filename, str)
        if not is_text or not filename.startswith(_THEIRS) or others or named:
            return plainly(source, filename, mode, *others, **named)
        # `compile` goes by the `from __future__` lines of whoever calls it, and here that would be us.
        told = sys._getframe(1).f_code.co_flags & _FUTURES  # noqa: SLF001 — no other way to know them
        if filename == _FOR_ITS_MAKERS:
            source = _WHEN_ASKED_FOR.format(text=source, name=filename, flags=told).encode()
        key = (filename, importlib.util.source_hash(source), told)
        used[key] = kept.get(key) or plainly(source, filename, mode, told, dont_inherit=True)
        return used[key]

    plainly = builtins.compile
    builtins.compile = compile_once
    try:
        yield
    finally:
        builtins.compile = plainly
    if used and used.keys() != kept.keys() and not sys.dont_write_bytecode:
        with suppress(OSError):
            _write(path, used)


def _read(path: Path) -> dict[_Key, CodeType]:
    try:
        content = path.read_bytes()
    except OSError:
        return {}
    if not content.startswith(importlib.util.MAGIC_NUMBER):
        return {}
    try:
        # Trusted as everything in `__pycache__` is.
        kept = marshal.loads(content[len(importlib.util.MAGIC_NUMBER) :])  # noqa: S302
    except (EOFError, ValueError, TypeError):
        return {}
    return kept if isinstance(kept, dict) else {}


def _write(path: Path, used: dict[_Key, CodeType]) -> None:
    """Replace the file in one step: another start may be reading it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    written = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        written.write_bytes(importlib.util.MAGIC_NUMBER + marshal.dumps(used))
        written.replace(path)
    finally:
        written.unlink(missing_ok=True)


if __name__ == "__main__":  # for a package, whose build keeps no other bytecode
    sys.dont_write_bytecode = False
    with support_code_kept(Path(sys.argv[1])):
        importlib.import_module("PySide6.QtCore")
