"""Photos, signatures and logs on their way up: which bytes are in which envelope, and what became of each.

A file of a form goes in pieces, in order, each sealed once; what is in an envelope is never
put into another, so a restart goes on where it stopped. A content that another form has
sent already goes as a name only: a piece of no bytes at its end. The local file is let go
when every form that refers to it has heard that the platform holds it, and not before.
"""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from store.attachment_progress import over_progress
from store.attachments import AttachmentId, mark_attachment_sent, open_attachment, read_part
from store.connection import Row, Store
from store.transaction import transaction

PIECE_BYTES: Final = 256 * 1024  # a multiple of the chunks a content is sealed in


class AttachmentState(StrEnum):
    """The stations of a file of a form."""

    WAITING = "waiting"  # some of it is in no envelope yet
    SEALED = "sealed"
    DELIVERED = "delivered"
    CHECKED = "checked"
    APPLIED = "applied"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class PieceToSend:
    """Some bytes of a file of a form; none at the end of the content: its name only."""

    submission_id: str
    name: str
    media_type: str
    content_id: AttachmentId
    digest: bytes | None  # None: kept by an earlier program, which computed none; `name_content` does
    size: int
    place: int
    length: int


@dataclass(frozen=True, slots=True)
class SentAttachment:
    """How far a file of a form has come."""

    submission_id: str
    name: str
    state: AttachmentState
    code: str | None


_OPEN: Final = over_progress("""
    SELECT submission_id, name, media_type, content_id, digest, size_bytes, sealed_bytes
    FROM progress WHERE state IS NULL AND NOT is_sealed ORDER BY submission_id, name
""")
_ELSEWHERE: Final = over_progress("""
    SELECT 1 FROM progress
    WHERE content_id = ? AND (submission_id, name) <> (?, ?) AND state IS NOT 'returned' AND is_sealed
""")
_KNOWN_DIGEST: Final = "SELECT digest FROM attachment_contents WHERE id = ?"
_DIGEST: Final = "UPDATE attachment_contents SET digest = ? WHERE id = ?"
_KEEP: Final = """
    INSERT INTO attachment_pieces (submission_id, name, place, length, envelope_id) VALUES (?, ?, ?, ?, ?)
"""
_STATES: Final = over_progress("""
    SELECT submission_id, name,
           coalesce(state, CASE WHEN NOT is_sealed THEN 'waiting'
                                WHEN is_known_delivered THEN 'delivered' ELSE 'sealed' END), code
    FROM progress
""")
_AMONG: Final = " WHERE submission_id IN (SELECT value FROM json_each(?))"
_STATES_OF: Final = f"{_STATES}{_AMONG} ORDER BY submission_id, name"
_COUNT_UNSENT: Final = over_progress("""
    SELECT count(*) FROM progress
    WHERE state IS NULL AND NOT (is_sealed AND is_known_delivered)
""")
_COUNT_WAITING: Final = over_progress("SELECT count(*) FROM progress WHERE state IS NULL AND NOT is_sealed")
_UNJUDGED: Final = """
    SELECT submission_id, name, content_id FROM attachments WHERE state IS NULL OR state = 'checked'
"""
_JUDGE: Final = """
    UPDATE attachments SET state = ?, code = ?, judged_at_ms = ? WHERE submission_id = ? AND name = ?
"""
_RELEASE: Final = """
    UPDATE attachment_contents SET released_at_ms = ?
    WHERE sent_at_ms IS NOT NULL AND released_at_ms IS NULL
      AND NOT EXISTS (SELECT 1 FROM attachments WHERE content_id = attachment_contents.id
                         AND state IS NOT 'applied')
"""


