"""What the office calls a computer it invites, so that the name on its sheet is its name from then on.

A computer asks under the name its system has, which on a hundred laptops out of one box says nothing. The
name belongs to the invitation and reaches the computer's entry when the invitation is used. Computers that
were invited without a name keep their own.
"""

from typing import Final

from sqlalchemy import Column, Connection, LargeBinary, Table, Text, insert, select

from server_stub.platform.city_tables import CITY_TABLES
from server_stub.platform.exchange_tables import invitations

given_names: Final = Table(
    "platform_given_names",
    CITY_TABLES,
    Column("code", LargeBinary, primary_key=True),  # of the invitation
    Column("name", Text, nullable=False),
)
_OF_DEVICES: Final = select(invitations.c.device, given_names.c.name).join(
    given_names, given_names.c.code == invitations.c.code
)


def give_name(connection: Connection, code: bytes, name: str) -> None:
    """Name the computer that is going to use an invitation, in the commit that makes the invitation."""
    connection.execute(insert(given_names).values(code=code, name=name))


def names_given(connection: Connection) -> dict[str, str]:
    """Give the names of computers that have used an invitation with one, by their ids."""
    return {
        row.device: row.name
        for row in connection.execute(_OF_DEVICES.where(invitations.c.device.is_not(None)))
    }


def name_given_to(connection: Connection, device_id: str) -> str | None:
    query = _OF_DEVICES.where(invitations.c.device == device_id)
    return next((str(row.name) for row in connection.execute(query)), None)
