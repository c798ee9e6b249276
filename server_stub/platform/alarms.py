"""What somebody at the city has to look at; raised once for each thing, never taken back."""

import logging
from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import Connection, insert, select

from server_stub.platform.exchange_tables import outgoing
from server_stub.platform.letting_go import note_read
from server_stub.platform.trust_tables import alarms
from sync.checkpoint_comparing import compare_acknowledged
from sync.envelope.header import EnvelopeHeader

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class CityAlarm:
    """One alarm; `subject` is made of ids and numbers."""

    code: str
    subject: str
    raised_at_ms: int


def raise_alarm(connection: Connection, code: str, *, subject: str, now_ms: int) -> None:
    """Keep an alarm; the first moment counts, and the same one again is no news."""
    if not has_alarm(connection, code, subject=subject):
        logger.warning("alarm %s: %s", code, subject)
        connection.execute(insert(alarms).values(code=code, subject=subject, raised_at_ms=now_ms))


def has_alarm(connection: Connection, code: str, *, subject: str) -> bool:
    """Say whether this was raised before."""
    is_this = (alarms.c.code == code) & (alarms.c.subject == subject)
    return connection.execute(select(alarms.c.code).where(is_this)).one_or_none() is not None


def list_alarms(connection: Connection) -> tuple[CityAlarm, ...]:
    query = select(alarms.c.code, alarms.c.subject, alarms.c.raised_at_ms).order_by(alarms.c.raised_at_ms)
    return tuple(CityAlarm(*row) for row in connection.execute(query))


def watch_acknowledgement(
    connection: Connection, header: EnvelopeHeader, *, senders: Collection[str], now_ms: int
) -> None:
    """Hold what a device says it has seen of our chain against what we sealed for it.

    `senders` are the city's identities of the suite the envelope is in: it is their chain a device means.
    """

    def digest_at(sequence: int) -> bytes | None:
        is_ours = outgoing.c.sender.in_(senders) & (outgoing.c.audience == header.device)
        sent = is_ours & (outgoing.c.sequence == sequence)
        digest = connection.execute(select(outgoing.c.digest).where(sent)).scalar_one_or_none()
        return None if digest is None else bytes.fromhex(digest)

    finding = compare_acknowledged(header.acknowledged, digest_at=digest_at)
    if finding is not None:
        subject = f"{header.device} {finding.subject}"
        raise_alarm(connection, finding.code, subject=subject, now_ms=now_ms)
    elif header.acknowledged.sequence:
        note_read(connection, header.device, header.acknowledged)
