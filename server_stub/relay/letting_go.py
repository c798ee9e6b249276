"""Sealed bytes the relay lets go: what its reader says it has, once it is old enough.

Every envelope names the last link its sender has read of the other direction, under the
sender's signature. What lies before that link is needed by nobody but a reader restored from a
backup, and `keep_days` says how old a backup may be. The row stays with its digest and receipt:
the same bytes again get the same answer, and a fork is told as before.
"""

from collections.abc import Mapping
from typing import Final

from sqlalchemy import Connection, func, insert, select, update

from server_stub.bound_rows import run_with_rows
from server_stub.relay.tables import envelopes, let_go

_LOOK_EVERY_MS: Final = 24 * 60 * 60 * 1000

_LOOKED_AT: Final = (
    "SELECT sender, audience, sequence, looked_at_ms FROM (VALUES {rows}) AS asked CROSS JOIN relay_let_go"
    " WHERE sender = asked.column1 AND audience = asked.column2"
)


def let_all_read_go(
    connection: Connection, read: Mapping[tuple[str, str], int], *, now_ms: int, keep_ms: int
) -> None:
    """Look through those chains, by sender and audience, of which something may be let go today.

    One question tells which: of most chains nothing new was read since, or somebody has looked.
    """
    begun = {chain: sequence for chain, sequence in read.items() if sequence > 1}
    rows = run_with_rows(connection, _LOOKED_AT, list(begun), width=2).all() if begun else ()
    known = {(row.sender, row.audience): row for row in rows}
    for (sender, audience), sequence in begun.items():
        row = known.get((sender, audience))
        if row is None or (sequence > row.sequence + 1 and now_ms - row.looked_at_ms >= _LOOK_EVERY_MS):
            let_read_go(connection, sender, audience, read=sequence, now_ms=now_ms, keep_ms=keep_ms)


def let_read_go(
    connection: Connection, sender: str, audience: str, *, read: int, now_ms: int, keep_ms: int
) -> int:
    """Empty the links of a chain before the last one its reader has; say how many. Once a day is enough."""
    is_chain = (let_go.c.sender == sender) & (let_go.c.audience == audience)
    row = connection.execute(select(let_go.c.sequence, let_go.c.looked_at_ms).where(is_chain)).one_or_none()
    if row is not None and now_ms - row.looked_at_ms < _LOOK_EVERY_MS:
        return 0
    gone = 0 if row is None else row.sequence
    is_old = (
        (envelopes.c.sender == sender)
        & (envelopes.c.audience == audience)
        & (envelopes.c.sequence > gone)
        & (envelopes.c.sequence < read)
        & (envelopes.c.received_at_ms < now_ms - keep_ms)
    )
    newest = connection.execute(select(func.max(envelopes.c.sequence)).where(is_old)).scalar_one()
    place = {"sequence": newest or gone, "looked_at_ms": now_ms}
    if connection.execute(update(let_go).where(is_chain).values(**place)).rowcount == 0:
        connection.execute(insert(let_go).values(sender=sender, audience=audience, **place))
    if newest is None:
        return 0
    return connection.execute(update(envelopes).where(is_old).values(body=b"")).rowcount
