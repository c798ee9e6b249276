"""The append log: one envelope once, in the order of its chain, handed out after a cursor.

A chain belongs to one sender and one audience. Its next envelope has the next
number and names the digest of the one before; anything else is a gap (something
is missing, the sender is told what is wanted) or a fork (two envelopes for one
place: a cloned or restored device). The same bytes again are no news: the
receipt kept with the first arrival is the answer, byte for byte.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, func, insert, select, update

from server_stub.relay.tables import chain_heads, envelopes
from sync.errors import EnvelopeForkError, EnvelopeGapError

FIRST_SEQUENCE: Final = 1


@dataclass(frozen=True, slots=True)
class Arrival:
    """A verified envelope at the counter: everything the log needs, nothing it could read."""

    digest: str  # of the whole envelope, lower-case hex: the envelope's id
    sender: str
    audience: str
    sequence: int
    previous: bytes
    body: bytes
    received_at_ms: int


@dataclass(frozen=True, slots=True)
class Kept:
    """The receipt of an envelope and whether this arrival was the first."""

    receipt: bytes
    position: int
    is_new: bool


@dataclass(frozen=True, slots=True)
class Page:
    """Envelopes after a cursor, and the position of the newest one there is for this reader."""

    items: tuple[tuple[int, bytes], ...]
    head: int


ReceiptSigner = Callable[[Arrival, int], bytes]


def append(
    connection: Connection, arrival: Arrival, *, sign_receipt: ReceiptSigner, first_previous: bytes
) -> Kept:
    """Keep an envelope at the end of its chain; the caller commits before it answers.

    Raises:
        EnvelopeForkError: its place is taken by other bytes, or it continues another history.
        EnvelopeGapError: envelopes before it have not arrived.

    """
    known = _find(connection, arrival.digest)
    if known is not None:
        return known
    _check_place(connection, arrival, first_previous=first_previous)
    position = _insert(connection, arrival)
    receipt = sign_receipt(arrival, position)
    connection.execute(update(envelopes).where(envelopes.c.position == position).values(receipt=receipt))
    _move_head(connection, arrival)
    return Kept(receipt, position, is_new=True)


def read_page(connection: Connection, audience: str, *, after: int, limit: int, max_bytes: int) -> Page:
    """Hand out in order; a page always makes progress, and is cut where it would get too heavy."""
    mine = envelopes.c.audience == audience
    head = connection.execute(select(func.max(envelopes.c.position)).where(mine)).scalar_one() or 0
    rows = connection.execution_options(yield_per=8).execute(
        select(envelopes.c.position, envelopes.c.body)
        .where(mine, envelopes.c.position > after)
        .order_by(envelopes.c.position)
        .limit(limit)
    )
    items: list[tuple[int, bytes]] = []
    weight = 0
    for position, body in rows:
        weight += len(body)
        if items and weight > max_bytes:
            break
        items.append((position, body))
    rows.close()
    return Page(tuple(items), head)


def _find(connection: Connection, digest: str) -> Kept | None:
    query = select(envelopes.c.receipt, envelopes.c.position).where(envelopes.c.digest == digest)
    row = connection.execute(query).one_or_none()
    return None if row is None else Kept(row.receipt, row.position, is_new=False)


def _check_place(connection: Connection, arrival: Arrival, *, first_previous: bytes) -> None:
    head = connection.execute(
        select(chain_heads.c.sequence, chain_heads.c.digest).where(
            chain_heads.c.sender == arrival.sender, chain_heads.c.audience == arrival.audience
        )
    ).one_or_none()
    wanted = FIRST_SEQUENCE if head is None else head.sequence + 1
    previous = first_previous if head is None else head.digest
    if arrival.sequence > wanted:
        raise EnvelopeGapError(want=wanted)
    if arrival.sequence < wanted or arrival.previous != previous:
        raise EnvelopeForkError(sender=arrival.sender, sequence=str(arrival.sequence), want=str(wanted))


def _insert(connection: Connection, arrival: Arrival) -> int:
    result = connection.execute(
        insert(envelopes)
        .values(
            digest=arrival.digest,
            sender=arrival.sender,
            audience=arrival.audience,
            sequence=arrival.sequence,
            body=arrival.body,
            receipt=b"",
            received_at_ms=arrival.received_at_ms,
        )
        .returning(envelopes.c.position)
    )
    return int(result.scalar_one())


def _move_head(connection: Connection, arrival: Arrival) -> None:
    end = {"sequence": arrival.sequence, "digest": bytes.fromhex(arrival.digest)}
    moved = connection.execute(
        update(chain_heads)
        .where(chain_heads.c.sender == arrival.sender, chain_heads.c.audience == arrival.audience)
        .values(**end)
    )
    if moved.rowcount == 0:
        place = {"sender": arrival.sender, "audience": arrival.audience}
        connection.execute(insert(chain_heads).values(**place, **end))
