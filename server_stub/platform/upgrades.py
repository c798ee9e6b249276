"""Bringing a city database of an earlier program up to date, in the commit that opens it.

`create_all` makes tables that are missing and never changes one; what has to change in
place is here, step by step, on SQLite and PostgreSQL alike. Nothing is lost in a step.
"""

from typing import Final

from sqlalchemy import Connection, MetaData, insert, literal, select, text

from server_stub.database import count_on
from server_stub.platform.exchange_tables import inbox, invitations, outgoing
from sync.envelope.encoding import parse_envelope

CITY_VERSION: Final = 4
_FRESH: Final = "platform_outgoing_fresh"


def upgrade_city(connection: Connection, found: int) -> None:
    """Take a database from the version found to `CITY_VERSION`.

    3 keeps the registry in parts; what version 2 kept whole is read as it is until the next one is signed.
    4 finds by indexes what a day lets go.
    """
    if found < 2:
        _name_senders(connection)
        connection.execute(text(f"ALTER TABLE {invitations.name} ADD COLUMN suite INTEGER"))
    if found < 4:
        for index in (*inbox.indexes, *outgoing.indexes):
            index.create(connection, checkfirst=True)


def _name_senders(connection: Connection) -> None:
    """Say of every sealed envelope which identity of the city made it; there was one until now."""
    first = connection.execute(select(outgoing.c.body).limit(1)).scalar_one_or_none()
    fresh = outgoing.to_metadata(MetaData(), name=_FRESH)
    fresh.create(connection)
    if first is not None:
        sender = parse_envelope(bytes(first)).header.device
        kept = [column for column in outgoing.c if column.name != "sender"]
        rows = select(literal(sender), *kept)
        columns = ["sender", *(column.name for column in kept)]
        connection.execute(insert(fresh).from_select(columns, rows))
    connection.execute(text(f"DROP TABLE {outgoing.name}"))
    connection.execute(text(f"ALTER TABLE {_FRESH} RENAME TO {outgoing.name}"))
    count_on(connection, outgoing.c.number)
