"""Envelopes as they came and how far each has got: received, checked, applied or quarantined.

Kept before anything is judged, together with the cursor, so the cursor never passes
what we hold (P4); an envelope that comes twice is one row. No row is ever removed; the bytes
of what was applied are let go when they are old (`letting_go`).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from sqlalchemy import Connection, bindparam, insert, select, update

from server_stub.platform.exchange_tables import cursors, inbox
from sync.wire import MailboxItem

REALM_STREAM: Final = "realm"
UNEXPECTED: Final = "unexpected"  # the code of an envelope that met, or holds an item that met, a bug of ours
# Built once: they are asked several times a round, and building costs more than asking.
_CURSOR: Final = select(cursors.c.position).where(cursors.c.stream == REALM_STREAM)
_FIRST: Final = (
    select(inbox.c.digest, inbox.c.position, inbox.c.body, inbox.c.sender)
    .where(inbox.c.state == bindparam("in_state"))
    .order_by(inbox.c.position)
    .limit(1)
)
_FIRST_WITH_CODE: Final = _FIRST.where(inbox.c.code == bindparam("with_code"))


class InboxState(StrEnum):
    RECEIVED = "received"
    CHECKED = "checked"
    APPLIED = "applied"
    QUARANTINED = "quarantined"
    ACCEPTED = "accepted"  # a person looked at a quarantined one and wants it applied
    REJECTED = "rejected"  # a person looked and does not; kept all the same


@dataclass(frozen=True, slots=True)
class Arrived:
    """One envelope of the mailbox; its sender is known once it was checked."""

    digest: str
    position: int
    body: bytes
    sender: str | None = None


def read_cursor(connection: Connection) -> int:
    return connection.execute(_CURSOR).scalar_one_or_none() or 0


def keep_arrived(
    connection: Connection, arrived: Sequence[tuple[str, MailboxItem]], *, cursor: int, now_ms: int
) -> None:
    """Keep a page and the new cursor."""
    for digest, item in arrived:
        if connection.execute(select(inbox.c.digest).where(inbox.c.digest == digest)).one_or_none() is None:
            row = {"digest": digest, "position": item.position, "body": item.body}
            connection.execute(insert(inbox).values(state=InboxState.RECEIVED, received_at_ms=now_ms, **row))
    moved = update(cursors).where(cursors.c.stream == REALM_STREAM).values(position=cursor)
    if connection.execute(moved).rowcount == 0:
        connection.execute(insert(cursors).values(stream=REALM_STREAM, position=cursor))


def first_in(connection: Connection, state: InboxState) -> Arrived | None:
    """Give the oldest envelope that waits in this state."""
    row = connection.execute(_FIRST, {"in_state": state}).one_or_none()
    return None if row is None else Arrived(*row)


def first_rejected(connection: Connection, *, code: str) -> Arrived | None:
    """Give the oldest envelope that a person has rejected and that still has this code."""
    row = connection.execute(
        _FIRST_WITH_CODE, {"in_state": InboxState.REJECTED, "with_code": code}
    ).one_or_none()
    return None if row is None else Arrived(*row)


def settle(
    connection: Connection,
    digest: str,
    state: InboxState,
    *,
    sender: str | None = None,
    code: str | None = None,
) -> None:
    """Move an envelope on; a sender or code once known stays known."""
    known = {name: value for name, value in (("sender", sender), ("code", code)) if value is not None}
    connection.execute(update(inbox).where(inbox.c.digest == digest).values(state=state, **known))


def read_state(connection: Connection, digest: str) -> tuple[InboxState, str | None] | None:
    """Say where an envelope stands, and its code if it has one."""
    query = select(inbox.c.state, inbox.c.code).where(inbox.c.digest == digest)
    row = connection.execute(query).one_or_none()
    return None if row is None else (InboxState(row.state), row.code)
