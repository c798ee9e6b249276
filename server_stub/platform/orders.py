"""Orders of the office that change who is trusted, kept until the platform has carried them out.

A command only writes the order down; the next round of the platform carries it out
after it has read everything the relay holds, so "the relay's recorded head decides"
which work of a lost device still counts.
"""

import json
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, insert, select, update

from server_stub.platform.trust_tables import order_scopes, orders


class OrderKind(StrEnum):
    REVOKE = "revoke"
    CITY_KEY = "city-key"
    ROOTS = "roots"
    SUITE = "suite"
    MINIMUM_SUITE = "minimum-suite"
    OLDEST_EPOCH = "oldest-epoch"
    FORGET_KEY = "forget-key"
    RESCOPE = "rescope"
    TELL_ANEW = "tell-anew"  # given by the platform itself, for after everything is read
    RESTATE = "restate"  # given by the platform itself, for before anything is read


@dataclass(frozen=True, slots=True)
class Order:
    """One order; `at_sequence` and `is_wipe` belong to a revocation, `scope` to other places."""

    kind: OrderKind
    # The device; the id of the sealing key or the digest of the roots to be replaced; the number meant.
    subject: str
    # To tell anew: the moment from which on words are said again; to restate: one after all that was lost.
    at_sequence: int | None = None
    is_wipe: bool = False
    scope: tuple[str, ...] = ()  # all the places the device is to have, as its registry names them


def keep_order(connection: Connection, order: Order, *, now_ms: int) -> None:
    row = {"kind": order.kind, "subject": order.subject, "at_sequence": order.at_sequence}
    kept = insert(orders).values(wipe=order.is_wipe, ordered_at_ms=now_ms, **row)
    number = connection.execute(kept.returning(orders.c.number)).scalar_one()
    if order.kind is OrderKind.RESCOPE:
        places = {"scope": json.dumps(order.scope)}
        connection.execute(insert(order_scopes).values(number=number, **places))


def waiting_orders(connection: Connection) -> tuple[tuple[int, Order], ...]:
    """Give what is not carried out yet, as (number, order), oldest first."""
    query = (
        select(orders, order_scopes.c.scope)
        .outerjoin(order_scopes, orders.c.number == order_scopes.c.number)
        .where(orders.c.done_at_ms.is_(None))
        .order_by(orders.c.number)
    )
    return tuple((row.number, _order(row)) for row in connection.execute(query))


def note_done(connection: Connection, number: int, *, now_ms: int) -> None:
    connection.execute(update(orders).where(orders.c.number == number).values(done_at_ms=now_ms))


def _order(row: Row[Any]) -> Order:
    scope = tuple(json.loads(row.scope or "[]"))
    return Order(OrderKind(row.kind), row.subject, row.at_sequence, row.wipe, scope)
