"""Files of forms at the city: what was announced of each, and the pieces that wait to be put together.

The contents themselves lie as files in the data folder, named by digest; a row says that
one is there in full. Pieces leave the database when their file is there.
"""

from typing import Final

from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, Table

from server_stub.database import plain_string
from server_stub.platform.city_tables import CITY_TABLES

attachments: Final = Table(
    "city_attachments",
    CITY_TABLES,
    Column("submission", plain_string(128), primary_key=True),
    Column("name", plain_string(128), primary_key=True),
    Column("sender", plain_string(64), nullable=False),
    Column("media", plain_string(128), nullable=False),
    Column("digest", LargeBinary, nullable=False),
    Column("size", Integer, nullable=False),
    Column("state", plain_string(16), nullable=False),  # waiting, applied, returned
    Column("code", plain_string(64), nullable=True),
    Column("received_at_ms", BigInteger, nullable=False),
    Column("judged_at_ms", BigInteger, nullable=True),
    Index("city_attachments_by_state", "state"),
    Index("city_attachments_by_digest", "digest"),
)

# By sender: what one device says a content is, is nothing to another's.
pieces: Final = Table(
    "city_attachment_pieces",
    CITY_TABLES,
    Column("sender", plain_string(64), primary_key=True),
    Column("digest", LargeBinary, primary_key=True),
    Column("place", Integer, primary_key=True),
    Column("length", Integer, nullable=False),
    Column("piece", LargeBinary, nullable=False),
)
