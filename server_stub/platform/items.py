"""Every item that ever came, under its id: what it said, and the city's last word about it.

An item may arrive in two envelopes (a device that was replaced hands in its old
outbox). Its id makes it one item with one effect; the answer is repeated.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from sqlalchemy import Connection, bindparam, insert, select, update

from server_stub.platform.exchange_tables import items
from sync.change import Change, FilledForm, Verdict, VerdictState
from sync.errors import MessageMalformedError
from sync.item_encoding import decode_kept_item, encode_item

# Every database takes this many bound values in one statement.
_MAX_PARAMETERS: Final = 500


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

    def moved(self, state: VerdictState, *, code: str | None, at_ms: int) -> "JudgedItem":
        """Give the item with a later verdict."""
        return JudgedItem(self.item, state, code, at_ms)


class ItemConflictError(MessageMalformedError):
    """Another item has this id already: an id is one item for ever."""

    code = "item-conflict"


def find_items(connection: Connection, wanted: Sequence[Change | FilledForm]) -> Mapping[str, JudgedItem]:
    """Give those of the items that came before, by id.

    Raises:
        ItemConflictError: something else came under one of these ids.

    """
    by_id = {item.id: item for item in wanted}
    found: dict[str, JudgedItem] = {}
    for some in _batched(by_id, _MAX_PARAMETERS):
        for row in connection.execute(select(items).where(items.c.id.in_(some))):
            item = by_id[row.id]
            if row.payload != encode_item(item):
                raise ItemConflictError(part="item")
            found[item.id] = JudgedItem(item, VerdictState(row.state), row.code, row.judged_at_ms)
    return found


def keep_items(
    connection: Connection, judged: Sequence[tuple[int, JudgedItem]], *, envelope: str, sender: str
) -> None:
    """Keep new items with their places in the envelope that brought them."""
    rows = [
        {
            "id": one.item.id,
            "envelope": envelope,
            "place": place,
            "sender": sender,
            "payload": encode_item(one.item),
            "state": one.state,
            "code": one.code,
            "judged_at_ms": one.judged_at_ms,
        }
        for place, one in judged
    ]
    if rows:
        connection.execute(insert(items), rows)


def items_of(connection: Connection, envelope: str) -> tuple[JudgedItem, ...]:
    """List the items an envelope brought first, in its order."""
    query = select(items).where(items.c.envelope == envelope).order_by(items.c.place)
    return tuple(
        JudgedItem(_uplink(row.payload), VerdictState(row.state), row.code, row.judged_at_ms)
        for row in connection.execute(query)
    )


def move_items(connection: Connection, judged: Sequence[JudgedItem]) -> None:
    """Keep later verdicts about items."""
    if not judged:
        return
    statement = (
        update(items)
        .where(items.c.id == bindparam("of_item"))
        .values(state=bindparam("said"), code=bindparam("why"), judged_at_ms=bindparam("when_ms"))
    )
    connection.execute(
        statement,
        [
            {
                "of_item": one.item.id,
                "said": one.state,
                "why": one.code,
                "when_ms": one.judged_at_ms,
            }
            for one in judged
        ],
    )


class FormsAtHand:
    """The forms changes name: those of the same envelope as they are judged, and those that came before."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._known: dict[str, FilledForm | None] = {}

    def note(self, judged: JudgedItem) -> None:
        """Take in the newest verdict about a form; a returned one carries no change."""
        if isinstance(judged.item, FilledForm):
            is_good = judged.state is not VerdictState.RETURNED
            self._known[judged.item.id] = judged.item if is_good else None

    def find(self, submission_id: str | None) -> FilledForm | None:
        if submission_id is None:
            return None
        if submission_id not in self._known:
            self._known[submission_id] = find_form(self._connection, submission_id)
        return self._known[submission_id]


def find_form(connection: Connection, submission_id: str) -> FilledForm | None:
    """Give a form that was checked or applied and not returned."""
    query = select(items.c.payload).where(
        items.c.id == submission_id, items.c.state != VerdictState.RETURNED.value
    )
    payload = connection.execute(query).scalar_one_or_none()
    found = None if payload is None else decode_kept_item(payload)
    return found if isinstance(found, FilledForm) else None


def _batched(ids: Iterable[str], size: int) -> Iterator[list[str]]:
    remaining = iter(ids)
    while some := list(islice(remaining, size)):
        yield some


def _uplink(payload: bytes) -> Change | FilledForm:
    item = decode_kept_item(payload)
    if not isinstance(item, Change | FilledForm):
        raise MessageMalformedError(part="item")
    return item
