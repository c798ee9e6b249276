"""Sealed bytes the city lets go: what its reader has, and what it has carried out, after `keep_days`.

A published list goes sealed to every device, thousands of copies of one content; an attachment
lies beside its envelope a second time. The rows stay, with digest and place in the chain, so a
fork or a repeat is told as before. The bytes stay for as long as a backup may be old: a relay
that comes back from one gets again what it has lost (P2).
"""

from collections.abc import Sequence
from itertools import takewhile
from typing import Final

from sqlalchemy import Connection, Row, bindparam, func, select, update

from server_stub.platform.chains import read_link, write_link
from server_stub.platform.exchange_tables import (
    RECEIVED_WITH_BYTES,
    SENT_WITH_BYTES,
    chains,
    inbox,
    outgoing,
)
from sync.envelope.header import ChainLink

_READ: Final = "read/"
_AT_ONCE: Final = 200
_END: Final = select(outgoing.c.sender, outgoing.c.audience, outgoing.c.sequence).where(
    outgoing.c.digest == bindparam("of_digest")
)
# The oldest first, so that the first one that is too young ends the look at a chain.
_OLDEST: Final = (
    select(outgoing.c.number, outgoing.c.sealed_at_ms)
    .where(
        outgoing.c.sender == bindparam("of_sender"),
        outgoing.c.audience == bindparam("of_audience"),
        outgoing.c.sequence < bindparam("before"),
        SENT_WITH_BYTES,
    )
    .order_by(outgoing.c.sequence)
    .limit(_AT_ONCE)
)
_LATER: Final = inbox.alias("later")
_DONE: Final = select(inbox.c.digest).where(
    RECEIVED_WITH_BYTES,
    inbox.c.received_at_ms < bindparam("before_ms"),
    inbox.c.position
    < select(func.max(_LATER.c.position)).where(_LATER.c.sender == inbox.c.sender).scalar_subquery(),
)


def note_read(connection: Connection, device: str, link: ChainLink) -> None:
    """Remember how far a device has read our chain; its header said so, and our own link agrees."""
    write_link(connection, f"{_READ}{device}", link)


def last_read(connection: Connection, device: str) -> ChainLink:
    """Give the link of ours a device has said it has read last; the beginning where it has said nothing."""
    return read_link(connection, f"{_READ}{device}")


def let_bytes_go(connection: Connection, *, before_ms: int) -> int:
    """Empty what is older than a moment and nobody needs; say how many envelopes that were.

    It costs one look for each device and what there is to let go: nothing that went before is read again.
    """
    read = select(chains.c.digest).where(chains.c.name.startswith(_READ, autoescape=True))
    links = connection.execute(read).scalars().all()
    sent = sum(_let_sent_go(connection, bytes(digest).hex(), before_ms=before_ms) for digest in links)
    return sent + _let_received_go(connection, before_ms=before_ms)


def _let_sent_go(connection: Connection, digest: str, *, before_ms: int) -> int:
    """Empty the links before the one a device has read last; that one stays as the end to go on from."""
    end = connection.execute(_END, {"of_digest": digest}).one_or_none()
    gone = 0
    while end is not None and (going := _due(connection, end, before_ms=before_ms)):
        connection.execute(update(outgoing).where(outgoing.c.number.in_(going)).values(body=b""))
        gone += len(going)
    return gone


def _due(connection: Connection, end: Row[str, str, int], *, before_ms: int) -> Sequence[int]:
    """Give the oldest links of a chain that still have bytes and need none, some at a time."""
    chain = {"of_sender": end.sender, "of_audience": end.audience, "before": end.sequence}
    rows = connection.execute(_OLDEST, chain).all()
    return [row.number for row in takewhile(lambda one: one.sealed_at_ms < before_ms, rows)]


def _let_received_go(connection: Connection, *, before_ms: int) -> int:
    """Empty what was applied; the newest of each sender says which keys it knows (`former_keys`)."""
    going = connection.execute(_DONE, {"before_ms": before_ms}).scalars().all()
    for start in range(0, len(going), _AT_ONCE):
        some = inbox.c.digest.in_(going[start : start + _AT_ONCE])
        connection.execute(update(inbox).where(some).values(body=b""))
    return len(going)
