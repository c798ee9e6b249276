"""The way up, second half: send what was sealed, as it was kept, and believe only a signed receipt.

A retry sends the very bytes of the first time (P2). Small ones that wait go together, as many as
the line bears (`AdaptiveSize`), and each counts by its own receipt; what is refused among them is
asked about alone, so that there is one place where a refusal is understood. A relay that was
restored from a backup asks for links it has lost and gets them again, as long as this device has their bytes.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import partial

from store.connection import Store
from store.outbox import count_unsent
from store.sealed import SealedEnvelopeRow, mark_delivered, read_sealed, unsent_places
from store.transaction import transaction
from sync.adaptive_size import AdaptiveSize
from sync.envelope.encoding import parse_envelope
from sync.errors import EnvelopeGapError, Retry, ServerRefusedError, SyncError
from sync.ports import Clock
from sync.posting import MOST_CONTENT_BYTES, MOST_TOGETHER
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
    for together in _small_together(_unsent_links(replica), size):
        rows = together
        while rows:
            began = clock.monotonic_s()
            try:
                receipts = _post_first(replica, member, rows, relay=relay)
            except SyncError as error:
                if error.retry is Retry.LATER:
                    size.failed()
                raise
            size.arrived(clock.monotonic_s() - began)
            delivered(replica.run(_note_deliveries(rows, receipts=receipts, at_ms=clock.now_ms())))
            rows = rows[len(receipts) :]


def unsent_rows(replica: Replica) -> Iterator[SealedEnvelopeRow]:
    """Read the kept envelopes without a receipt one after the other: they may be all photos of a month."""
    return (row for _, row in _unsent_links(replica))


def _unsent_links(replica: Replica) -> Iterator[tuple[str, SealedEnvelopeRow]]:
    for chain, sequence in replica.run(unsent_places):
        row = replica.run(partial(read_sealed, chain=chain, sequence=sequence))
        if row is not None and not row.is_let_go:
            yield chain, row


def _small_together(
    links: Iterator[tuple[str, SealedEnvelopeRow]], size: AdaptiveSize
) -> Iterator[Sequence[SealedEnvelopeRow]]:
    """Put together what follows in one chain and is no more than goes well over this line now."""
    together: list[SealedEnvelopeRow] = []
    of_chain, weight = "", 0
    for chain, row in links:
        weight += len(row.body)
        fits = len(together) < MOST_TOGETHER and weight <= min(size.now, MOST_CONTENT_BYTES)
        if together and not (fits and chain == of_chain):
            yield together
            together, weight = [], len(row.body)
        together.append(row)
        of_chain = chain
    if together:
        yield together


def _post_first(
    replica: Replica, member: Membership, rows: Sequence[SealedEnvelopeRow], *, relay: RelayClient
) -> Sequence[bytes]:
    """Post several, or one; give the receipts of the first of them, one at least, each verified."""
    if len(rows) > 1:
        with suppress(ServerRefusedError):  # alone, the first one says what it is
            receipts = _believed(rows, relay.post_together([row.body for row in rows]), member)
            if receipts:
                return receipts
    return (_post_or_repeat(replica, member, rows[0], relay=relay),)


def _believed(
    rows: Sequence[SealedEnvelopeRow], receipts: Sequence[bytes], member: Membership
) -> Sequence[bytes]:
    """Give the receipts that are good, up to the first that is not.

    Raises:
        SyncError: the very first is not.

    """
    for place, (row, receipt) in enumerate(zip(rows, receipts, strict=False)):
        try:
            _check(row, receipt, member)
        except SyncError:
            if place == 0:
                raise
            return receipts[:place]
    return receipts


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
    _check(row, receipt, member)
    return receipt


def _check(row: SealedEnvelopeRow, receipt: bytes, member: Membership) -> None:
    spoken = verify_receipt(receipt, relay=member.trusted().relay)
    check_receipt_for(spoken, envelope_id=row.id, header=parse_envelope(row.body).header)


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


def _note_deliveries(
    rows: Sequence[SealedEnvelopeRow], *, receipts: Sequence[bytes], at_ms: int
) -> Callable[[Store], int]:
    def operation(replica: Store) -> int:
        with transaction(replica):
            before = count_unsent(replica)
            for row, receipt in zip(rows, receipts, strict=False):  # the rest has none yet
                mark_delivered(replica, row.id, receipt=receipt, at_ms=at_ms)
            return before - count_unsent(replica)

    return operation
