"""Taking the envelopes we hold through their stages: one stage of one envelope a commit, oldest first.

What is checked is applied before anything else is checked: work that comes again in another
envelope then meets a last word, and its new sender hears it. An envelope that makes us fail is set
aside and stops no other (P5).
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection

from server_stub.database import Database
from server_stub.errors import ServerUnavailableError
from server_stub.platform import inbox
from server_stub.platform.inbox import UNEXPECTED, Arrived, InboxState
from server_stub.platform.intake import Intake, NewKeysWaitError

logger = logging.getLogger(__name__)

_Stage = Callable[[Intake, Arrived], None]
_STAGES: Final[dict[InboxState, _Stage]] = {
    InboxState.CHECKED: Intake.apply,
    InboxState.ACCEPTED: Intake.admit,
    InboxState.RECEIVED: Intake.check,
}


@dataclass(frozen=True, slots=True)
class Stages:
    """The stages on one database; `intake` is made anew for each commit."""

    database: Database
    intake: Callable[[Connection], Intake]

    def take_next(self) -> bool:
        """Take one envelope through its next stage; say whether there was one.

        Raises:
            ServerUnavailableError: the database, or the city's own system, cannot be used.

        """
        found = self._find()
        if found is None:
            return False
        stage, arrived = found
        try:
            with self.database.write() as connection:
                stage(self.intake(connection), arrived)
        except ServerUnavailableError:
            raise
        except Exception as error:  # noqa: BLE001 - one envelope's bug must not stop the others (P5)
            # The kind only: a message may quote what was in the envelope.
            logger.error("envelope %s failed: %s", arrived.digest, type(error).__name__)  # noqa: TRY400
            with self.database.write() as connection:
                inbox.settle(connection, arrived.digest, InboxState.QUARANTINED, code=UNEXPECTED)
        return True

    def _find(self) -> tuple[_Stage, Arrived] | None:
        with self.database.read() as connection:
            for state, stage in _STAGES.items():
                arrived = inbox.first_in(connection, state)
                if arrived is not None:
                    return stage, arrived
            refused = inbox.first_rejected(connection, code=NewKeysWaitError.code)
        return None if refused is None else (Intake.refuse_keys, refused)
