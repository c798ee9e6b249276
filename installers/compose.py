"""Lays out the files of a package so that a second time gives the same: rights and moments are said."""

import gzip
import os
import shutil
import tarfile
from pathlib import Path
from typing import Final

from installers.xz_pieces import XzPieces

_PROGRAM: Final = 0o755
_FILE: Final = 0o644


def begin(tree: Path) -> Path:
    """Give an empty folder, whatever was there."""
    shutil.rmtree(tree, ignore_errors=True)
    tree.mkdir(parents=True)
    return tree


def copy_tree(source: Path, target: Path) -> None:
    """Copy a folder with its links as they are, to where nothing or something older is."""
    shutil.rmtree(target, ignore_errors=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copytree(source, target, symlinks=True)


def put(target: Path, content: str | bytes, *, is_program: bool = False) -> Path:
    """Write one file of a package, and the folders above it."""
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content.encode() if isinstance(content, str) else content)
    target.chmod(_PROGRAM if is_program else _FILE)
    return target


def put_packed(target: Path, content: str | bytes) -> Path:
    """Write a file as Debian keeps manuals and changes: packed, without a moment of packing."""
    plain = content.encode() if isinstance(content, str) else content
    return put(target, gzip.compress(plain, compresslevel=9, mtime=0))


def settle(folder: Path, *, at_s: int) -> None:
    """Give everything below a folder the rights of a package and one moment (seconds since 1970)."""
    for path in sorted(folder.rglob("*"), reverse=True):
        if not path.is_symlink():
            is_program = path.is_dir() or bool(path.stat().st_mode & 0o100)
            path.chmod(_PROGRAM if is_program else _FILE)
        os.utime(path, (at_s, at_s), follow_symlinks=False)
    folder.chmod(_PROGRAM)
    os.utime(folder, (at_s, at_s))


def pack(folder: Path, archive: Path, *, at_s: int, effort: int) -> Path:
    """Pack a folder as .tar.xz (`effort` 0 to 9) in the order of its names, owned by nobody in particular."""

    def nameless(entry: tarfile.TarInfo) -> tarfile.TarInfo:
        entry.uid = entry.gid = 0
        entry.uname = entry.gname = ""
        entry.mtime = at_s
        return entry

    archive.parent.mkdir(parents=True, exist_ok=True)
    draft = archive.with_name(f"{archive.name}.part")  # what was broken off must not look like an archive
    with (
        draft.open("wb") as target,
        XzPieces(target, effort=effort) as stream,
        tarfile.open(fileobj=stream, mode="w|", format=tarfile.PAX_FORMAT) as packed,
    ):
        packed.add(folder, arcname=folder.name, recursive=False, filter=nameless)
        for path in sorted(folder.rglob("*")):
            packed.add(path, arcname=path.relative_to(folder.parent), recursive=False, filter=nameless)
    return draft.replace(archive)
