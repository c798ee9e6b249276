"""Sealed bytes the city lets go: what its reader has, and what it has carried out, after `keep_days`.

A published list goes sealed to every device, thousands of copies of one content; an attachment
lies beside its envelope a second time. The rows stay, with digest and place in the chain, so a
fork or a repeat is told as before. The bytes stay for as long as a backup may be old: a relay
that comes back from one gets again what it has lost (P2).
"""

from sqlalchemy import Connection, func, select, update

from server_stub.platform.chains import read_link, write_link
from server_stub.platform.exchange_tables import chains, inbox, outgoing
from server_stub.platform.inbox import InboxState
from sync.envelope.header import ChainLink

_READ = "read/"


def note_read(connection: Connection, device: str, link: ChainLink) -> None:
    """Remember how far a device has read our chain; its header said so, and our own link agrees."""
    write_link(connection, f"{_READ}{device}", link)


def last_read(connection: Connection, device: str) -> ChainLink:
    """Give the link of ours a device has said it has read last; the beginning where it has said nothing."""
    return read_link(connection, f"{_READ}{device}")


def let_bytes_go(connection: Connection, *, before_ms: int) -> int:
    """Empty what is older than a moment and nobody needs; say how many envelopes that were."""
    read = select(chains.c.digest).where(chains.c.name.startswith(_READ, autoescape=True))
    links = connection.execute(read).scalars().all()
    sent = sum(_let_sent_go(connection, bytes(digest).hex(), before_ms=before_ms) for digest in links)
    return sent + _let_received_go(connection, before_ms=before_ms)


def _let_sent_go(connection: Connection, digest: str, *, before_ms: int) -> int:
    """Empty the links before the one a device has read last; that one stays as the end to go on from."""
    query = select(outgoing.c.sender, outgoing.c.audience, outgoing.c.sequence)
    end = connection.execute(query.where(outgoing.c.digest == digest)).one_or_none()
    if end is None:
        return 0
    is_read = (
        (outgoing.c.sender == end.sender)
        & (outgoing.c.audience == end.audience)
        & (outgoing.c.sequence < end.sequence)
        & outgoing.c.receipt.is_not(None)
        & (outgoing.c.sealed_at_ms < before_ms)
        & (func.length(outgoing.c.body) > 0)
    )
    return connection.execute(update(outgoing).where(is_read).values(body=b"")).rowcount


def _let_received_go(connection: Connection, *, before_ms: int) -> int:
    """Empty what was applied; the newest of each sender says which keys it knows (`former_keys`)."""
    newest = select(func.max(inbox.c.position)).group_by(inbox.c.sender)
    is_done = (
        (inbox.c.state == InboxState.APPLIED)
        & (inbox.c.received_at_ms < before_ms)
        & (func.length(inbox.c.body) > 0)
        & inbox.c.position.not_in(newest)
    )
    return connection.execute(update(inbox).where(is_done).values(body=b"")).rowcount
