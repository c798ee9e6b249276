"""Envelopes on their way out: sealed once, kept before the first send, sent as they were kept (P2).

A retry must not reuse an envelope's number with new bytes, so the bytes, the items
inside and the head of the chain are one commit; only then may anything be sent. The
bytes go once nobody can ask for them (`let_bodies_go`); the row stays for ever.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from store.chains import ChainHead, write_head
from store.connection import Store
from store.errors import StoreInvariantError
from store.outbox import DeliveryState, mark_envelope
from store.transaction import transaction

UPLINK_CHAIN: Final = "uplink"


@dataclass(frozen=True, slots=True)
class SealedEnvelopeRow:
    """The bytes of one envelope and its place in the chain; no bytes: they were let go."""

    id: str
    sequence: int
    digest: bytes
    body: bytes
    sealed_at_ms: int

    @property
    def is_let_go(self) -> bool:
        return not self.body


_KEEP: Final = """
    INSERT INTO sealed_envelopes (id, sequence, digest, body, sealed_at_ms, chain) VALUES (?, ?, ?, ?, ?, ?)
"""
# One statement for ten thousand. The plus keeps SQLite from walking through all that is queued instead.
_TAKE_ITEMS: Final = """
    UPDATE outbox SET envelope_id = ?, state = 'sealed', code = NULL
    WHERE id IN (SELECT value FROM json_each(?)) AND +state = 'queued' AND envelope_id IS NULL
"""
_UNSENT: Final = """
    SELECT id, sequence, digest, body, sealed_at_ms FROM sealed_envelopes
    WHERE delivered_at_ms IS NULL ORDER BY chain, sequence
"""
_UNSENT_PLACES: Final = """
    SELECT chain, sequence FROM sealed_envelopes WHERE delivered_at_ms IS NULL ORDER BY chain, sequence
"""
_UNSENT_BYTES: Final = """
    SELECT coalesce(sum(length(body)), 0) FROM sealed_envelopes WHERE delivered_at_ms IS NULL
"""
_READ: Final = """
    SELECT id, sequence, digest, body, sealed_at_ms FROM sealed_envelopes WHERE chain = ? AND sequence = ?
"""
_DIGEST: Final = "SELECT digest FROM sealed_envelopes WHERE chain = ? AND sequence = ?"
_DELIVERED: Final = """
    UPDATE sealed_envelopes SET receipt = ?, delivered_at_ms = ? WHERE id = ? AND delivered_at_ms IS NULL
"""
_SEND_AGAIN: Final = """
    UPDATE sealed_envelopes SET receipt = NULL, delivered_at_ms = NULL
    WHERE chain = ? AND sequence > ? AND length(body) > 0
"""
_SPENT: Final = """
    SELECT id, receipt, max(
        coalesce((
            SELECT max(at_ms) FROM outbox JOIN outbox_state_times AS word ON item_id = outbox.id
            WHERE envelope_id = envelope.id AND word.state IN ('applied', 'returned')), 0),
        coalesce((
            SELECT max(judged_at_ms) FROM attachment_pieces AS piece
            JOIN attachments ON attachments.submission_id = piece.submission_id
                            AND attachments.name = piece.name
            WHERE piece.envelope_id = envelope.id), 0))
    FROM spent_envelopes AS envelope ORDER BY chain, sequence
