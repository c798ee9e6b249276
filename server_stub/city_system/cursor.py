"""How far the city's news were told, moved in the commit that seals them."""

from typing import Final

from sqlalchemy import Column, Connection, Table, select

from server_stub.database import plain_string
from server_stub.keeping import keep_last
from server_stub.platform.city_tables import CITY_TABLES

_ONLY: Final = "news"

cursors: Final = Table(
    "platform_city_cursors",
    CITY_TABLES,
    Column("name", plain_string(16), primary_key=True),
    Column("after", plain_string(128), nullable=False),
)


def read_cursor(connection: Connection) -> str:
    """Give where the news go on; empty at the very beginning."""
    return connection.execute(select(cursors.c.after)).scalar_one_or_none() or ""


def write_cursor(connection: Connection, after: str) -> None:
    keep_last(connection, cursors, [{"name": _ONLY, "after": after}])
