"""The append log: one envelope once, in the order of its chain, handed out after a cursor.

A chain belongs to one sender and one audience; what does not continue it is a gap
or a fork, and `sync.envelope.chain` tells which. The same bytes again are no news:
the receipt kept with the first arrival is the answer, byte for byte.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, Connection, bindparam, func, insert, select, update

from server_stub.announcements import announce
from server_stub.relay.tables import chain_heads, envelopes
from sync.envelope.chain import check_successor
from sync.envelope.header import GENESIS, ChainLink, SealedEnvelope

# Makes the receipt of an envelope that got this position at this moment.
ReceiptMaker = Callable[[SealedEnvelope, int, int], bytes]

_IS_CHAIN: Final = (chain_heads.c.sender == bindparam("of_sender")) & (
    chain_heads.c.audience == bindparam("of_audience")
)
# All there is to ask before an envelope is kept, in one question: each costs a way there and back.
_STANDING: Final = select(
    select(envelopes.c.receipt)
    .where(envelopes.c.digest == bindparam("of_digest"))
    .scalar_subquery()
    .label("receipt"),
    select(func.max(envelopes.c.position)).scalar_subquery().label("newest"),
    select(chain_heads.c.sequence).where(_IS_CHAIN).scalar_subquery().label("sequence"),
    select(chain_heads.c.digest).where(_IS_CHAIN).scalar_subquery().label("digest"),
)
_KEEP: Final = insert(envelopes)
_BEGIN_CHAIN: Final = insert(chain_heads)
_EXTEND_CHAIN: Final = update(chain_heads).where(_IS_CHAIN)


@dataclass(frozen=True, slots=True)
class Kept:
    """The receipt of an envelope and whether this arrival was the first."""

    receipt: bytes
    is_new: bool


@dataclass(frozen=True, slots=True)
class Page:
    """Envelopes after a cursor, and the position of the newest one there is for this reader."""

    items: tuple[tuple[int, bytes], ...]
    head: int


@dataclass(frozen=True, slots=True)
class _Standing:
    """What the log says before an envelope is kept: its receipt if known, its chain's end, the newest."""

    receipt: bytes | None
    head: ChainLink
    newest: int


def append(
    connection: Connection, envelope: SealedEnvelope, *, now_ms: int, make_receipt: ReceiptMaker
) -> Kept:
    """Keep a verified envelope at the end of its chain; the caller commits before it answers.

    Raises:
        EnvelopeForkError: its place is taken by other bytes, or it continues another history.
        EnvelopeGapError: envelopes before it have not arrived.

    """
    standing = _look_up(connection, envelope)
    if standing.receipt is not None:
        return Kept(standing.receipt, is_new=False)
    check_successor(envelope.header, head=standing.head)
    # Never a number twice, not even after a restored backup: a cursor must not pass what is not held (P4).
    position = max(standing.newest + 1, now_ms)
    receipt = make_receipt(envelope, position, now_ms)
    row = {"position": position, "digest": envelope.id, "body": envelope.body, "receipt": receipt}
    chain = {
        "sender": envelope.header.device,
        "audience": envelope.header.audience,
        "sequence": envelope.header.sequence,
    }
    connection.execute(_KEEP, {"received_at_ms": now_ms, **row, **chain})
    _move_head(connection, envelope, is_first=standing.head == GENESIS)
    announce(connection, envelope.header.audience)
    return Kept(receipt, is_new=True)


def read_page(connection: Connection, audience: str, *, after: int, limit: int, max_bytes: int) -> Page:
    """Hand out in order; a page always makes progress, and is cut where it would get too heavy."""
    head = newest_position(connection, audience)
    items = _read_after(connection, envelopes.c.audience == audience, after, limit=limit, max_bytes=max_bytes)
    return Page(items, head)


def read_sent(connection: Connection, sender: str, *, after: int, limit: int, max_bytes: int) -> Page:
    """Hand out what a sender itself has posted, in the same way; the head is the page's own end."""
    items = _read_after(connection, envelopes.c.sender == sender, after, limit=limit, max_bytes=max_bytes)
    return Page(items, items[-1][0] if items else after)


def _read_after(
    connection: Connection, mine: ColumnElement[bool], after: int, *, limit: int, max_bytes: int
) -> tuple[tuple[int, bytes], ...]:
    # Sizes first: PostgreSQL hands over everything that was asked for at once, and that could be gigabytes.
    is_there = mine & (envelopes.c.position > after) & (func.length(envelopes.c.body) > 0)
    sizes = connection.execute(
        select(envelopes.c.position, func.length(envelopes.c.body))
        .where(is_there)
        .order_by(envelopes.c.position)
        .limit(limit)
    )
    last, weight = after, 0
    for position, size in sizes.all():
        weight += size
        if last > after and weight > max_bytes:
            break
        last = position
    bodies = select(envelopes.c.position, envelopes.c.body).where(is_there, envelopes.c.position <= last)
    rows = connection.execute(bodies.order_by(envelopes.c.position)) if last > after else ()
    return tuple((position, body) for position, body in rows)


def newest_position(connection: Connection, audience: str) -> int:
    """Give the last position there is for a reader, 0 when there is none."""
    query = select(func.max(envelopes.c.position)).where(envelopes.c.audience == audience)
    return connection.execute(query).scalar_one() or 0


def _look_up(connection: Connection, envelope: SealedEnvelope) -> _Standing:
    header = envelope.header
    asked = {"of_digest": envelope.id, "of_sender": header.device, "of_audience": header.audience}
    row = connection.execute(_STANDING, asked).one()
    head = GENESIS if row.sequence is None else ChainLink(row.sequence, row.digest)
    return _Standing(row.receipt, head, row.newest or 0)


def _move_head(connection: Connection, envelope: SealedEnvelope, *, is_first: bool) -> None:
    end = {"sequence": envelope.link.sequence, "digest": envelope.link.digest}
    header = envelope.header
    if is_first:
        connection.execute(_BEGIN_CHAIN, {"sender": header.device, "audience": header.audience, **end})
    else:
        connection.execute(_EXTEND_CHAIN, {"of_sender": header.device, "of_audience": header.audience, **end})
