"""The files of a release, fetched one by one: what is here already stays, what was begun goes on.

Every file lies in the cache under its digest, so an interrupted fetch begins where it ended, after a
restart too, and a file another version has is taken from there. A file is believed when its unpacked
bytes have the signed digest; until then it is a draft that is cut off at its signed length.
"""

import errno
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, Final

import zstandard

from updates.differences import LEAST_BYTES, MOST_BYTES, apply_difference, difference_name
from updates.errors import (
    DamagedError,
    NoRoomError,
    NotAllowedHereError,
    SourceUnreachableError,
    TooLargeError,
)
from updates.manifest import FileEntry, Manifest
from updates.source import Source, SourceMissingError

_PIECE_BYTES: Final = 256 * 1024
Progress = Callable[[int, int], None]  # bytes that are here, bytes of the whole release


@dataclass(frozen=True, slots=True)
class Fetched:
    """What one fetch did, in bytes of the repository's packing."""

    received: int
    reused: int  # unpacked bytes that another version here already had


def fetch(
    manifest: Manifest,
    source: Source,
    *,
    cache: Path,
    present: Mapping[str, Path],
    progress: Progress,
    older: Mapping[str, str] | None = None,
) -> Fetched:
    """Bring every file of a release into the cache; `present` are files here, by the digest they should have.

    `older` gives the digest of what lies at each path in the version here: where the repository has a
    difference from it, that comes instead of the file.

    Raises:
        SourceUnreachableError: the line broke; what came stays, and the next fetch goes on there.
        DamagedError, TooLargeError: a file is not what was signed; that one was thrown away.
        NoRoomError, NotAllowedHereError: the disk did not take it.

    """
    received = reused = here = 0
    with disk_errors_translated():
        cache.mkdir(parents=True, exist_ok=True)
        for entry in {one.digest: one for one in manifest.files}.values():
            kept = cache / entry.digest
            if not kept.is_file():
                if _take_present(entry, present.get(entry.digest), kept):
                    reused += entry.size
                else:
                    before = (older or {}).get(entry.path, "")
                    received += _receive_difference(entry, before, present.get(before), source, kept)
                    received += 0 if kept.is_file() else _receive(entry, source, kept)
            here += entry.size
            progress(here, manifest.size)
    return Fetched(received, reused)


def _take_present(entry: FileEntry, held: Path | None, kept: Path) -> bool:
    """Copy a file of the version here, if it still is what it was."""
    if held is None or not held.is_file() or held.is_symlink():
        return False
    draft = kept.with_suffix(".copy")
    with held.open("rb") as file, draft.open("wb") as copy:
        digest = sha256()
        while piece := file.read(_PIECE_BYTES):
            digest.update(piece)
            copy.write(piece)
    if digest.hexdigest() != entry.digest:
        draft.unlink()
        return False
    draft.replace(kept)
    return True


def _receive_difference(entry: FileEntry, before: str, held: Path | None, source: Source, kept: Path) -> int:
    """Make a file out of the one before it, where that is shorter; give what was received, used or not."""
    if held is None or not held.is_file() or not LEAST_BYTES <= entry.size <= MOST_BYTES:
        return 0
    packed = bytearray()
    try:
        for piece in source.read(difference_name(entry.digest, before)):
            packed += piece
            if len(packed) > entry.packed:  # nobody makes a difference that is longer than the file
                return len(packed)
        made = apply_difference(held.read_bytes(), bytes(packed), size=entry.size)
    except (SourceMissingError, DamagedError):
        return len(packed)
    if sha256(made).hexdigest() == entry.digest:
        draft = kept.with_suffix(".new")
        draft.write_bytes(made)
        draft.replace(kept)
    return len(packed)


def _receive(entry: FileEntry, source: Source, kept: Path) -> int:
    draft = kept.with_suffix(".part")
    begun = draft.stat().st_size if draft.is_file() else 0
    received = begun
    if begun < entry.packed:
        with draft.open("ab") as file:
            try:
                for piece in source.read(entry.object_name, offset=begun):
                    received += len(piece)
                    if received > entry.packed:
                        break
                    file.write(piece)
            except SourceMissingError as error:
                raise SourceUnreachableError(place=entry.object_name) from error
    if received < entry.packed:
        # The source says that this is all; a server that hangs up early is told from a short file by nothing.
        raise SourceUnreachableError(place=entry.object_name)
    if received > entry.packed:
        draft.unlink(missing_ok=True)
        raise TooLargeError(file=entry.path)
    _unpack(entry, draft, kept)
    return received - begun


def _unpack(entry: FileEntry, draft: Path, kept: Path) -> None:
    unpacked = kept.with_suffix(".new")
    try:
        with draft.open("rb") as packed, unpacked.open("wb") as file:
            digest, size = _copy_unpacked(packed, file, limit=entry.size)
    except zstandard.ZstdError:
        digest, size = "", 0
    if size == entry.size and digest == entry.digest:
        unpacked.replace(kept)
        draft.unlink()
        return
    draft.unlink()
    unpacked.unlink()
    if size > entry.size:
        raise TooLargeError(file=entry.path)
    raise DamagedError(file=entry.path)


def _copy_unpacked(packed: BinaryIO, file: BinaryIO, *, limit: int) -> tuple[str, int]:
    """Unpack up to a little more than a limit; give the digest and the length of what was written."""
    digest, size = sha256(), 0
    for piece in _pieces(packed):
        digest.update(piece)
        file.write(piece)
        size += len(piece)
        if size > limit:
            break
    return digest.hexdigest(), size


def _pieces(packed: BinaryIO) -> Iterator[bytes]:
    reader = zstandard.ZstdDecompressor().stream_reader(packed)
    while piece := reader.read(_PIECE_BYTES):
        yield piece


@contextmanager
def disk_errors_translated() -> Iterator[None]:
    """Say whose turn it is when the disk says no.

    Raises:
        NoRoomError: it is full.
        NotAllowedHereError: whoever runs this may not write there.

    """
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise NoRoomError from error
        raise NotAllowedHereError(place=errno.errorcode.get(error.errno or 0, "unknown")) from error
