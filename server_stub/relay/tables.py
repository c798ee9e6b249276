"""What the relay keeps, as SQLAlchemy Core tables, the same on SQLite and PostgreSQL.

`envelopes` is the append log: `position` is the cursor of every reader, so rows
are added by one writer only and never reordered, and only bytes their reader has are ever let
go; it is taken from the clock, so a log restored from a backup goes on above what it had lost.
`chain_heads` says where each (sender, audience) chain ends; it moves in the commit that appends.
"""

from typing import Final

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    UniqueConstraint,
)

from server_stub.database import COUNTING_NUMBER, plain_string

# 2: a registry is kept with its devices beside what is signed; one that was kept whole is read as it is.
RELAY_VERSION: Final = 2
RELAY_TABLES: Final = MetaData()

envelopes: Final = Table(
    "relay_envelopes",
    RELAY_TABLES,
    Column("position", BigInteger, primary_key=True, autoincrement=False),
    Column("digest", plain_string(64), nullable=False, unique=True),
    Column("sender", plain_string(64), nullable=False),
    Column("audience", plain_string(64), nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("receipt", LargeBinary, nullable=False),
    Column("received_at_ms", BigInteger, nullable=False),
    UniqueConstraint("sender", "audience", "sequence"),
    Index("relay_envelopes_by_audience", "audience", "position"),
)

chain_heads: Final = Table(
    "relay_chain_heads",
    RELAY_TABLES,
    Column("sender", plain_string(64), primary_key=True),
    Column("audience", plain_string(64), primary_key=True),
    Column("sequence", BigInteger, nullable=False),
    Column("digest", LargeBinary, nullable=False),
)

# Up to which link the bytes of a chain are gone, and when somebody looked last.
let_go: Final = Table(
    "relay_let_go",
    RELAY_TABLES,
    Column("sender", plain_string(64), primary_key=True),
    Column("audience", plain_string(64), primary_key=True),
    Column("sequence", BigInteger, nullable=False),
    Column("looked_at_ms", BigInteger, nullable=False),
)

registries: Final = Table(
    "relay_registries",
    RELAY_TABLES,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("document", LargeBinary, nullable=False),
    Column("published_at_ms", BigInteger, nullable=False),
)

enrolments: Final = Table(
    "relay_enrolments",
    RELAY_TABLES,
    Column("position", COUNTING_NUMBER, primary_key=True),
    Column("device", plain_string(64), nullable=False, unique=True),  # the id of its signing key
    Column("body", LargeBinary, nullable=False),
    Column("received_at_ms", BigInteger, nullable=False),
    sqlite_autoincrement=True,
)

# What the city said no to; who asks again with the same key and the same words hears it.
refused_enrolments: Final = Table(
    "relay_refused_enrolments",
    RELAY_TABLES,
    Column("device", plain_string(64), primary_key=True),  # the id of its signing key
    Column("reason", plain_string(64), nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("refused_at_ms", BigInteger, nullable=False),
)
