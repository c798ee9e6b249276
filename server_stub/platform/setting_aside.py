"""Items a mistake of ours keeps from being judged, and whatever would have to come after them.

One such item waits alone: its envelope is in quarantine as `unexpected` and everything else in it
has taken effect. A change whose form waits waits too, and so does every later change of the same
record by the same device, in this envelope or another, for the merge takes a device's own edits in
their order. Whoever reads the envelope again, a person or the next version of the program, goes on
with these items and no others.
"""

import logging
from collections import Counter
from pathlib import Path
from traceback import extract_tb
from typing import Final

from sqlalchemy import Connection, bindparam, delete, insert, or_, select

from server_stub.platform.alarms import raise_alarm
from server_stub.platform.exchange_tables import inbox, set_aside
from server_stub.platform.inbox import Arrived, InboxState
from server_stub.platform.items import JudgedItem
from sync.change import Change, FilledForm, VerdictState

logger = logging.getLogger(__name__)

# The word about an item, beside the state `checked`, and the code of the alarm about its envelope.
ITEM_SET_ASIDE: Final = "item-set-aside"

_OURS: Final = Path(__file__).parents[2]
_FORM: Final = "form"  # no kind of record: a form is waited for by its own id
_EARLIER: Final = (
    select(set_aside.c.kind, set_aside.c.record, set_aside.c.envelope, inbox.c.position)
    .join(inbox, inbox.c.digest == set_aside.c.envelope)
    # A form may be named by the device that replaced its maker's.
    .where(or_(set_aside.c.sender == bindparam("of_sender"), set_aside.c.kind == _FORM))
    .where(inbox.c.state != InboxState.REJECTED.value, inbox.c.position <= bindparam("up_to"))
)


class SetAside:
    """What waits while one envelope is taken through one stage; made anew for each."""

    def __init__(self, connection: Connection, arrived: Arrived, *, sender: str) -> None:
        self._connection = connection
        self._envelope = arrived.digest
        self._sender = sender
        rows = connection.execute(_EARLIER, {"of_sender": sender, "up_to": arrived.position}).all()
        self._had = any(row.envelope == arrived.digest for row in rows)
        self._waited_for = {(row.kind, row.record) for row in rows if row.position < arrived.position}
        self._items: dict[str, tuple[str, str]] = {}
        self._mistakes: Counter[tuple[str, str]] = Counter()

    def __bool__(self) -> bool:
        return bool(self._items)

    def must_wait(self, item: Change | FilledForm) -> bool:
        """Say whether something this item builds on waits."""
        return not self._waited_for.isdisjoint(_builds_on(item))

    def add(self, item: Change | FilledForm, *, now_ms: int) -> JudgedItem:
        """Let an item wait, with everything that comes after it and builds on it."""
        self._items[item.id] = _name(item)
        self._waited_for.add(_name(item))
        return JudgedItem(item, VerdictState.CHECKED, ITEM_SET_ASIDE, now_ms)

    def note(self, mistake: Exception) -> None:
        """Remember what went wrong by its kind and place; its message may quote what is in the item."""
        self._mistakes[type(mistake).__name__, _place(mistake)] += 1

    def write_down(self, *, now_ms: int) -> None:
        """Keep what waits of this envelope now, in place of what waited before, and tell the office."""
        if self._had:
            self._connection.execute(delete(set_aside).where(set_aside.c.envelope == self._envelope))
        for (kind, place), times in self._mistakes.items():
            logger.error("%s in %s, items of envelope %s: %s", kind, place, self._envelope, times)
        if self._items:
            rows = [
                {
                    "item": item,
                    "envelope": self._envelope,
                    "sender": self._sender,
                    "kind": kind,
                    "record": record,
                }
                for item, (kind, record) in self._items.items()
            ]
            self._connection.execute(insert(set_aside), rows)
            raise_alarm(self._connection, ITEM_SET_ASIDE, subject=self._envelope, now_ms=now_ms)


def _name(item: Change | FilledForm) -> tuple[str, str]:
    return (_FORM, item.id) if isinstance(item, FilledForm) else (item.record_kind, item.record_id)


def _builds_on(item: Change | FilledForm) -> set[tuple[str, str]]:
    if isinstance(item, FilledForm):
        return set()
    return {(item.record_kind, item.record_id), (_FORM, item.submission_id or "")}


def _place(mistake: Exception) -> str:
    """Name the last line of ours it came through; a library's line would tell nobody which rule it was."""
    frames = extract_tb(mistake.__traceback__)
    ours = [one for one in frames if Path(one.filename).is_relative_to(_OURS)]
    last = (ours or frames)[-1]
    return f"{Path(last.filename).name}:{last.lineno}"
