"""What the city has published, and what each device has been told of it; beside the records, in one database.

Nothing is removed: a submission made with an old version is judged with that version. What came
with the program is kept here too, under its own source, so that the next program can still judge it.
"""

from typing import Final

from sqlalchemy import BigInteger, Boolean, Column, Integer, LargeBinary, Table, UniqueConstraint

from server_stub.database import COUNTING_NUMBER, plain_string
from server_stub.platform.city_tables import CITY_TABLES

documents: Final = Table(
    "city_documents",
    CITY_TABLES,
    Column("number", COUNTING_NUMBER, primary_key=True),  # in the order of publication
    Column("kind", plain_string(16), nullable=False),
    Column("name", plain_string(128), nullable=False),
    Column("version", plain_string(128), nullable=False),
    Column("source", plain_string(16), nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("size", Integer, nullable=False),
    Column("weight", Integer, nullable=False),  # its own bytes and those of what it needs
    Column("content", LargeBinary, nullable=False),
    Column("published_at_ms", BigInteger, nullable=False),
    Column("withdrawn_at_ms", BigInteger, nullable=True),
    UniqueConstraint("kind", "name", "version"),
    sqlite_autoincrement=True,
)

told: Final = Table(
    "city_documents_told",
    CITY_TABLES,
    Column("device", plain_string(64), primary_key=True),
    Column("number", Integer, primary_key=True),
    Column("is_withdrawal", Boolean, primary_key=True),
)
