"""What the city has sent and does not remember: its database came from a backup, and the relay still knows.

Every link is read back with the city's own signature on it, so a relay can keep one from
us but never make one up. The chains then go on where devices saw them last. What the lost
rounds decided is decided again from the same uplink, and every device that had heard of
them is told everything anew, once the rest of the uplink is read.
"""

import logging
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, delete, func, insert, select

from server_stub.database import Database
from server_stub.errors import ServerError
from server_stub.platform.alarms import raise_alarm
from server_stub.platform.chains import write_link
from server_stub.platform.exchange_tables import outgoing
from server_stub.platform.orders import Order, OrderKind, keep_order
from server_stub.platform.trust_tables import checkpoints
from sync.checkpoint import NO_CHECKPOINT
from sync.envelope.chain import chain_name
from sync.envelope.verifying import VerifiedEnvelope, authenticate_envelope
from sync.keys.identity import DeviceIdentity
from sync.keys.registry_document import RegistryDocument
from sync.merge.revision import MAX_AHEAD_MS
from sync.receipt import DeliveryReceipt, verify_receipt
from sync.relay_client import RelayClient

logger = logging.getLogger(__name__)


class CityRestoredError(ServerError):
    """The database came from a backup: what the office did by hand since then is not in it any more."""

    code = "city-restored"


@dataclass(frozen=True, slots=True)
class LookingBack:
    """Compares what one identity of the city has sent with what it remembers."""

    database: Database
    identity: DeviceIdentity
    registry: RegistryDocument
    now_ms: int

    def recall(self, relay: RelayClient) -> int:
        """Take back what the relay holds beyond our memory; give how many links that were.

        `relay` asks as this identity.

        Raises:
            SyncError: the relay cannot be reached, or hands out what is not ours; what was read is kept.

        """
        after, recalled = self._remembered(), 0
        while True:
            page = relay.fetch_sent(after=after)
            if not page.items:
                return recalled
            verified = [authenticate_envelope(item.body, self.registry) for item in page.items]
            with self.database.write() as connection:
                recalled += self._take_back(connection, verified, recalled=recalled)
            after = page.items[-1].position

    def _remembered(self) -> int:
        """Give a position at the relay up to which we have forgotten nothing."""
        is_ours = outgoing.c.sender == self.identity.device_id
        newest = (
            select(outgoing.c.receipt)
            .where(is_ours, outgoing.c.receipt.is_not(None))
            .order_by(outgoing.c.number.desc())
            .limit(1)
        )
        with self.database.read() as connection:
            receipt = connection.execute(newest).scalar_one_or_none()
        return 0 if receipt is None else self._read_receipt(bytes(receipt)).position

    def _read_receipt(self, receipt: bytes) -> DeliveryReceipt:
        return verify_receipt(receipt, relay=self.registry.relay)

    def _take_back(self, connection: Connection, sent: Iterable[VerifiedEnvelope], *, recalled: int) -> int:
        since: dict[str, int] = {}
        lost: dict[str, int] = {}
        newest = 0
        for one in sent:
            known = select(outgoing.c.number).where(outgoing.c.digest == one.id)
            if one.sender.id != self.identity.device_id or connection.execute(known).one_or_none():
                continue
            audience = one.header.audience
            moment = min(one.header.time_ms, self._let_go(connection, one))
            since[audience] = min(since.get(audience, moment), moment)
            lost[audience] = lost.get(audience, 0) + 1
            newest = max(newest, one.header.time_ms)
            self._keep(connection, one)
        count = sum(lost.values())
        # No forgotten revision is later; a second restore recalls more than the first.
        later = newest + MAX_AHEAD_MS + recalled + count
        for audience, moment in since.items():
            for order in (
                Order(OrderKind.RESTATE, audience, at_sequence=later),
                Order(OrderKind.TELL_ANEW, audience, at_sequence=moment),
            ):
                keep_order(connection, order, now_ms=self.now_ms)
            subject = f"{audience} {lost[audience]} {moment}"
            raise_alarm(connection, CityRestoredError.code, subject=subject, now_ms=self.now_ms)
        if lost:
            logger.warning("%s links recalled from the relay", count)
            _skip_checkpoints(connection, max(lost.values()))
        return count

    def _let_go(self, connection: Connection, one: VerifiedEnvelope) -> int:
        """Remove what we sealed in this place or after it and nobody has got; give its oldest moment."""
        is_chain = (outgoing.c.sender == one.sender.id) & (outgoing.c.audience == one.header.audience)
        of_another_past = is_chain & (outgoing.c.sequence >= one.header.sequence)
        query = select(func.min(outgoing.c.sealed_at_ms)).where(of_another_past)
        oldest = connection.execute(query).scalar_one()
        connection.execute(delete(outgoing).where(of_another_past))
        return one.header.time_ms if oldest is None else int(oldest)

    def _keep(self, connection: Connection, one: VerifiedEnvelope) -> None:
        """Keep a link of ours; it is posted again and gets the receipt it had."""
        row = {"digest": one.id, "body": one.body, "sealed_at_ms": one.header.time_ms}
        place = {"sender": one.sender.id, "audience": one.header.audience, "sequence": one.header.sequence}
        connection.execute(insert(outgoing).values(**row, **place))
        write_link(connection, chain_name(one.sender.id, one.header.audience), one.envelope.link)


def _skip_checkpoints(connection: Connection, lost: int) -> None:
    """Leave out the numbers of checkpoints we may have signed and forgotten: a number is given once.

    Each took a link of every member's chain, so there were no more of them than links lost.
    """
    newest = select(checkpoints.c.number, checkpoints.c.time_ms).order_by(checkpoints.c.number.desc())
    row = connection.execute(newest.limit(1)).one_or_none()
    number, time_ms = (0, 0) if row is None else (row.number, row.time_ms)
    skipped = {"number": number + lost + 1, "digest": NO_CHECKPOINT, "time_ms": time_ms}
    connection.execute(insert(checkpoints).values(**skipped))
