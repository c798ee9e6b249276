"""Many envelopes at the end of their chains at once: asked about, numbered and kept in a few statements.

What comes of each is what `mailbox.append` would have made of it, one after the other: an
envelope may follow one of the same group, and one that is refused stands in nobody's way.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from sqlalchemy import Connection, bindparam, func, insert, select, tuple_

from server_stub.announcements import announce
from server_stub.keeping import keep_last
from server_stub.relay.mailbox import Kept, ReceiptMaker, append
from server_stub.relay.tables import chain_heads, envelopes
from sync.envelope.chain import check_successor
from sync.envelope.header import GENESIS, ChainLink, SealedEnvelope
from sync.errors import SyncError

_NEWEST: Final = select(func.max(envelopes.c.position))
_KNOWN: Final = select(envelopes.c.digest, envelopes.c.receipt).where(
    envelopes.c.digest.in_(bindparam("digests", expanding=True))
)
_HEADS: Final = select(chain_heads).where(
    tuple_(chain_heads.c.sender, chain_heads.c.audience).in_(bindparam("chains", expanding=True))
)
_KEEP: Final = insert(envelopes)

Chain = tuple[str, str]


@dataclass(frozen=True, slots=True)
class _Log:
    """The ends of the chains concerned, as they are after each envelope, and what is to be written."""

    newest: list[int]
    receipts: dict[str, bytes]
    heads: dict[Chain, ChainLink]
    rows: list[dict[str, Any]] = field(default_factory=list)
    extended: dict[Chain, ChainLink] = field(default_factory=dict)

    def take(self, envelope: SealedEnvelope, *, now_ms: int, make_receipt: ReceiptMaker) -> Kept:
        known = self.receipts.get(envelope.id)
        if known is not None:
            return Kept(known, is_new=False)
        chain = _chain_of(envelope)
        check_successor(envelope.header, head=self.heads.get(chain, GENESIS))
        # As in `append`: never a number twice, not even after a restored backup (P4).
        position = self.newest[0] = max(self.newest[0] + 1, now_ms)
        receipt = self.receipts[envelope.id] = make_receipt(envelope, position, now_ms)
        self.heads[chain] = self.extended[chain] = envelope.link
        sender, audience = chain
        self.rows.append(
            {
                "position": position,
                "digest": envelope.id,
                "sender": sender,
                "audience": audience,
                "sequence": envelope.header.sequence,
                "body": envelope.body,
                "receipt": receipt,
                "received_at_ms": now_ms,
            }
        )
        return Kept(receipt, is_new=True)

    def write(self, connection: Connection) -> None:
        if self.rows:
            connection.execute(_KEEP, self.rows)
            ends = [
                {"sender": sender, "audience": audience, "sequence": end.sequence, "digest": end.digest}
                for (sender, audience), end in self.extended.items()
            ]
            keep_last(connection, chain_heads, ends)


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
    if len(arrived) == 1:
        alone = [_append_alone(connection, arrived[0], now_ms=now_ms, make_receipt=make_receipt)]
        return [alone if post else [] for post in posts]
    log = _read_log(connection, arrived)
    came_of = [list(_take_post(log, post, now_ms=now_ms, make_receipt=make_receipt)) for post in posts]
    log.write(connection)
    for audience in {row["audience"] for row in log.rows}:
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


def _read_log(connection: Connection, arrived: Iterable[SealedEnvelope]) -> _Log:
    digests = {"digests": [one.id for one in arrived]}
    chains = {"chains": list({_chain_of(one) for one in arrived})}
    known = connection.execute(_KNOWN, digests).all()
    heads = connection.execute(_HEADS, chains).all()
    newest = connection.execute(_NEWEST).scalar_one() or 0
    return _Log(
        newest=[int(newest)],
        receipts={row.digest: bytes(row.receipt) for row in known},
        heads={(row.sender, row.audience): ChainLink(row.sequence, bytes(row.digest)) for row in heads},
    )


def _chain_of(envelope: SealedEnvelope) -> Chain:
    return envelope.header.device, envelope.header.audience
