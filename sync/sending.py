"""The way up, second half: send what was sealed, as it was kept, and believe only a signed receipt.

A retry sends the very bytes of the first time (P2). A relay that was restored from a backup
asks for links it has lost and gets them again, as long as this device has their bytes.
"""

from collections.abc import Callable, Iterator
from functools import partial

from store.connection import Store
from store.outbox import count_unsent
from store.sealed import SealedEnvelopeRow, mark_delivered, read_sealed, unsent_places
from store.transaction import transaction
from sync.adaptive_size import AdaptiveSize
from sync.envelope.encoding import parse_envelope
from sync.errors import EnvelopeGapError, Retry, ServerRefusedError, SyncError
from sync.ports import Clock
from sync.receipt import check_receipt_for, verify_receipt
from sync.relay_client import RelayClient
from sync.replica import Membership, Replica


class LinkLetGoError(ServerRefusedError):
    """The relay asks for a link of our chain whose bytes were let go here: its backup is too old."""

    code = "envelope-let-go"

    @property
    def shown_code(self) -> str:
        return self.code


def send_unsent(
    replica: Replica,
    member: Membership,
    *,
    relay: RelayClient,
    size: AdaptiveSize,
    clock: Clock,
    delivered: Callable[[int], None],
) -> None:
    """Send every kept envelope without a receipt, in order, telling how many items each delivered.

    Raises:
        SyncError: the first that could not be delivered; it and those after it stay kept.

    """
    for row in unsent_rows(replica):
        began = clock.monotonic_s()
        try:
            receipt = _post_or_repeat(replica, member, row, relay=relay)
        except SyncError as error:
            if error.retry is Retry.LATER:
                size.failed()
            raise
        size.arrived(clock.monotonic_s() - began)
        delivered(replica.run(_note_delivery(row.id, receipt=receipt, at_ms=clock.now_ms())))


def unsent_rows(replica: Replica) -> Iterator[SealedEnvelopeRow]:
    """Read the kept envelopes without a receipt one after the other: they may be all photos of a month."""
    for chain, sequence in replica.run(unsent_places):
        row = replica.run(partial(read_sealed, chain=chain, sequence=sequence))
        if row is not None and not row.is_let_go:
            yield row


def _post_or_repeat(
    replica: Replica, member: Membership, row: SealedEnvelopeRow, *, relay: RelayClient
) -> bytes:
    try:
        return _post(row, member, relay=relay)
    except ServerRefusedError as refusal:
        _send_lost_again(replica, member, refusal, relay=relay, until=row.sequence)
    return _post(row, member, relay=relay)


def _post(row: SealedEnvelopeRow, member: Membership, *, relay: RelayClient) -> bytes:
    receipt = relay.post_envelope(row.body)
    spoken = verify_receipt(receipt, relay=member.trusted().relay)
    check_receipt_for(spoken, envelope_id=row.id, header=parse_envelope(row.body).header)
    return receipt


def _send_lost_again(
    replica: Replica, member: Membership, refusal: ServerRefusedError, *, relay: RelayClient, until: int
) -> None:
    """Give a relay that was restored from a backup the links it has lost, as they were (P2).

    Raises:
        LinkLetGoError: it wants a link that is ours, and the bytes are here no more.
        ServerRefusedError: the refusal itself, where it is not about links we have.

    """
    want = refusal.details.get("want")
    if refusal.problem_code != EnvelopeGapError.code or not isinstance(want, int) or not 0 < want < until:
        raise refusal
    for sequence in range(want, until):
        row = replica.run(partial(read_sealed, chain=member.uplink, sequence=sequence))
        if row is None:
            raise refusal
        if row.is_let_go:
            raise LinkLetGoError(
                status=refusal.status, problem_code=refusal.problem_code, details=refusal.details
            ) from refusal
        _post(row, member, relay=relay)


def _note_delivery(envelope_id: str, *, receipt: bytes, at_ms: int) -> Callable[[Store], int]:
    def operation(replica: Store) -> int:
        with transaction(replica):
            before = count_unsent(replica)
            mark_delivered(replica, envelope_id, receipt=receipt, at_ms=at_ms)
            return before - count_unsent(replica)

    return operation