def next_pieces(store: Store, *, max_bytes: int) -> tuple[PieceToSend, ...]:
    """Give what goes into the next envelope, up to a size; always at least one piece, if any waits."""
    taken: list[PieceToSend] = []
    ended: set[str] = set()  # contents whose last piece is among those taken
    room = max_bytes
    for submission_id, name, media_type, content_id, digest, size, begun in store.rows(_OPEN):
        is_elsewhere = content_id in ended or store.row(_ELSEWHERE, (content_id, submission_id, name))
        is_name_only = begun == 0 and bool(is_elsewhere)
        place = size if is_name_only else begun
        while True:
            length = min(PIECE_BYTES, size - place)
            if taken and length > room:
                return tuple(taken)
            taken.append(
                PieceToSend(submission_id, name, media_type, content_id, digest, size, place, length)
            )
            room, place = room - length, place + length
            if place == size:
                ended.add(content_id)
                break
    return tuple(taken)


def name_content(store: Store, content_id: AttachmentId) -> bytes:
    """Give what a content is called on the wire, computing it once for one of an earlier program.

    Raises:
        AttachmentMissingError, AttachmentDamagedError: the file here is not what was kept.

    """
    row = store.row(_KNOWN_DIGEST, (content_id,))
    if row is not None and row[0] is not None:
        return bytes(row[0])
    digest = hashlib.sha256()
    for chunk in open_attachment(store, content_id):
        digest.update(chunk)
    store.execute(_DIGEST, (digest.digest(), content_id))
    return digest.digest()


def read_piece(store: Store, piece: PieceToSend) -> bytes:
    """Give the bytes of a piece.

    Raises:
        AttachmentMissingError, AttachmentDamagedError: the file here is not what was kept.

    """
    if not piece.length:
        return b""
    return read_part(store, piece.content_id, place=piece.place, length=piece.length)


def keep_pieces(store: Store, pieces: Sequence[PieceToSend], *, envelope_id: str) -> None:
    """Note in the caller's commit which envelope holds these pieces."""
    store.execute_many(
        _KEEP, [(one.submission_id, one.name, one.place, one.length, envelope_id) for one in pieces]
    )


def attachment_states(store: Store, submission_id: str | None = None) -> tuple[SentAttachment, ...]:
    """Say how far the files of a form have come, or those of all forms."""
    where, parameters = ("", ()) if submission_id is None else (" WHERE submission_id = ?", (submission_id,))
    rows = store.rows(f"{_STATES}{where} ORDER BY submission_id, name", parameters)
    return tuple(_sent(row) for row in rows)


def list_states(store: Store, submission_ids: Collection[str]) -> tuple[SentAttachment, ...]:
    """Say how far the files of these forms have come; nothing is read of any other form."""
    asked = (json.dumps(list(submission_ids)),)
    return tuple(_sent(row) for row in store.rows(_STATES_OF, asked))


def count_unsent_attachments(store: Store) -> int:
    """Count the files of forms that nobody else has in full."""
    [(number,)] = store.rows(_COUNT_UNSENT)
    return int(number)


def count_waiting_attachments(store: Store) -> int:
    """Count the files of forms of which some is in no envelope yet."""
    [(number,)] = store.rows(_COUNT_WAITING)
    return int(number)


def unjudged_attachments(store: Store) -> Mapping[tuple[str, str], AttachmentId]:
    """Give the contents of those files of forms (submission, name) that wait for the last word."""
    return {(form, name): AttachmentId(content) for form, name, content in store.rows(_UNJUDGED)}


def judge_attachment(
    store: Store,
    reference: tuple[str, str],
    content_id: AttachmentId,
    state: AttachmentState,
    *,
    code: str | None,
    at_ms: int,
) -> None:
    """Keep the platform's word about a file of a form, in the caller's commit."""
    with transaction(store):
        store.execute(_JUDGE, (state, code, at_ms, *reference))
        if state is AttachmentState.APPLIED:
            mark_attachment_sent(store, content_id, at_ms=at_ms)


def release_applied(store: Store, *, at_ms: int) -> bool:
    """Let contents go that no form waits for any more; say whether there were any.

    `collect_attachments` removes their files afterwards.
    """
    with transaction(store):
        return store.execute(_RELEASE, (at_ms,)) > 0


def _sent(row: Row) -> SentAttachment:
    form, name, state, code = row
    return SentAttachment(form, name, AttachmentState(state), code)
