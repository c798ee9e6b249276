"""A parcel as one file: a zip of exactly the names a courier's folder has, each stored as it is.

It is taken apart into a folder of its own and put together again when something changed, so
everything that works on a folder works on a file. Nothing in it is inflated, named freely or
believed: a name that is none of ours, a second file of one name, a packed or oversized one
makes the whole file one we do not take. What it holds is sealed, as on a stick.
"""

import re
import shutil
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sync.adapters.private_file import flush_folder, open_private_draft
from sync.courier.limits import MAX_FILES, MAX_PARCEL_BYTES, CourierArchiveInvalidError
from sync.courier.parcel import MAX_LIST_BYTES, Parcel
from sync.envelope.encoding import MAX_ENVELOPE_BYTES
from sync.errors import SyncError
from sync.receipt import MAX_RECEIPT_BYTES

ENDING: Final = ".qzc"
_ALLOWED: Final = (
    (re.compile(r"quancai-courier/up/[0-9a-f]{64}\.envelope"), MAX_ENVELOPE_BYTES),
    (re.compile(r"quancai-courier/down/[0-9a-f]{32}/[0-9a-f]{64}\.envelope"), MAX_ENVELOPE_BYTES),
    (re.compile(r"quancai-courier/receipts/[0-9a-f]{64}\.receipt"), MAX_RECEIPT_BYTES),
    (re.compile(r"quancai-courier/lists/[0-9a-f]{32}-[0-9]{1,16}-(?:packed|taken)\.cbor"), MAX_LIST_BYTES),
)
_FIRST_DAY: Final = (1980, 1, 1, 0, 0, 0)  # the earliest a zip knows: when it was packed stands in the lists
_ENCRYPTED: Final = 0x1
_CHUNK: Final = 1024 * 1024


class CourierPlaceMissingError(SyncError):
    """The folder to read from or write to is not there: the stick is not in, or has another letter today."""

    code = "courier-place-missing"


@contextmanager
def open_parcel(place: Path, *, make: Callable[[Path], Parcel] = Parcel) -> Iterator[Parcel]:
    """Give the parcel in a folder, or in a file whose name ends in `.qzc`, which is written anew at the end.

    `make` gives another kind of parcel, such as one that tells how far it is.

    Raises:
        CourierPlaceMissingError: there is no such folder; making one would leave the work off the stick.
        CourierArchiveInvalidError: the file is there and is no parcel.
        OSError: it cannot be read or written; a file that was there is as it was.

    """
    is_file = place.suffix.lower() == ENDING
    if not (place.parent if is_file else place).is_dir():
        raise CourierPlaceMissingError
    if not is_file:
        yield make(place)
        return
    with tempfile.TemporaryDirectory(prefix="quancai-courier-") as folder:
        unpacked = Path(folder)
        before = _take_apart(place, unpacked) if place.exists() else frozenset()
        yield make(unpacked)
        if _files(unpacked).keys() != before or not place.exists():
            _put_together(unpacked, place)


def _take_apart(place: Path, folder: Path) -> frozenset[str]:
    if place.stat().st_size > MAX_PARCEL_BYTES:
        raise CourierArchiveInvalidError(reason="size")
    try:
        with zipfile.ZipFile(place) as archive:
            members = archive.infolist()
            _check(members)
            for member in members:
                target = folder / member.filename
                target.parent.mkdir(parents=True, exist_ok=True)
                with archive.open(member) as source, target.open("wb") as file:
                    shutil.copyfileobj(source, file, _CHUNK)
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        raise CourierArchiveInvalidError(reason="archive") from error
    return frozenset(member.filename for member in members)


def _check(members: list[zipfile.ZipInfo]) -> None:
    names = {member.filename for member in members}
    if len(members) > MAX_FILES or len(names) != len(members):
        raise CourierArchiveInvalidError(reason="files")
    if sum(member.file_size for member in members) > MAX_PARCEL_BYTES:
        # Members may lie inside one another; together they would fill the disk from a small file.
        raise CourierArchiveInvalidError(reason="size")
    for member in members:
        is_plain = member.compress_type == zipfile.ZIP_STORED and not member.flag_bits & _ENCRYPTED
        if not is_plain or member.compress_size != member.file_size:
            raise CourierArchiveInvalidError(reason="packed")
        if member.file_size > _most_bytes(member.filename):
            raise CourierArchiveInvalidError(reason="name-or-size")


def _most_bytes(name: str) -> int:
    """Say how large a file of this name may be; one that is none of ours may not be at all."""
    return next((limit for pattern, limit in _ALLOWED if pattern.fullmatch(name)), -1)


def _put_together(folder: Path, place: Path) -> None:
    draft = place.with_name(f"{place.name}.new")
    with open_private_draft(draft) as file, zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name, path in sorted(_files(folder).items()):
            if path.stat().st_size <= _most_bytes(name):
                _copy_into(archive, zipfile.ZipInfo(name, _FIRST_DAY), path)
    draft.replace(place)
    flush_folder(place.parent)


def _copy_into(archive: zipfile.ZipFile, member: zipfile.ZipInfo, path: Path) -> None:
    with path.open("rb") as source, archive.open(member, "w") as target:
        shutil.copyfileobj(source, target, _CHUNK)


def _files(folder: Path) -> dict[str, Path]:
    return {path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()}
