"""What the platform must remember about trust: orders of the office, checkpoints, alarms.

Orders are written by commands of another process and carried out by the platform's
own rounds, because only there the newest registry, the keys and everything the relay
holds come together. Nothing here is ever removed.
"""

from typing import Final

from sqlalchemy import BigInteger, Boolean, Column, LargeBinary, Table, Text

from server_stub.database import COUNTING_NUMBER, plain_string
from server_stub.platform.exchange_tables import inbox

_TABLES: Final = inbox.metadata  # one database, one list of tables

orders: Final = Table(
    "platform_orders",
    _TABLES,
    Column("number", COUNTING_NUMBER, primary_key=True),
    Column("kind", plain_string(16), nullable=False),
    Column("subject", plain_string(64), nullable=False),  # a device, or the key or roots to be replaced
    Column("at_sequence", BigInteger, nullable=True),
    Column("wipe", Boolean, nullable=False),
    Column("ordered_at_ms", BigInteger, nullable=False),
    Column("done_at_ms", BigInteger, nullable=True),
    sqlite_autoincrement=True,
)

# The places a device is to have, of the orders that give it others.
order_scopes: Final = Table(
    "platform_order_scopes",
    _TABLES,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("scope", Text, nullable=False),  # JSON: all of them, as the registry names them
)

checkpoints: Final = Table(
    "platform_checkpoints",
    _TABLES,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("digest", LargeBinary, nullable=False),
    Column("time_ms", BigInteger, nullable=False),
)

alarms: Final = Table(
    "platform_alarms",
    _TABLES,
    Column("code", plain_string(64), primary_key=True),
    Column("subject", plain_string(128), primary_key=True),
    Column("raised_at_ms", BigInteger, nullable=False),
)

# Every list of records that left the database by hand, and why; nothing here is ever removed.
disclosures: Final = Table(
    "city_disclosures",
    _TABLES,
    Column("number", COUNTING_NUMBER, primary_key=True),
    Column("kind", plain_string(32), nullable=False),
    Column("scope", plain_string(512), nullable=False),
    Column("is_full", Boolean, nullable=False),
    Column("reason", plain_string(512), nullable=False),  # empty where everything sensitive was masked
    Column("account", plain_string(128), nullable=False),  # of the computer it was done on
    Column("disclosed_at_ms", BigInteger, nullable=False),
    sqlite_autoincrement=True,
)
