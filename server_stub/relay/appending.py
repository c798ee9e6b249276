"""Many envelopes at the end of their chains at once: asked about, numbered and kept in a few statements.

What comes of each is what `mailbox.append` would have made of it, one after the other: an
envelope may follow one of the same group, and one that is refused stands in nobody's way.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Connection, func, select

from server_stub.announcements import announce
from server_stub.bound_rows import run_with_rows
from server_stub.relay.mailbox import Kept, ReceiptMaker, append
from server_stub.relay.tables import envelopes
from sync.envelope.chain import check_successor
from sync.envelope.header import GENESIS, ChainLink, SealedEnvelope
from sync.errors import SyncError

_NEWEST: Final = select(func.max(envelopes.c.position))
_KNOWN: Final = "SELECT digest, receipt FROM relay_envelopes WHERE digest IN (VALUES {rows})"
# Joined, not `(sender, audience) IN (VALUES ...)`: for pairs SQLite looks through the whole table instead of
# its index, and CROSS tells it which of the two to begin with (SQLite, "Manual Control Of Query Plans").
_ENDS: Final = (
    "SELECT sender, audience, sequence, digest FROM (VALUES {rows}) AS asked CROSS JOIN relay_chain_heads"
    " WHERE sender = asked.column1 AND audience = asked.column2"
)
_KEEP: Final = (
    "INSERT INTO relay_envelopes"
    " (position, digest, sender, audience, sequence, body, receipt, received_at_ms) VALUES {rows}"
)
_MOVE: Final = (
    "INSERT INTO relay_chain_heads (sender, audience, sequence, digest) VALUES {rows}"
    " ON CONFLICT (sender, audience) DO UPDATE SET sequence = excluded.sequence, digest = excluded.digest"
)

Chain = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Log:
    """The ends of the chains concerned, as they are after each envelope, and what is to be written."""

    newest: list[int]
    receipts: dict[str, bytes]
    heads: dict[Chain, ChainLink]
    kept: list[tuple[Any, ...]] = field(default_factory=list)  # rows, in the order of the columns
    audiences: set[str] = field(default_factory=set)
    extended: dict[Chain, ChainLink] = field(default_factory=dict)

    def take(self, envelope: SealedEnvelope, *, now_ms: int, make_receipt: ReceiptMaker) -> Kept:
        known = self.receipts.get(envelope.id)
        if known is not None:
            return Kept(known, is_new=False)
        link_of = _chain_of(envelope)
        check_successor(envelope.header, head=self.heads.get(link_of, GENESIS))
        # As in `append`: never a number twice, not even after a restored backup (P4).
        position = self.newest[0] = max(self.newest[0] + 1, now_ms)
        receipt = self.receipts[envelope.id] = make_receipt(envelope, position, now_ms)
        self.heads[link_of] = self.extended[link_of] = envelope.link
        sender, audience = link_of
        sequence = envelope.header.sequence
        self.kept.append((position, envelope.id, sender, audience, sequence, envelope.body, receipt, now_ms))
        self.audiences.add(audience)
        return Kept(receipt, is_new=True)

    def write(self, connection: Connection) -> None:
        if not self.kept:
            return
        ends = [(*link_of, end.sequence, end.digest) for link_of, end in self.extended.items()]
        run_with_rows(connection, _KEEP, self.kept, width=8)
        run_with_rows(connection, _MOVE, ends, width=4)


def append_together(
    connection: Connection,
    posts: Sequence[Sequence[SealedEnvelope]],
    *,
    now_ms: int,
    make_receipt: ReceiptMaker,
) -> list[list[Kept | SyncError]]:
    """Keep verified envelopes in this order; say for each its receipt, or why its chain refuses it.

    What was posted together is kept up to the first that is refused: its word is the last of that post.
    """
    arrived = [envelope for post in posts for envelope in post]
    if not arrived:
        return [[] for _ in posts]
    if len(arrived) == 1:
        alone = [_append_alone(connection, arrived[0], now_ms=now_ms, make_receipt=make_receipt)]
        return [alone if post else [] for post in posts]
    log = _read_log(connection, arrived)
    came_of = [list(_take_post(log, post, now_ms=now_ms, make_receipt=make_receipt)) for post in posts]
    log.write(connection)
    for audience in log.audiences:
        announce(connection, audience)
    return came_of


def _take_post(
    log: _Log, post: Sequence[SealedEnvelope], *, now_ms: int, make_receipt: ReceiptMaker
) -> Iterator[Kept | SyncError]:
    for envelope in post:
        try:
            yield log.take(envelope, now_ms=now_ms, make_receipt=make_receipt)
        except SyncError as refusal:
            yield refusal
            return


def _append_alone(
    connection: Connection, envelope: SealedEnvelope, *, now_ms: int, make_receipt: ReceiptMaker
) -> Kept | SyncError:
    try:
        return append(connection, envelope, now_ms=now_ms, make_receipt=make_receipt)
    except SyncError as refusal:
        return refusal


def _read_log(connection: Connection, arrived: Sequence[SealedEnvelope]) -> _Log:
    chains = list({_chain_of(one) for one in arrived})
    known = run_with_rows(connection, _KNOWN, [(one.id,) for one in arrived], width=1).all()
    heads = run_with_rows(connection, _ENDS, chains, width=2).all()
    newest = connection.execute(_NEWEST).scalar_one() or 0
    return _Log(
        newest=[int(newest)],
        receipts={digest: bytes(receipt) for digest, receipt in known},
        heads={(sender, audience): ChainLink(number, bytes(end)) for sender, audience, number, end in heads},
    )


def _chain_of(envelope: SealedEnvelope) -> Chain:
    return envelope.header.device, envelope.header.audience
