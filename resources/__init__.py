"""The only door to words, pictures, form sources and lists.

The same names work from a source tree, an installed wheel and a frozen program,
so no other module builds a path into this folder. No logic lives behind the door.
"""

from pathlib import Path

__all__ = ["file_path", "list_names", "read_bytes", "read_text"]

_ROOT = Path(__file__).resolve().parent


def file_path(name: str) -> Path:
    """Give the path of a resource for libraries that insist on one.

    Raises:
        FileNotFoundError: nothing by that name is shipped (a bug, never news for the user).

    """
    path = (_ROOT / name).resolve()
    if not path.is_relative_to(_ROOT) or not path.exists():
        raise FileNotFoundError(name)
    return path


def read_bytes(name: str) -> bytes:
    return file_path(name).read_bytes()


def read_text(name: str) -> str:
    return file_path(name).read_text(encoding="utf-8")


def list_names(folder: str, *, suffix: str) -> tuple[str, ...]:
    """Name the files of one folder with that suffix, in alphabetical order."""
    found = sorted(file_path(folder).glob(f"*{suffix}"))
    return tuple(path.relative_to(_ROOT).as_posix() for path in found)
