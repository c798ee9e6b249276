"""A restored replica begins as a new device and hands in what the old one may not have delivered.

The old device's chain must never go on: two computers continuing it would look like a
forger. So everything that made the replica that device is forgotten, and every item the
platform has not decided about waits again, with the same id and the same bytes. The
platform knows an item by its id, so one that did arrive is answered and not applied twice.
"""

from dataclasses import dataclass
from typing import Final

from store.connection import Store
from store.transaction import transaction

# An item without content was delivered two weeks and more before its record left; it is not here any more.
_REQUEUE_TIMES: Final = """
    DELETE FROM outbox_state_times
    WHERE state <> 'queued' AND item_id IN (
        SELECT id FROM outbox WHERE state IN ('sealed', 'delivered', 'checked') AND length(payload) > 0
    )
"""
_REQUEUE: Final = """
    UPDATE outbox SET state = 'queued', code = NULL
    WHERE state IN ('sealed', 'delivered', 'checked') AND length(payload) > 0
"""
# The envelopes, the received ones and their places all belong to the old identity; the records stay.
_FORGET: Final = (
    "UPDATE outbox SET envelope_id = NULL",
    # The platform knows a content by its digest; what it has in full it answers at once.
    "DELETE FROM attachment_pieces",
    "UPDATE attachments SET state = NULL, code = NULL, judged_at_ms = NULL WHERE state = 'checked'",
    "DELETE FROM sealed_envelopes",
    "DELETE FROM inbox",
    "DELETE FROM cursors",
    "DELETE FROM chains",
    "DELETE FROM enrolment",
    "DELETE FROM trust",
    "DELETE FROM missing_links",
    "DELETE FROM wants WHERE kind = 'everything'",  # named by a number of the old chain
    "UPDATE wants SET sequence = NULL",
)
# The name of a document in `trust`; while no registry lists the new device, these records are not for it.
RECORDS_FROM_BEFORE: Final = "records-from-before"
_NOTE_RECORDS: Final = """
    INSERT INTO trust (name, document)
    SELECT ?, x'01' WHERE EXISTS (SELECT 1 FROM records WHERE base_revision IS NOT NULL)
"""
_COUNT: Final = """
    SELECT (SELECT count(*) FROM drafts),
           (SELECT count(*) FROM outbox WHERE state NOT IN ('applied', 'returned') AND length(payload) > 0)
"""


@dataclass(frozen=True, slots=True)
class WaitingWork:
    """What exists on this device only, as far as it knows."""

    drafts: int
    items: int

    @property
    def total(self) -> int:
        return self.drafts + self.items


def holds_records_from_before(store: Store) -> bool:
    """Say whether the city gave records to this replica under an identity it has given up."""
    return store.row("SELECT 1 FROM trust WHERE name = ?", (RECORDS_FROM_BEFORE,)) is not None


def begin_as_new_device(store: Store) -> WaitingWork:
    """Forget the old identity and queue again what it may not have delivered, in one commit.

    The records stay, closed until the office admits the new device. Saying it twice is harmless
    before the new device has joined.
    """
    with transaction(store):
        store.execute(_REQUEUE_TIMES)
        store.execute(_REQUEUE)
        for statement in _FORGET:
            store.execute(statement)
        store.execute(_NOTE_RECORDS, (RECORDS_FROM_BEFORE,))
        return waiting_work(store)


def waiting_work(store: Store) -> WaitingWork:
    """Count drafts, and items the platform has not said a last word about."""
    [(drafts, items)] = store.rows(_COUNT)
    return WaitingWork(drafts, items)
