"""What relay processes on one database tell each other, so that a device may wait at any of them.

A post at one process lets go of the questions held at all of them, and wakes a
platform that runs beside another. It is the bell of `wake` with a longer rope, and
promises no more: a call that is missed costs time.
"""

from typing import Final

from server_stub.database import Database
from server_stub.relay.wake import WakeBell

EVERYBODY: Final = "*"  # no audience has this name


def ring_for_others(database: Database, bell: WakeBell) -> None:
    """Ring the bell of this process for whatever another one has committed, until the database is closed."""

    def ring(audience: str) -> None:
        if audience == EVERYBODY:
            bell.ring_all()
        else:
            bell.ring(audience)

    database.hear_others(ring, missed=bell.ring_all)
