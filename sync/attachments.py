"""Files of forms on their way up: sealed in pieces after every record, and the city's word about each.

A piece is at most 256 KiB and an envelope holds a few, so a photo is never whole in memory
here. A file that is damaged on this computer is said to be so and holds up no other (P5).
"""

from collections.abc import Iterable, Sequence
from functools import partial
from typing import Final

from store.attachment_cipher import AttachmentDamagedError
from store.attachment_sending import (
    AttachmentState,
    PieceToSend,
    judge_attachment,
    keep_pieces,
    name_content,
    next_pieces,
    read_piece,
    unjudged_attachments,
)
from store.attachments import AttachmentMissingError
from store.connection import Store
from store.transaction import transaction
from sync.adaptive_size import AdaptiveSize
from sync.attachment_item import attachment_item
from sync.change import BlobPiece, Verdict
from sync.envelope.header import EnvelopeKind
from sync.ports import Clock, Entropy
from sync.push import has_records_waiting, seal_items
from sync.replica import Membership, Replica

# Few pieces an envelope: one that is lost on a bad line is sent again as a whole.
_MAX_ENVELOPE_BYTES: Final = 1024 * 1024


def seal_attachments(
    replica: Replica, member: Membership, *, size: AdaptiveSize, clock: Clock, entropy: Entropy
) -> bool:
    """Seal one envelope's worth of pieces, if any wait and no record does; say whether there may be more."""
    if replica.run(has_records_waiting):
        return False
    now_ms = clock.now_ms()
    pieces = replica.run(partial(_read_pieces, max_bytes=min(size.now, _MAX_ENVELOPE_BYTES), now_ms=now_ms))
    if pieces is None:
        return False
    if pieces:
        items = [blob for _, blob in pieces]
        seal_items(
            replica,
            member,
            items,
            kind=EnvelopeKind.BLOB,
            clock=clock,
            entropy=entropy,
            keep=partial(_keep, pieces=[piece for piece, _ in pieces]),
        )
    return True


def note_attachment_verdicts(replica: Store, verdicts: Iterable[Verdict]) -> None:
    """Keep the city's words about files of forms, in the caller's commit."""
    words = {word.item_id: word for word in verdicts}
    if not words:
        return
    for reference, content_id in unjudged_attachments(replica).items():
        word = words.get(attachment_item(*reference))
        if word is not None:
            state = AttachmentState(word.state.value)
            judge_attachment(replica, reference, content_id, state, code=word.code, at_ms=word.at_ms)


def _read_pieces(
    replica: Store, *, max_bytes: int, now_ms: int
) -> Sequence[tuple[PieceToSend, BlobPiece]] | None:
    """Read what goes next; nothing waits: None. A file that cannot be read is set aside with its code."""
    pieces = next_pieces(replica, max_bytes=max_bytes)
    if not pieces:
        return None
    readable: list[tuple[PieceToSend, BlobPiece]] = []
    with transaction(replica):
        broken: set[tuple[str, str]] = set()
        for piece in pieces:
            reference = (piece.submission_id, piece.name)
            if reference in broken:
                continue
            try:
                readable.append((piece, _blob(replica, piece)))
            except (AttachmentMissingError, AttachmentDamagedError) as error:
                broken.add(reference)
                judge_attachment(
                    replica,
                    reference,
                    piece.content_id,
                    AttachmentState.RETURNED,
                    code=error.code,
                    at_ms=now_ms,
                )
    return [one for one in readable if (one[0].submission_id, one[0].name) not in broken]


def _blob(replica: Store, piece: PieceToSend) -> BlobPiece:
    content = read_piece(replica, piece)
    if len(content) != piece.length:
        raise AttachmentDamagedError(id=piece.content_id)
    return BlobPiece(
        digest=piece.digest or name_content(replica, piece.content_id),
        size=piece.size,
        offset=piece.place,
        media_type=piece.media_type,
        submission_id=piece.submission_id,
        name=piece.name,
        piece=content,
    )


def _keep(replica: Store, envelope_id: str, _sequence: int, *, pieces: Sequence[PieceToSend]) -> None:
    keep_pieces(replica, pieces, envelope_id=envelope_id)
