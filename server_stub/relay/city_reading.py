"""How far behind its mailbox the city is: what waits there is the first thing to look at after a standstill.

Only the city's questions are counted from; how far a device has read is nobody's figure. Each process knows
what it was asked itself, so beside several relays the figure that was asked last is the true one.
"""

from sqlalchemy import func, select

from server_stub.database import Database
from server_stub.relay.tables import envelopes


class CityReading:
    """Up to where the city has read, as it said with its last question here; safe between threads."""

    def __init__(self) -> None:
        self._read: tuple[str, int] | None = None

    def note(self, mailbox: str, *, after: int) -> None:
        """Remember that the city asks for what comes after this position of its mailbox."""
        self._read = (mailbox, after)

    def unread(self, database: Database) -> int:
        """Count the envelopes the city has not asked for yet; none before its first question.

        Raises:
            StorageUnavailableError: the database cannot be read.

        """
        if self._read is None:
            return 0
        mailbox, after = self._read
        is_unread = (envelopes.c.audience == mailbox) & (envelopes.c.position > after)
        with database.read() as connection:
            return connection.execute(select(func.count()).where(is_unread)).scalar_one()
