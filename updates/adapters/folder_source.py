"""A repository in a folder: on a stick, a share, or the place a web server hands out."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from updates.errors import SourceUnreachableError
from updates.source import SourceMissingError

_PIECE_BYTES: Final = 256 * 1024


class FolderSource:
    """Reads below one folder and nowhere else."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def read(self, name: str, *, offset: int = 0) -> Iterator[bytes]:
        if not self._folder.is_dir():
            raise SourceUnreachableError(place=self._folder.name)
        if any(part in ("", ".", "..") for part in name.split("/")):
            raise SourceMissingError(file=name[-64:])
        try:
            with (self._folder / name).open("rb") as file:
                file.seek(offset)
                while piece := file.read(_PIECE_BYTES):
                    yield piece
        except FileNotFoundError as error:
            raise SourceMissingError(file=name[-64:]) from error
        except OSError as error:  # a stick that was pulled out
            raise SourceUnreachableError(place=self._folder.name) from error
