"""The quarantine as a person sees it: what was set aside, why, and what becomes of it.

Accepting hands an envelope back to the platform, which judges every item as ever;
only the standing of its sender does not count any more. Rejecting keeps it, too.
"""

from dataclasses import dataclass

from sqlalchemy import Connection, select

from server_stub.errors import ServerError
from server_stub.platform.exchange_tables import inbox
from server_stub.platform.inbox import InboxState, settle
from sync.envelope.encoding import parse_envelope


class NotInQuarantineError(ServerError):
    """No envelope with this id waits for review."""

    code = "not-in-quarantine"


@dataclass(frozen=True, slots=True)
class SetAside:
    """One quarantined envelope: who sent it, as which link of its chain, and the code of the reason."""

    digest: str
    sender: str
    sequence: int
    code: str
    received_at_ms: int


def list_quarantine(connection: Connection) -> tuple[SetAside, ...]:
    """Give what waits for review, oldest first; what was never proven to be anybody's has no sender."""
    query = (
        select(inbox.c.digest, inbox.c.sender, inbox.c.body, inbox.c.code, inbox.c.received_at_ms)
        .where(inbox.c.state == InboxState.QUARANTINED)
        .order_by(inbox.c.position)
    )
    return tuple(
        SetAside(row.digest, row.sender or "", _sequence(row.body, row.sender), row.code, row.received_at_ms)
        for row in connection.execute(query)
    )


def accept(connection: Connection, digest: str) -> None:
    """Hand an envelope back to be judged in the next round.

    Raises:
        NotInQuarantineError: no such envelope waits.

    """
    _require_waiting(connection, digest)
    settle(connection, digest, InboxState.ACCEPTED)


def reject(connection: Connection, digest: str) -> None:
    """Close the case; the envelope stays where it is.

    Raises:
        NotInQuarantineError: no such envelope waits.

    """
    _require_waiting(connection, digest)
    settle(connection, digest, InboxState.REJECTED)


def _require_waiting(connection: Connection, digest: str) -> None:
    is_waiting = (inbox.c.digest == digest) & (inbox.c.state == InboxState.QUARANTINED)
    if connection.execute(select(inbox.c.digest).where(is_waiting)).one_or_none() is None:
        raise NotInQuarantineError(envelope=digest)


def _sequence(body: bytes, sender: str | None) -> int:
    return 0 if sender is None else parse_envelope(body).header.sequence
