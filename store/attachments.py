"""Photos and signatures of filled forms: sealed files beside the database, rows about them inside it.

A file is named by a keyed hash of its content, so equal photos are kept once and the
names tell nothing. Its key is random and lies in the database, which is why a change
of the database's key needs to touch no photo. The file is on the disk before the row
that speaks of it; a power cut leaves at most a file nobody can open, which
`collect_attachments` removes. Rows join the commit of the caller: the submission and
what belongs to it are one act (P1).
"""

import errno
import hashlib
import hmac
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final, NewType, Protocol

from store.attachment_cipher import (
    CHUNK_BYTES,
    KEY_BYTES,
    AttachmentDamagedError,
    open_chunks,
    open_chunks_from,
    read_chunks,
    seal_chunks,
    sealed_size,
)
from store.connection import Row, Store
from store.errors import (
    StoreDiskFaultError,
    StoreDiskFullError,
    StoreReadOnlyError,
    StoreUnavailableError,
)
from store.transaction import transaction

AttachmentId = NewType("AttachmentId", str)  # 64 hexadecimal digits, the name of the file
FOLDER: Final = "attachments"
_DRAFT: Final = ".new"
_DRAFT_NAME_BYTES: Final = 8

_NAME_KEY: Final = "SELECT key FROM attachment_name_key"
_KEEP_NAME_KEY: Final = "INSERT INTO attachment_name_key (only_row, key) VALUES (1, ?)"
_CONTENT: Final = "SELECT key, size_bytes FROM attachment_contents WHERE id = ?"
_KEEP_CONTENT: Final = """
    INSERT INTO attachment_contents (id, key, size_bytes, digest) VALUES (?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET key = excluded.key, released_at_ms = NULL
"""
_REFER: Final = """
    INSERT INTO attachments (submission_id, name, media_type, content_id) VALUES (?, ?, ?, ?)
    ON CONFLICT (submission_id, name) DO UPDATE
    SET media_type = excluded.media_type, content_id = excluded.content_id
"""
_LIST: Final = """
    SELECT content_id, name, media_type, size_bytes, sent_at_ms IS NOT NULL
    FROM attachments JOIN attachment_contents ON id = content_id
"""
_SENT: Final = """
    UPDATE attachment_contents SET sent_at_ms = ? WHERE id = ? AND sent_at_ms IS NULL
"""
_RELEASE: Final = "DELETE FROM attachments WHERE submission_id = ?"
_UNUSED: Final = """
    DELETE FROM attachment_contents
    WHERE sent_at_ms IS NOT NULL AND id NOT IN (SELECT content_id FROM attachments)
"""
_KNOWN: Final = "SELECT id FROM attachment_contents WHERE released_at_ms IS NULL"


class Entropy(Protocol):
    """Draws bytes nobody can guess."""

    def take(self, count: int) -> bytes: ...


class AttachmentMissingError(StoreUnavailableError):
    """The replica speaks of a content whose file is not there, or does not know it at all."""

    code = "attachment-missing"


@dataclass(frozen=True, slots=True)
class Attachment:
    """One content as one form refers to it."""

    id: AttachmentId
    name: str
    media_type: str
    size_bytes: int
    is_sent: bool


def keep_attachment(
    store: Store,
    source: BinaryIO,
    *,
    name: str,
    media_type: str,
    submission_id: str,
    entropy: Entropy,
) -> AttachmentId:
    """Seal a content into a file and let a form refer to it under a name; the same again changes nothing.

    Call it inside the `transaction` that keeps the submission.

    Raises:
        StoreDiskFullError, StoreReadOnlyError, StoreDiskFaultError: nothing was kept.

    """
    with transaction(store):
        key, name_key = entropy.take(KEY_BYTES), _name_key(store, entropy)
        draft = _path(store, AttachmentId(f"{entropy.take(_DRAFT_NAME_BYTES).hex()}{_DRAFT}"))
        with _disk_errors_translated(draft):
            _folder(store)
            name_on_disk, digest, size_bytes = _write_sealed(source, draft, key=key, name_key=name_key)
            content_id = AttachmentId(name_on_disk)
            if store.row(_CONTENT, (content_id,)) is None or not _path(store, content_id).exists():
                draft.replace(_path(store, content_id))
                _flush_folder(draft.parent)
                store.execute(_KEEP_CONTENT, (content_id, key, size_bytes, digest))
            else:
                draft.unlink()
        store.execute(_REFER, (submission_id, name, media_type, content_id))
    return content_id


def open_attachment(store: Store, attachment_id: AttachmentId) -> Iterator[bytes]:
    """Give a content in pieces of at most 64 KiB.

    Raises:
        AttachmentMissingError: unknown, or its file is gone or was let go.
        AttachmentDamagedError: at once if the length is wrong, else at the first wrong piece.

    """
    yield from _opened(store, attachment_id, lambda file, key, _size: open_chunks(file, key))


