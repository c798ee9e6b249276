"""Where a repository is read from: a web server or a folder on a stick, to the same effect.

Nothing is believed because of where it came from. The TUF client asks for its metadata through the
same port as the files, so there is one place where a line can break.
"""

from collections.abc import Iterator
from typing import Final, Protocol
from urllib.parse import unquote

from tuf.api.exceptions import DownloadHTTPError
from tuf.ngclient import FetcherInterface

from updates.errors import UpdateError

METADATA: Final = "metadata/"
TARGETS: Final = "targets/"
_NOT_FOUND: Final = 404


class SourceMissingError(UpdateError):
    """The source is there and has no such file."""

    code = "update-file-missing"


class Source(Protocol):
    """A repository somebody else made."""

    def read(self, name: str, *, offset: int = 0) -> Iterator[bytes]:
        """Give the bytes of a file from a place on, in pieces.

        Raises:
            SourceMissingError: there is no such file; also while reading.
            SourceUnreachableError: no answer, or the line broke; also while reading.

        """
        ...


class SourceFetcher(FetcherInterface):
    """What the TUF client asks; its addresses are names in the repository."""

    def __init__(self, source: Source) -> None:
        self._source = source

    def _fetch(self, url: str) -> Iterator[bytes]:
        pieces = self._source.read(unquote(url))
        try:
            first = next(pieces, b"")
        except SourceMissingError as error:
            # The end of the chain of roots is found by the first one that is not there.
            raise DownloadHTTPError(error.code, _NOT_FOUND) from error
        return _with_first(first, pieces)


def _with_first(first: bytes, rest: Iterator[bytes]) -> Iterator[bytes]:
    yield first
    yield from rest
