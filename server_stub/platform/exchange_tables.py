"""What the platform must remember to stop anywhere and go on: beside the records, in one database.

`inbox` and `items` say how far each envelope and each item in it has come,
`outgoing` holds sealed bytes from the commit that caused them until the relay has
them. One database means that an effect and the answer to it are one commit.
"""

from typing import Final

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    and_,
    func,
    literal_column,
)

from server_stub.database import COUNTING_NUMBER, plain_string
from server_stub.platform.city_tables import CITY_TABLES

inbox: Final = Table(
    "platform_inbox",
    CITY_TABLES,
    Column("digest", plain_string(64), primary_key=True),
    Column("position", BigInteger, nullable=False, index=True),
    Column("body", LargeBinary, nullable=False),
    Column("state", plain_string(16), nullable=False, index=True),
    Column("code", plain_string(64), nullable=True),
    Column("sender", plain_string(64), nullable=True),
    Column("received_at_ms", BigInteger, nullable=False),
)

# What a day lets go is found by these alone: the rows of years, whose bytes went before, are not in them.
# Values stand in a condition as they are, for with bound ones SQLite cannot tell that the index answers it.
Index("platform_inbox_of_sender", inbox.c.sender, inbox.c.position)
RECEIVED_WITH_BYTES: Final = and_(
    inbox.c.state == literal_column("'applied'"), func.length(inbox.c.body) > literal_column("0")
)
Index(
    "platform_inbox_with_bytes",
    inbox.c.state,  # one word, but without it SQLite takes the index of all states
    inbox.c.received_at_ms,
    sqlite_where=RECEIVED_WITH_BYTES,
    postgresql_where=RECEIVED_WITH_BYTES,
)

items: Final = Table(
    "platform_items",
    CITY_TABLES,
    Column("id", plain_string(128), primary_key=True),
    Column("envelope", plain_string(64), nullable=False, index=True),
    Column("place", Integer, nullable=False),
    Column("sender", plain_string(64), nullable=False),
    Column("payload", LargeBinary, nullable=False),
    Column("state", plain_string(16), nullable=False),
    Column("code", plain_string(64), nullable=True),
    Column("judged_at_ms", BigInteger, nullable=False),
)

# Items that wait for a mistake of ours to be mended, each with the record, or form, that waits with it.
set_aside: Final = Table(
    "platform_set_aside",
    CITY_TABLES,
    Column("item", plain_string(128), primary_key=True),
    Column("envelope", plain_string(64), nullable=False, index=True),
    Column("sender", plain_string(64), nullable=False, index=True),
    Column("kind", plain_string(64), nullable=False, index=True),
    Column("record", plain_string(128), nullable=False),
)

# One row: the version of the program that every envelope in quarantine as `unexpected` was shown to.
read_by: Final = Table("platform_read_by", CITY_TABLES, Column("program", plain_string(64), primary_key=True))

outgoing: Final = Table(
    "platform_outgoing",
    CITY_TABLES,
    Column("number", COUNTING_NUMBER, primary_key=True),
    Column("digest", plain_string(64), nullable=False, unique=True),
    # One of the city's identities; each has its own chains.
    Column("sender", plain_string(64), nullable=False),
    Column("audience", plain_string(64), nullable=False),
    Column("sequence", BigInteger, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("receipt", LargeBinary, nullable=True),
    Column("refusal", plain_string(64), nullable=True),
    Column("sealed_at_ms", BigInteger, nullable=False),
    UniqueConstraint("sender", "audience", "sequence"),
    sqlite_autoincrement=True,
)

# Each start asks for the last one of each identity.
Index("platform_outgoing_by_sender", outgoing.c.sender, outgoing.c.number)
# Every round asks for the few that wait, among all that were ever sent.
_WAITS: Final = outgoing.c.receipt.is_(None)
Index("platform_outgoing_waiting", outgoing.c.number, sqlite_where=_WAITS, postgresql_where=_WAITS)

SENT_WITH_BYTES: Final = and_(
    outgoing.c.receipt.is_not(None), func.length(outgoing.c.body) > literal_column("0")
)
Index(
    "platform_outgoing_with_bytes",
    outgoing.c.sender,
    outgoing.c.audience,
    outgoing.c.sequence,
    outgoing.c.sealed_at_ms,
    sqlite_where=SENT_WITH_BYTES,
    postgresql_where=SENT_WITH_BYTES,
)

chains: Final = Table(
    "platform_chains",
    CITY_TABLES,
    Column("name", plain_string(160), primary_key=True),
    Column("sequence", BigInteger, nullable=False),
    Column("digest", LargeBinary, nullable=False),
)

cursors: Final = Table(
    "platform_cursors",
    CITY_TABLES,
    Column("stream", plain_string(64), primary_key=True),
    Column("position", BigInteger, nullable=False),
)

registry_versions: Final = Table(
    "platform_registry_versions",
    CITY_TABLES,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("document", LargeBinary, nullable=False),  # what the roots signed
    Column("posted_at_ms", BigInteger, nullable=True),
)

# Of the newest version only: a city of thousands that grows one by one would keep millions of entries.
registry_devices: Final = Table(
    "platform_registry_devices",
    CITY_TABLES,
    Column("version", Integer, primary_key=True, autoincrement=False),
    Column("entries", LargeBinary, nullable=False),
)

invitations: Final = Table(
    "platform_invitations",
    CITY_TABLES,
    Column("code", LargeBinary, primary_key=True),
    Column("scope", Text, nullable=False),
    Column("expires_ms", BigInteger, nullable=False),
    Column("device", plain_string(64), nullable=True),
    Column("used_at_ms", BigInteger, nullable=True),
    Column("suite", Integer, nullable=True),  # which the new device takes; NULL where it was not said yet
)

join_requests: Final = Table(
    "platform_join_requests",
    CITY_TABLES,
    Column("digest", plain_string(64), primary_key=True),
    Column("code", plain_string(64), nullable=True),
    Column("judged_at_ms", BigInteger, nullable=False),
)

# Whoever proved an invitation and waits for a person; only with `QUANCAI_ENROLMENT=review`.
joining: Final = Table(
    "platform_joining",
    CITY_TABLES,
    Column("device", plain_string(64), primary_key=True),
    Column("scope", Text, nullable=False),
    Column("state", plain_string(16), nullable=False),
    Column("asked_at_ms", BigInteger, nullable=False),
    Column("decided_at_ms", BigInteger, nullable=True),
    Column("body", LargeBinary, nullable=False),
)
