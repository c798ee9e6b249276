"""What this device has learnt about whom to trust: named documents, and alarms for a person.

The documents are opaque here (`sync` wrote and verifies them). An alarm is raised
once for each thing it is about and never removed: a relay that showed two histories
must not be able to make us forget that it did. Who looked at it, and when, is kept beside it.
"""

from dataclasses import dataclass
from typing import Final

from store.connection import Store
from store.transaction import transaction


@dataclass(frozen=True, slots=True)
class Alarm:
    """One thing a person has to look at; `subject` names what it is about, without personal data."""

    code: str
    subject: str
    raised_at_ms: int
    seen_by: str | None = None
    seen_at_ms: int | None = None

    @property
    def is_open(self) -> bool:
        return self.seen_at_ms is None


_READ: Final = "SELECT document FROM trust WHERE name = ?"
_KEEP: Final = "INSERT OR REPLACE INTO trust (name, document) VALUES (?, ?)"
_RAISE: Final = """
    INSERT INTO alarms (code, subject, raised_at_ms) VALUES (?, ?, ?) ON CONFLICT (code, subject) DO NOTHING
"""
_LIST: Final = """
    SELECT code, subject, raised_at_ms, seen_by, seen_at_ms FROM alarms ORDER BY raised_at_ms, code, subject
"""
_SEE: Final = """
    UPDATE alarms SET seen_by = ?, seen_at_ms = ? WHERE code = ? AND subject = ? AND seen_at_ms IS NULL
"""


def read_trust(store: Store, name: str) -> bytes | None:
    row = store.row(_READ, (name,))
    return None if row is None else bytes(row[0])


def keep_trust(store: Store, name: str, document: bytes) -> None:
    with transaction(store):
        store.execute(_KEEP, (name, document))


def raise_alarm(store: Store, alarm: Alarm) -> None:
    """Keep an alarm; the first time counts, and the same one again is no news."""
    with transaction(store):
        store.execute(_RAISE, (alarm.code, alarm.subject, alarm.raised_at_ms))


def list_alarms(store: Store) -> tuple[Alarm, ...]:
    """Give every alarm there ever was, oldest first."""
    return tuple(Alarm(*row) for row in store.rows(_LIST))


def note_seen(store: Store, code: str, subject: str, *, operator: str, at_ms: int) -> None:
    """Note who looked at an alarm first, and when; what was seen already keeps its first reader."""
    with transaction(store):
        store.execute(_SEE, (operator, at_ms, code, subject))
