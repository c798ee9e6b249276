"""The second copy: everything it takes to go on after this computer is gone, on a folder or a stick.

A copy is the encrypted replica, the key file that opens it, and the photos, which all
copies of one installation share. It is built under another name, read back, and only
then called a copy; so a pulled or full stick costs that one copy and nothing else.
Nothing is in clear at any time.

    PLACE/quancai-copies/INSTALLATION/20261123T083000Z/{replica.db, key.slot, copy.cbor}
    PLACE/quancai-copies/INSTALLATION/attachments/…
"""

import os
import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from desktop.unlocking import KeyFileMissingError, Unlocked
from store import Store
from store.attachments import FOLDER as ATTACHMENTS
from store.attachments import attachment_files
from store.copies import CopyPlaceMissingError, copy_replica, place_errors_translated
from sync.adapters.key_slot_file import KeySlotFile
from sync.adapters.private_file import flush_folder, write_private_file
from sync.cbor import decode_cbor, encode_cbor, read_integer, read_list, read_map, read_text
from sync.errors import SyncError

ROOT: Final = "quancai-copies"
REPLICA: Final = "replica.db"
KEY_FILE: Final = "key.slot"
MANIFEST: Final = "copy.cbor"
KEPT_LATEST: Final = 3
KEPT_WEEKS: Final = 4
_DRAFT: Final = ".new"
_VERSION: Final = 1
_MAX_MANIFEST_BYTES: Final = 16 * 1024 * 1024
_MANIFEST_KEYS: Final = frozenset({"version", "made_at_ms", "replica_bytes", "attachments"})


@dataclass(frozen=True, slots=True)
class KeptCopy:
    """One complete copy; `attachments` are the names of its photos' files."""

    folder: Path
    made_at_ms: int
    replica_bytes: int
    attachments: tuple[str, ...]

    @property
    def installation(self) -> str:
        return self.folder.parent.name

    @property
    def photos(self) -> Path:
        return self.folder.parent / ATTACHMENTS


def make_copy(
    store: Store,
    unlocked: Unlocked,
    place: Path,
    *,
    now_ms: int,
    go_on: Callable[[], None] = lambda: None,
) -> KeptCopy:
    """Copy the replica to a folder that exists, and let copies that are too many go.

    A reader will do, so an officer can go on working meanwhile. `go_on` is called before each photo
    and may raise to give up; photos already there stay, so that the next copy is shorter.

    Raises:
        CopyPlaceMissingError, CopyPlaceFullError, CopyPlaceReadOnlyError: the place.
        CopyDamagedError: what was read back is not what was written.

    """
    if not place.is_dir():  # never made: a folder in the place of a missing stick would be a false comfort
        raise CopyPlaceMissingError
    file = KeySlotFile(unlocked.paths.key_file).read()
    if file is None:
        raise KeyFileMissingError(file=unlocked.paths.key_file.name)
    with place_errors_translated():
        root = place / ROOT / file.installation.hex()
        root.mkdir(parents=True, exist_ok=True, mode=0o700)
        _sweep(root)
        made = _build(store, unlocked, root, now_ms=now_ms, go_on=go_on)
        kept = list_copies_of(root)
        for copy in too_many(kept):
            _remove(copy)
        _remove_unused_photos(root)
    return made


def list_copies(place: Path) -> tuple[KeptCopy, ...]:
    """List the complete copies of every installation in a place, the newest first."""
    roots = sorted((place / ROOT).iterdir()) if (place / ROOT).is_dir() else []
    found = [copy for root in roots for copy in list_copies_of(root)]
    return tuple(sorted(found, key=lambda copy: copy.made_at_ms, reverse=True))


def list_copies_of(root: Path) -> tuple[KeptCopy, ...]:
    """List the complete copies of one installation, the newest first."""
    found = (read_copy(folder) for folder in root.iterdir() if not folder.name.endswith(_DRAFT))
    return tuple(sorted(filter(None, found), key=lambda copy: copy.made_at_ms, reverse=True))


