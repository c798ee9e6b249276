"""What a release is made of: every file with its digest, so that only what changed has to travel.

Two versions of the program share most of their files (Qt, Python, fonts): a list of digests is the
whole difference, needs no older version to be made against, and one file that fails is fetched again
by itself. The list is a TUF target; the files lie beside it by their digest, packed with Zstandard.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final

from updates.errors import ReleaseMalformedError

MAX_MANIFEST_BYTES: Final = 8 * 1024 * 1024
MAX_FILES: Final = 50_000
MAX_FILE_BYTES: Final = 1024 * 1024 * 1024
_DIGEST: Final = re.compile(r"[0-9a-f]{64}")
# Windows drops or changes these, so a tree with them would not be what was signed.
_FORBIDDEN: Final = re.compile(r'[\x00-\x1f\\:*?"<>|]')


@dataclass(frozen=True, slots=True)
class FileEntry:
    """One file of a release; sizes in bytes."""

    path: str  # below the program's folder, with slashes
    digest: str  # SHA-256 in hexadecimal
    size: int
    packed: int  # as it lies in the repository
    is_executable: bool

    @property
    def object_name(self) -> str:
        """Give where it lies in the repository."""
        return f"objects/{self.digest[:2]}/{self.digest}.zst"


@dataclass(frozen=True, slots=True)
class LinkEntry:
    """A symbolic link inside the tree."""

    path: str
    to: str  # relative to the link's own folder


@dataclass(frozen=True, slots=True)
class Manifest:
    """A whole tree, or the one file of an installer."""

    files: tuple[FileEntry, ...]
    links: tuple[LinkEntry, ...] = ()

    @property
    def size(self) -> int:
        return sum(one.size for one in self.files)


def encode_manifest(manifest: Manifest) -> bytes:
    """Spell a manifest, the same bytes for the same tree."""
    files = [[one.path, one.digest, one.size, one.packed, one.is_executable] for one in manifest.files]
    links = [[one.path, one.to] for one in manifest.links]
    return json.dumps({"files": files, "links": links}, ensure_ascii=False, separators=(",", ":")).encode()


def decode_manifest(encoded: bytes) -> Manifest:
    """Read a manifest whose digest was signed; it is held to its form all the same.

    Raises:
        ReleaseMalformedError: a path that leaves the tree, two entries of one name, or nonsense.

    """
    try:
        plain = json.loads(encoded)
    except (ValueError, RecursionError) as error:
        raise ReleaseMalformedError(part="manifest") from error
    if not isinstance(plain, Mapping):
        raise ReleaseMalformedError(part="manifest")
    files = tuple(_read_file(row) for row in _rows(plain, "files"))
    links = tuple(_read_link(row) for row in _rows(plain, "links"))
    _require_one_tree([one.path for one in files], [one.path for one in links])
    _require_straight(links)
    return Manifest(files, links)


def _rows(plain: Mapping[str, object], name: str) -> list[object]:
    rows = plain.get(name)
    if not isinstance(rows, list) or len(rows) > MAX_FILES:
        raise ReleaseMalformedError(part=name)
    return rows


def _read_file(row: object) -> FileEntry:
    match row:
        case [str(path), str(digest), int(size), int(packed), bool(is_executable)]:
            pass
        case _:
            raise ReleaseMalformedError(part="file")
    in_bounds = 0 <= size <= MAX_FILE_BYTES and 0 < packed <= MAX_FILE_BYTES
    if not in_bounds or _DIGEST.fullmatch(digest) is None:
        raise ReleaseMalformedError(part="file")
    return FileEntry(_inside(path), digest, size, packed, is_executable)


def _read_link(row: object) -> LinkEntry:
    match row:
        case [str(path), str(to)]:
            pass
        case _:
            raise ReleaseMalformedError(part="link")
    link = LinkEntry(_inside(path), to)
    if to.startswith("/") or _FORBIDDEN.search(to) or not _steps_of(link)[-1]:
        raise ReleaseMalformedError(part="link")
    return link


def _steps_of(link: LinkEntry) -> list[tuple[str, ...]]:
    """Give the folders a link leads through, by their parts, and where it ends."""
    reached = PurePosixPath(link.path).parent.parts
    steps = [reached]
    for part in link.to.split("/"):
        if part == "..":
            if not reached:
                raise ReleaseMalformedError(part="link")
            reached = reached[:-1]
        elif part not in ("", "."):
            reached = (*reached, part)
        steps.append(reached)
    return steps


def _require_straight(links: tuple[LinkEntry, ...]) -> None:
    """Refuse a link that leads through another: where its `..` goes then is not where it is written to go."""
    names = {link.path.casefold() for link in links}
    through = {"/".join(step).casefold() for link in links for step in _steps_of(link)[:-1]}
    if names & through:
        raise ReleaseMalformedError(part="link")


def _inside(path: str) -> str:
    parts = path.split("/")
    # "." and ".." are among those that end so; of any other Windows drops the end.
    if not path or _FORBIDDEN.search(path) or any(part == "" or part.endswith((".", " ")) for part in parts):
        raise ReleaseMalformedError(part="path")
    return path


def _require_one_tree(files: list[str], links: list[str]) -> None:
    """Refuse a name that is given twice, or that is a file here and a folder there."""
    names = [path.casefold() for path in (*files, *links)]
    folders = {parent.as_posix() for name in names for parent in PurePosixPath(name).parents if parent.parts}
    if len(set(names)) < len(names) or folders & set(names):
        raise ReleaseMalformedError(part="path")
