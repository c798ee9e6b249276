"""A built program as files of the repository: each under its digest, packed once, shared by versions."""

import os
from collections.abc import Iterator
from dataclasses import replace
from hashlib import file_digest
from pathlib import Path
from typing import Final

import zstandard

from updates.differences import LEAST_BYTES, MOST_BYTES, difference_name, make_difference
from updates.errors import ReleaseMalformedError
from updates.manifest import FileEntry, LinkEntry, Manifest, decode_manifest, encode_manifest

_LEVEL: Final = 15  # of Zstandard; packed once, fetched by thousands
_ANY_EXECUTES: Final = 0o111


def pack_tree(content: Path, repository: Path) -> Manifest:
    """Put a folder, or the one file of an installer, into a repository's objects.

    Raises:
        ReleaseMalformedError: a link that leaves the folder, or a name no computer of ours takes.
        OSError: a file cannot be read, or the disk is full.

    """
    described = describe_tree(content)
    files = tuple(
        _packed(entry, content if content.is_file() else content / entry.path, repository)
        for entry in described.files
    )
    return Manifest(files, described.links)


def add_differences(before: Manifest, after: Manifest, repository: Path) -> int:
    """Put beside the files of a version what makes them out of the one before; give how many bytes that is.

    Only where it saves half of the file: everything else is fetched whole.

    Raises:
        OSError: a file cannot be read, or the disk is full.

    """
    older, added = {one.path: one for one in before.files}, 0
    for entry in after.files:
        held = older.get(entry.path)
        if held is None or held.digest == entry.digest or not _is_worth_it(held, entry):
            continue
        difference = make_difference(_unpacked(held, repository), _unpacked(entry, repository))
        if 2 * len(difference) <= entry.packed:
            place = repository / difference_name(entry.digest, held.digest)
            draft = place.with_suffix(".new")
            draft.write_bytes(difference)
            draft.replace(place)
            added += len(difference)
    return added


def _is_worth_it(*files: FileEntry) -> bool:
    return all(LEAST_BYTES <= one.size <= MOST_BYTES for one in files)


def _unpacked(entry: FileEntry, repository: Path) -> bytes:
    packed = (repository / entry.object_name).read_bytes()
    return zstandard.ZstdDecompressor().decompress(packed, max_output_size=entry.size)


def describe_tree(content: Path) -> Manifest:
    """Say what a folder, or one file, is made of; how large its files are packed is not known yet.

    Raises:
        ReleaseMalformedError: a link that leaves the folder, or a name no computer of ours takes.
        OSError: a file cannot be read.

    """
    files: list[FileEntry] = []
    links: list[LinkEntry] = []
    for place, path in _walk(content):
        if place.is_symlink():
            links.append(LinkEntry(path, place.readlink().as_posix()))
        else:
            files.append(_described(place, path))
    if not files:
        raise ReleaseMalformedError(part="content")
    # What could not be read back there is not let out here.
    return decode_manifest(encode_manifest(Manifest(tuple(files), tuple(links))))


def _walk(content: Path) -> Iterator[tuple[Path, str]]:
    if content.is_file():
        yield content, content.name
        return
    for folder, folders, names in os.walk(content):
        folders.sort()
        linked = [name for name in folders if (Path(folder) / name).is_symlink()]
        for name in sorted([*names, *linked]):
            place = Path(folder) / name
            yield place, place.relative_to(content).as_posix()


def _described(place: Path, path: str) -> FileEntry:
    with place.open("rb") as file:
        digest = file_digest(file, "sha256").hexdigest()
    status = place.stat()
    return FileEntry(path, digest, status.st_size, 1, bool(status.st_mode & _ANY_EXECUTES))


def _packed(entry: FileEntry, place: Path, repository: Path) -> FileEntry:
    packed = repository / entry.object_name
    if not packed.is_file():
        packed.parent.mkdir(parents=True, exist_ok=True)
        draft = packed.with_suffix(".new")
        with place.open("rb") as file, draft.open("wb") as out:
            zstandard.ZstdCompressor(level=_LEVEL).copy_stream(file, out, size=entry.size)
        draft.replace(packed)
    return replace(entry, packed=packed.stat().st_size)