def read_copy(folder: Path) -> KeptCopy | None:
    """Read what a folder says it holds; None if it is no complete copy."""
    try:
        with (folder / MANIFEST).open("rb") as file:
            encoded = file.read(_MAX_MANIFEST_BYTES + 1)
        row = read_map(decode_cbor(encoded, limit=_MAX_MANIFEST_BYTES), keys=_MANIFEST_KEYS)
        read_integer(row["version"], low=_VERSION, high=_VERSION)
        names = tuple(read_text(name, limit=64) for name in read_list(row["attachments"], limit=1_000_000))
        return KeptCopy(folder, read_integer(row["made_at_ms"]), read_integer(row["replica_bytes"]), names)
    except (OSError, SyncError):
        return None


def too_many(copies: Sequence[KeptCopy]) -> tuple[KeptCopy, ...]:
    """Choose the copies to let go: all but the latest three and the latest of each of four weeks."""
    newest_first = sorted(copies, key=lambda copy: copy.made_at_ms, reverse=True)
    of_week: dict[tuple[int, int], KeptCopy] = {}
    for copy in newest_first:
        year, week, _ = _moment(copy.made_at_ms).isocalendar()
        of_week.setdefault((year, week), copy)
    kept = {copy.folder for copy in [*newest_first[:KEPT_LATEST], *list(of_week.values())[:KEPT_WEEKS]]}
    return tuple(copy for copy in newest_first if copy.folder not in kept)


def _build(
    store: Store, unlocked: Unlocked, root: Path, *, now_ms: int, go_on: Callable[[], None]
) -> KeptCopy:
    final = root / f"{_moment(now_ms):%Y%m%dT%H%M%SZ}"
    draft = final.with_name(f"{final.name}{_DRAFT}")
    try:
        draft.mkdir(mode=0o700)
        copy_replica(store, draft / REPLICA, key=unlocked.key)
        write_private_file(draft / KEY_FILE, unlocked.paths.key_file.read_bytes())
        names = _copy_photos(attachment_files(store), root / ATTACHMENTS, go_on=go_on)
        made = KeptCopy(final, now_ms, (draft / REPLICA).stat().st_size, names)
        write_private_file(draft / MANIFEST, _encode(made))
        draft.rename(final)
        flush_folder(root)
    except BaseException:
        shutil.rmtree(draft, ignore_errors=True)
        raise
    return made


def _copy_photos(
    files: Iterable[tuple[str, Path]], pool: Path, *, go_on: Callable[[], None]
) -> tuple[str, ...]:
    """Bring what the pool lacks; a photo's file never changes, so its name and length tell."""
    pool.mkdir(exist_ok=True, mode=0o700)
    names = []
    for name, source in files:
        go_on()
        if not source.is_file():
            continue
        target = pool / name
        if not target.exists() or target.stat().st_size != source.stat().st_size:
            copy_file(source, target)
        names.append(name)
    flush_folder(pool)
    return tuple(names)


def copy_file(source: Path, target: Path) -> None:
    """Copy in pieces; the name appears when the content is on the disk."""
    draft = target.with_name(f"{target.name}{_DRAFT}")
    with source.open("rb") as read, draft.open("wb") as written:
        shutil.copyfileobj(read, written)
        written.flush()
        os.fsync(written.fileno())
    draft.replace(target)


def _encode(copy: KeptCopy) -> bytes:
    return encode_cbor(
        {
            "version": _VERSION,
            "made_at_ms": copy.made_at_ms,
            "replica_bytes": copy.replica_bytes,
            "attachments": list(copy.attachments),
        }
    )


def _sweep(root: Path) -> None:
    for left in root.glob(f"*{_DRAFT}"):
        shutil.rmtree(left, ignore_errors=True)


def _remove(copy: KeptCopy) -> None:
    (copy.folder / MANIFEST).unlink(missing_ok=True)  # first: half a copy must not look like one
    shutil.rmtree(copy.folder, ignore_errors=True)


def _remove_unused_photos(root: Path) -> None:
    used = {name for copy in list_copies_of(root) for name in copy.attachments}
    for path in (root / ATTACHMENTS).iterdir():
        if path.name not in used:
            path.unlink(missing_ok=True)


def _moment(ms: int) -> datetime:
    return datetime.fromtimestamp(ms / 1000, UTC)