def read_part(store: Store, attachment_id: AttachmentId, *, place: int, length: int) -> bytes:
    """Give some bytes of a content; `place` is a multiple of 64 KiB. Raises as `open_attachment` does."""
    first, count = place // CHUNK_BYTES, -(-length // CHUNK_BYTES)

    def some(file: BinaryIO, key: bytes, size_bytes: int) -> Iterator[bytes]:
        return open_chunks_from(file, key, first=first, count=count, size_bytes=size_bytes)

    return b"".join(_opened(store, attachment_id, some))[:length]


def _opened(
    store: Store, attachment_id: AttachmentId, read: Callable[[BinaryIO, bytes, int], Iterator[bytes]]
) -> Iterator[bytes]:
    row = store.row(_CONTENT, (attachment_id,))
    if row is None:
        raise AttachmentMissingError(id=attachment_id)
    key, size_bytes = row
    try:
        with _path(store, attachment_id).open("rb") as file:
            if os.fstat(file.fileno()).st_size != sealed_size(size_bytes):
                raise AttachmentDamagedError(id=attachment_id)
            yield from read(file, key, size_bytes)
    except FileNotFoundError as error:
        raise AttachmentMissingError(id=attachment_id) from error
    except OSError as error:
        raise StoreDiskFaultError from error


def list_attachments(store: Store, submission_id: str) -> tuple[Attachment, ...]:
    """List what a form refers to, by name."""
    rows = store.rows(f"{_LIST} WHERE submission_id = ? ORDER BY name", (submission_id,))
    return tuple(_attachment(row) for row in rows)


def unsent_attachments(store: Store) -> tuple[Attachment, ...]:
    """List what exists on this device only, once for each form that refers to it."""
    rows = store.rows(f"{_LIST} WHERE sent_at_ms IS NULL ORDER BY submission_id, name")
    return tuple(_attachment(row) for row in rows)


def mark_attachment_sent(store: Store, attachment_id: AttachmentId, *, at_ms: int) -> None:
    """Note that the platform holds a content; the first word counts."""
    with transaction(store):
        store.execute(_SENT, (at_ms, attachment_id))


def release_attachments(store: Store, submission_id: str) -> None:
    """Let a form's references go; a content is removed later, and only if the platform holds it."""
    with transaction(store):
        store.execute(_RELEASE, (submission_id,))


def collect_attachments(store: Store) -> int:
    """Remove the files of contents nothing refers to and the platform holds, and those no row knows.

    Gives the number of files removed.
    """
    with transaction(store):
        store.execute(_UNUSED)
    known = {content_id for (content_id,) in store.rows(_KNOWN)}
    stray = [path for path in _folder(store).iterdir() if path.name not in known]
    for path in stray:
        path.unlink(missing_ok=True)
    return len(stray)


def attachment_files(store: Store) -> tuple[tuple[AttachmentId, Path], ...]:
    """List every content that is known, with its file."""
    known = store.rows(f"{_KNOWN} ORDER BY id")
    return tuple((AttachmentId(row[0]), _path(store, AttachmentId(row[0]))) for row in known)


def _write_sealed(source: BinaryIO, draft: Path, *, key: bytes, name_key: bytes) -> tuple[str, bytes, int]:
    """Seal into a draft on the disk, one chunk in memory at a time; gives name, digest and size."""
    named, digest, size_bytes = hmac.new(name_key, digestmod=hashlib.sha256), hashlib.sha256(), 0

    def heard() -> Iterator[bytes]:
        nonlocal size_bytes
        for chunk in read_chunks(source, CHUNK_BYTES):
            named.update(chunk)
            digest.update(chunk)
            size_bytes += len(chunk)
            yield chunk

    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(draft, flags, 0o600), "wb") as file:
        for sealed in seal_chunks(heard(), key):
            file.write(sealed)
        file.flush()
        os.fsync(file.fileno())
    return named.hexdigest(), digest.digest(), size_bytes


def _name_key(store: Store, entropy: Entropy) -> bytes:
    row = store.row(_NAME_KEY)
    if row is not None:
        return bytes(row[0])
    key = entropy.take(KEY_BYTES)
    store.execute(_KEEP_NAME_KEY, (key,))
    return key


def _attachment(row: Row) -> Attachment:
    content_id, name, media_type, size_bytes, is_sent = row
    return Attachment(AttachmentId(content_id), name, media_type, size_bytes, bool(is_sent))


def _folder(store: Store) -> Path:
    folder = store.path.parent / FOLDER
    folder.mkdir(mode=0o700, exist_ok=True)
    return folder


def _path(store: Store, attachment_id: AttachmentId) -> Path:
    return store.path.parent / FOLDER / attachment_id


@contextmanager
def _disk_errors_translated(draft: Path) -> Iterator[None]:
    """Leave no draft behind, and say whose turn it is."""
    try:
        yield
    except OSError as error:
        _forget(draft)
        if error.errno == errno.ENOSPC:
            raise StoreDiskFullError from error
        if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
            raise StoreReadOnlyError from error
        raise StoreDiskFaultError from error
    except BaseException:
        _forget(draft)
        raise


def _forget(draft: Path) -> None:
    with suppress(OSError):  # the first error is the one to tell
        draft.unlink(missing_ok=True)


def _flush_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