"""
_LET_GO: Final = "UPDATE sealed_envelopes SET body = x'' WHERE id = ?"
_EXISTS: Final = "SELECT 1 FROM sealed_envelopes WHERE id = ?"
_RECEIPT: Final = "SELECT receipt FROM sealed_envelopes WHERE id = ?"


def keep_sealed(
    store: Store,
    envelope: SealedEnvelopeRow,
    *,
    item_ids: Sequence[str],
    head: ChainHead,
    chain: str = UPLINK_CHAIN,
) -> None:
    """Keep the sealed bytes, move the items into them and the chain on to them, in one commit.

    Raises:
        StoreInvariantError: an item is not waiting any more, or the chain does not end at this envelope.

    """
    if (head.sequence, head.digest) != (envelope.sequence, envelope.digest):
        raise StoreInvariantError(reason="head-is-another-envelope", id=envelope.id)
    row = (envelope.id, envelope.sequence, envelope.digest, envelope.body, envelope.sealed_at_ms)
    with transaction(store):
        store.execute(_KEEP, (*row, chain))
        write_head(store, chain, head)
        if store.execute(_TAKE_ITEMS, (envelope.id, json.dumps(list(item_ids)))) != len(item_ids):
            raise StoreInvariantError(reason="item-not-waiting", id=envelope.id)
        mark_envelope(store, envelope.id, DeliveryState.SEALED, at_ms=envelope.sealed_at_ms)


def unsent_envelopes(store: Store) -> tuple[SealedEnvelopeRow, ...]:
    """Give the envelopes without a receipt, in the order of their chain."""
    return tuple(SealedEnvelopeRow(*row) for row in store.rows(_UNSENT))


def unsent_places(store: Store) -> tuple[tuple[str, int], ...]:
    """Give chain and number of the envelopes without a receipt, in order: many of them may be photos."""
    return tuple((chain, sequence) for chain, sequence in store.rows(_UNSENT_PLACES))


def unsent_bytes(store: Store) -> int:
    """Say how large the envelopes without a receipt are together."""
    [(size,)] = store.rows(_UNSENT_BYTES)
    return int(size)


def read_sealed(store: Store, chain: str, sequence: int) -> SealedEnvelopeRow | None:
    """Find one link of a chain of ours, delivered or not; its bytes may have been let go."""
    row = store.row(_READ, (chain, sequence))
    return None if row is None else SealedEnvelopeRow(*row)


def read_sealed_digest(store: Store, chain: str, sequence: int) -> bytes | None:
    """Give the digest of one link of a chain of ours, without reading its body."""
    row = store.row(_DIGEST, (chain, sequence))
    return None if row is None else bytes(row[0])


def mark_delivered(store: Store, envelope_id: str, *, receipt: bytes, at_ms: int) -> None:
    """Keep the server's signed word for an envelope, and move its items on; the first word counts.

    Raises:
        StoreInvariantError: this device never sealed such an envelope.

    """
    with transaction(store):
        if store.row(_EXISTS, (envelope_id,)) is None:
            raise StoreInvariantError(reason="envelope-unknown", id=envelope_id)
        store.execute(_DELIVERED, (receipt, at_ms, envelope_id))
        mark_envelope(store, envelope_id, DeliveryState.DELIVERED, at_ms=at_ms)


def send_again(store: Store, chain: str, *, after: int) -> int:
    """Hold the receipts of a chain's later links for nothing: the same bytes go out again; say how many.

    The items stay delivered: an item never moves backwards. A link whose bytes were let go stays as it is.
    """
    return store.execute(_SEND_AGAIN, (chain, after))


@dataclass(frozen=True, slots=True)
class SpentEnvelope:
    """One the city has carried out, with the relay's word for it and the moment of the city's last one."""

    id: str
    receipt: bytes
    judged_at_ms: int  # by the city's clock; 0 where nothing it held is known here any more


def spent_envelopes(store: Store) -> Iterator[SpentEnvelope]:
    """Give what the city has carried out and is no end of a chain, oldest first."""
    return (SpentEnvelope(row[0], bytes(row[1]), int(row[2])) for row in store.each(_SPENT))


def let_bodies_go(store: Store, envelope_ids: Sequence[str]) -> None:
    """Empty envelopes that are spent; a receipt and a place in the chain is what stays of each.

    Raises:
        StoreInvariantError: one of them is not spent; none was emptied.

    """
    with transaction(store):
        store.execute_many(_LET_GO, [(envelope_id,) for envelope_id in envelope_ids])


def read_receipt(store: Store, envelope_id: str) -> bytes | None:
    row = store.row(_RECEIPT, (envelope_id,))
    return None if row is None else row[0]
