"""The newest root a computer may believe: the one its program came with, followed through those it saw since.

A key that is replaced stays named by the root inside an older program for as long as that program runs. So
the roots the TUF client kept are followed from there, one by one, as at a look (The Update Framework 1.0,
§5.3): each signed by enough keys of the one before it and of its own, and one number higher. Where they lie
is no matter of trust: without a step that verifies, the way ends there.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tuf.api.exceptions import RepositoryError
from tuf.api.metadata import Metadata, Root

from updates.errors import UntrustedError, UpdateError

HISTORY: Final = "root_history"  # where tuf's ngclient keeps every root, as N.root.json
MOST_STEPS: Final = 256  # as many as the client takes at one look
_MAX_ROOT_BYTES: Final = 512_000  # as the client


class RootHistoryDamagedError(UpdateError):
    """What this computer remembers of the publisher's roots does not follow from the one it came with."""

    code = "publisher-history-damaged"


@dataclass(frozen=True, slots=True)
class Followed:
    """Where the way ended; `is_whole` is false where a root lay there that does not follow."""

    root: bytes
    is_whole: bool


def follow_roots(first: bytes, seen: Path) -> Followed:
    """Go from a root one has to the newest that follows from it among those kept in `seen`.

    Raises:
        UntrustedError: the first is no root at all.

    """
    try:
        trusted = _root_in(first)
    except (RepositoryError, ValueError) as error:
        raise UntrustedError from error
    newest = first
    for _ in range(MOST_STEPS):
        number = trusted.signed.version + 1
        try:
            encoded = _read(seen / HISTORY / f"{number}.root.json")
            following = _root_in(encoded)
            for trusting in (trusted.signed, following.signed):
                trusting.verify_delegate(Root.type, following.signed_bytes, following.signatures)
        except (FileNotFoundError, NotADirectoryError):
            return Followed(newest, is_whole=not _has_later(seen, number))
        except (OSError, RepositoryError, ValueError):
            return Followed(newest, is_whole=False)
        if following.signed.version != number:
            return Followed(newest, is_whole=False)
        newest, trusted = encoded, following
    return Followed(newest, is_whole=True)


def _root_in(encoded: bytes) -> Metadata[Root]:
    metadata = Metadata[Root].from_bytes(encoded)
    if not isinstance(metadata.signed, Root):
        raise ValueError(metadata.signed)  # noqa: TRY004 - another role's word, not another type of ours
    return metadata


def _read(place: Path) -> bytes:
    with place.open("rb") as file:
        return file.read(_MAX_ROOT_BYTES + 1)


def _has_later(seen: Path, number: int) -> bool:
    """Say whether a root after a missing one lies there: then somebody took one out of the row."""
    numbers = (place.name.partition(".")[0] for place in (seen / HISTORY).glob("*.root.json"))
    return any(one.isdecimal() and int(one) > number for one in numbers)
