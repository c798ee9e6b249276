"""Who asked to see a masked record in full, when, what for, and for how long: kept for ever, never rewritten.

The purpose is what the person typed. The log is part of the protected replica, because the
purpose may name somebody.
"""

from dataclasses import astuple, dataclass, field
from typing import Final

from store.connection import Store
from store.errors import StoreInvariantError
from store.transaction import transaction


@dataclass(frozen=True, slots=True)
class Disclosure:
    """One look at one record; `seconds` is how long it was shown."""

    record_kind: str
    record_id: str
    operator: str
    at_ms: int
    purpose: str = field(repr=False)
    seconds: int


_NOTE: Final = """
    INSERT INTO disclosures (record_kind, record_id, operator, at_ms, purpose, seconds)
    VALUES (?, ?, ?, ?, ?, ?)
"""
_OF_RECORD: Final = """
    SELECT record_kind, record_id, operator, at_ms, purpose, seconds FROM disclosures
    WHERE record_kind = ? AND record_id = ? ORDER BY position
"""


def note_disclosure(store: Store, disclosure: Disclosure) -> None:
    """Keep a look before it happens.

    Raises:
        StoreInvariantError: it says nobody, or no purpose.

    """
    if not disclosure.purpose.strip() or not disclosure.operator:
        raise StoreInvariantError(reason="disclosure-without-purpose", id=disclosure.record_id)
    with transaction(store):
        store.execute(_NOTE, astuple(disclosure))


def disclosures_of(store: Store, record_kind: str, record_id: str) -> tuple[Disclosure, ...]:
    """Give every look at a record on this computer, the oldest first."""
    return tuple(Disclosure(*row) for row in store.rows(_OF_RECORD, (record_kind, record_id)))
