"""What met a mistake of ours, read again by another version of the program, once for each.

Any other version counts. What was checked before goes on where it stopped; what was never checked is
judged as if a person had taken it out of quarantine, but only while its sender still counts: all
else, and every wish for new keys, is left to a person (P9).
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection, delete, exists, insert, select

from server_stub.database import Database
from server_stub.platform.exchange_tables import inbox, items, read_by
from server_stub.platform.inbox import UNEXPECTED, InboxState, settle
from sync.envelope.header import EnvelopeKind
from sync.envelope.verifying import verify_envelope
from sync.keys.registry_document import RegistryDocument
from sync.version import PROGRAM_VERSION

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Retaking:
    """Looks once whether another program set aside what lies in quarantine."""

    database: Database
    registry: Callable[[Connection], RegistryDocument]

    def retake(self) -> None:
        """Hand what an earlier program could not judge back to the stages, in one commit.

        Raises:
            ServerUnavailableError: the database cannot be used.

        """
        with self.database.read() as connection:
            if connection.execute(select(read_by.c.program)).scalar_one_or_none() == PROGRAM_VERSION:
                return
        with self.database.write() as connection:
            waiting = _waiting(connection)
            registry = self.registry(connection) if waiting else None
            for digest, body, is_checked in waiting:
                if is_checked:
                    settle(connection, digest, InboxState.CHECKED)
                elif registry is not None and _may_be_judged(digest, body, registry):
                    settle(connection, digest, InboxState.ACCEPTED)
            connection.execute(delete(read_by))
            connection.execute(insert(read_by).values(program=PROGRAM_VERSION))


def _waiting(connection: Connection) -> list[tuple[str, bytes, bool]]:
    is_checked = exists().where(items.c.envelope == inbox.c.digest)
    query = (
        select(inbox.c.digest, inbox.c.body, is_checked)
        .where(inbox.c.state == InboxState.QUARANTINED, inbox.c.code == UNEXPECTED)
        .order_by(inbox.c.position)
    )
    return [(row[0], bytes(row[1]), bool(row[2])) for row in connection.execute(query)]


def _may_be_judged(digest: str, body: bytes, registry: RegistryDocument) -> bool:
    try:
        verified = verify_envelope(body, registry, audience=registry.realm)
    except Exception as error:  # noqa: BLE001 - what is still not understood stops nothing (P5)
        # The kind only: a message may quote what is inside.
        logger.info("envelope %s is still not read: %s", digest, type(error).__name__)
        return False
    return verified.header.kind is not EnvelopeKind.ROTATE
