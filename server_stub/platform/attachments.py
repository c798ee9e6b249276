"""Files of forms as they come in: piece by piece with the envelope, put together in a step of their own.

A piece is kept in the commit of its envelope. When every byte of a file is here, the bytes
are written to a draft, one piece in memory at a time, hashed, flushed and renamed to the
digest; only then the row says so and the pieces go. A stop anywhere repeats a step and
loses nothing. What is wrong with a file is said of that file and of nothing else (P5).
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

from sqlalchemy import Connection, delete, exists, func, insert, or_, select, update

from server_stub.platform.attachment_tables import attachments, pieces
from server_stub.platform.items import find_form
from server_stub.platform.returned import ReturnedError
from server_stub.storage_errors import system_error_as_ours
from sync.adapters.private_file import flush_folder, open_private_draft
from sync.attachment_item import MAX_ATTACHMENT_BYTES, MAX_PIECE_BYTES, attachment_item
from sync.change import BlobPiece, Verdict, VerdictState

_WAITING: Final = "waiting"

# An honest device sends a file to its end before it begins the next one, and may lose a few on the way.
MAX_UNFINISHED_FILES: Final = 64

_others: Final = attachments.alias()
_IS_STORED: Final = exists().where(
    _others.c.digest == attachments.c.digest,
    _others.c.sender == attachments.c.sender,
    _others.c.state == VerdictState.APPLIED,
)
_HELD_BYTES: Final = (
    select(func.coalesce(func.sum(pieces.c.length), 0))
    .where(pieces.c.sender == attachments.c.sender, pieces.c.digest == attachments.c.digest)
    .scalar_subquery()
)
_IS_WHOLE: Final = or_(_IS_STORED, attachments.c.size <= _HELD_BYTES)


class AttachmentWithoutSubmissionError(ReturnedError):
    """No form that counts names this file."""

    code = "attachment-without-submission"


class AttachmentTooLargeError(ReturnedError):
    """A file, or a piece of one, larger than the city takes."""

    code = "attachment-too-large"


class AttachmentNotFaithfulError(ReturnedError):
    """The pieces do not make what their digest says, or say different things of one file."""

    code = "attachment-not-faithful"


class AttachmentsUnfinishedError(ReturnedError):
    """The device has begun so many files without finishing them that no other is begun."""

    code = "attachments-unfinished"


@dataclass(frozen=True, slots=True)
class WholeAttachment:
    """A file of a form of which every byte is here, or lies here already."""

    submission: str
    name: str
    sender: str
    digest: bytes
    size: int
    is_stored: bool  # its sender has handed in the same content before


def take_pieces(
    connection: Connection, arrived: Sequence[BlobPiece], *, sender: str, now_ms: int
) -> list[Verdict]:
    """Keep pieces in the commit of their envelope; give a word about each file that cannot be taken."""
    refused: dict[tuple[str, str], Verdict] = {}
    for piece in arrived:
        reference = (piece.submission_id, piece.name)
        try:
            _take(connection, piece, sender=sender, now_ms=now_ms)
        except ReturnedError as reason:
            item = attachment_item(*reference)
            refused[reference] = Verdict(item, VerdictState.RETURNED, reason.code, now_ms)
    return list(refused.values())


def next_whole(connection: Connection) -> WholeAttachment | None:
    """Find a file that waits for nothing but to be put together."""
    is_stored = _IS_STORED.label("is_stored")
    query = (
        select(attachments, is_stored)
        .where(attachments.c.state == _WAITING, _IS_WHOLE)
        .order_by(attachments.c.received_at_ms)
        .limit(1)
    )
    row = connection.execute(query).one_or_none()
    if row is None:
        return None
    return WholeAttachment(
        row.submission, row.name, row.sender, bytes(row.digest), row.size, bool(row.is_stored)
    )


def put_together(connection: Connection, found: WholeAttachment, folder: Path) -> bool:
    """Write a content to its place, unless it lies there; say whether it is what its digest says.

    Raises:
        StorageUnavailableError: the disk did not take it; it is tried again.

    """
    place = folder / found.digest.hex()
    if found.is_stored and place.is_file():
        return True
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return _write(_pieces(connection, found), place, size=found.size)
    except OSError as error:
        raise system_error_as_ours(error) from error


def note_shelved(
    connection: Connection, found: WholeAttachment, *, is_right: bool, now_ms: int
) -> list[Verdict]:
    """Keep the last word about every file of this content that waits, and let its pieces go; give them."""
    state = VerdictState.APPLIED if is_right else VerdictState.RETURNED
    code = None if is_right else AttachmentNotFaithfulError.code
    is_of_it = (attachments.c.sender == found.sender) & (attachments.c.digest == found.digest)
    waiting = is_of_it & (attachments.c.state == _WAITING)
    rows = connection.execute(select(attachments.c.submission, attachments.c.name).where(waiting)).all()
    connection.execute(update(attachments).where(waiting).values(state=state, code=code, judged_at_ms=now_ms))
    is_piece = (pieces.c.sender == found.sender) & (pieces.c.digest == found.digest)
    connection.execute(delete(pieces).where(is_piece))
    return [Verdict(attachment_item(row.submission, row.name), state, code, now_ms) for row in rows]


def _write(content: Iterator[bytes], place: Path, *, size: int) -> bool:
    draft, digest, written = place.with_suffix(".new"), hashlib.sha256(), 0
    with open_private_draft(draft) as file:
        for piece in content:
            digest.update(piece)
            written += len(piece)
            file.write(piece)
    if (digest.hexdigest(), written) != (place.name, size):
        draft.unlink()
        return False
    draft.replace(place)
    flush_folder(place.parent)
    return True


def _take(connection: Connection, piece: BlobPiece, *, sender: str, now_ms: int) -> None:
    _check_size(piece)
    form = find_form(connection, piece.submission_id)
    if form is None or escape(piece.name).encode() not in form.xml:
        raise AttachmentWithoutSubmissionError(submission=piece.submission_id)
    _note_reference(connection, piece, sender=sender, now_ms=now_ms)
    is_held = (
        (pieces.c.sender == sender) & (pieces.c.digest == piece.digest) & (pieces.c.place == piece.offset)
    )
    if piece.piece and connection.execute(select(pieces.c.place).where(is_held)).one_or_none() is None:
        row = {"sender": sender, "digest": piece.digest, "place": piece.offset}
        connection.execute(insert(pieces).values(length=len(piece.piece), piece=piece.piece, **row))


def _check_size(piece: BlobPiece) -> None:
    is_inside = piece.offset + len(piece.piece) <= piece.size
    if len(piece.piece) > MAX_PIECE_BYTES or piece.size > MAX_ATTACHMENT_BYTES or not is_inside:
        raise AttachmentTooLargeError(submission=piece.submission_id)


def _note_reference(connection: Connection, piece: BlobPiece, *, sender: str, now_ms: int) -> None:
    """Keep what a form's file is; a second word about it must be the same.

    A file that had its word and comes again, from a replaced device, waits for another.
    """
    is_this = (attachments.c.submission == piece.submission_id) & (attachments.c.name == piece.name)
    held = connection.execute(select(attachments).where(is_this)).one_or_none()
    if held is None:
        _require_room(connection, piece, sender=sender)
        row = {"submission": piece.submission_id, "name": piece.name, "sender": sender}
        connection.execute(
            insert(attachments).values(
                media=piece.media_type,
                digest=piece.digest,
                size=piece.size,
                state=_WAITING,
                received_at_ms=now_ms,
                **row,
            )
        )
        return
    if (bytes(held.digest), held.size) != (piece.digest, piece.size):
        raise AttachmentNotFaithfulError(submission=piece.submission_id)
    if held.state != _WAITING or held.sender != sender:
        _require_room(connection, piece, sender=sender)
        again = {"sender": sender, "state": _WAITING, "code": None}
        connection.execute(update(attachments).where(is_this).values(**again))


def _require_room(connection: Connection, piece: BlobPiece, *, sender: str) -> None:
    """Let a device leave only so many files unfinished: their pieces are kept until each is whole."""
    is_begun = (attachments.c.sender == sender) & (attachments.c.state == _WAITING)
    unfinished = select(func.count()).select_from(attachments).where(is_begun, ~_IS_WHOLE)
    if connection.execute(unfinished).scalar_one() >= MAX_UNFINISHED_FILES:
        raise AttachmentsUnfinishedError(submission=piece.submission_id)


def _pieces(connection: Connection, found: WholeAttachment) -> Iterator[bytes]:
    is_of_it = (pieces.c.sender == found.sender) & (pieces.c.digest == found.digest)
    places = select(pieces.c.place).where(is_of_it).order_by(pieces.c.place)
    for place in connection.execute(places).scalars().all():
        query = select(pieces.c.piece).where(is_of_it, pieces.c.place == place)
        yield bytes(connection.execute(query).scalar_one())
