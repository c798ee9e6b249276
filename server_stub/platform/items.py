"""Every item that ever came, under its id: what it said, and the city's last word about it.

An item may arrive in two envelopes (a device that was replaced hands in its old
outbox). Its id makes it one item with one effect; the answer is repeated.
"""

from dataclasses import dataclass

from sqlalchemy import Connection, insert, select, update

from server_stub.platform.exchange_tables import items
from sync.change import Change, FilledForm, Verdict, VerdictState
from sync.errors import MessageMalformedError
from sync.item_encoding import decode_item, encode_item


@dataclass(frozen=True, slots=True)
class JudgedItem:
    """An item of an envelope with the verdict so far."""

    item: Change | FilledForm
    state: VerdictState
    code: str | None
    judged_at_ms: int

    @property
    def verdict(self) -> Verdict:
        return Verdict(self.item.id, self.state, self.code, self.judged_at_ms)


class ItemConflictError(MessageMalformedError):
    """Another item has this id already: an id is one item for ever."""

    code = "item-conflict"


def find_item(connection: Connection, item: Change | FilledForm) -> JudgedItem | None:
    """Give the item if it came before.

    Raises:
        ItemConflictError: something else came under this id.

    """
    row = connection.execute(select(items).where(items.c.id == item.id)).one_or_none()
    if row is None:
        return None
    if row.payload != encode_item(item):
        raise ItemConflictError(part="item")
    return JudgedItem(item, VerdictState(row.state), row.code, row.judged_at_ms)


def keep_item(connection: Connection, judged: JudgedItem, *, envelope: str, place: int, sender: str) -> None:
    row = {"id": judged.item.id, "envelope": envelope, "place": place, "sender": sender}
    connection.execute(
        insert(items).values(
            payload=encode_item(judged.item),
            state=judged.state,
            code=judged.code,
            judged_at_ms=judged.judged_at_ms,
            **row,
        )
    )


def items_of(connection: Connection, envelope: str) -> tuple[JudgedItem, ...]:
    """List the items an envelope brought first, in its order."""
    query = select(items).where(items.c.envelope == envelope).order_by(items.c.place)
    return tuple(
        JudgedItem(_uplink(row.payload), VerdictState(row.state), row.code, row.judged_at_ms)
        for row in connection.execute(query)
    )


def move_item(connection: Connection, judged: JudgedItem) -> None:
    """Keep a later verdict about an item."""
    word = {"state": judged.state, "code": judged.code, "judged_at_ms": judged.judged_at_ms}
    connection.execute(update(items).where(items.c.id == judged.item.id).values(**word))


def find_form(connection: Connection, submission_id: str | None) -> FilledForm | None:
    """Give a form that was checked or applied and not returned."""
    query = select(items.c.payload).where(
        items.c.id == submission_id, items.c.state != VerdictState.RETURNED.value
    )
    payload = connection.execute(query).scalar_one_or_none()
    found = None if payload is None else decode_item(payload)
    return found if isinstance(found, FilledForm) else None


def _uplink(payload: bytes) -> Change | FilledForm:
    item = decode_item(payload)
    if not isinstance(item, Change | FilledForm):
        raise MessageMalformedError(part="item")
    return item
