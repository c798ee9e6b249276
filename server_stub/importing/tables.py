"""What earlier lists said, so that the next one is compared with them and not with officers' work.

`city_imported` has for every key of a list the record it means and the values the last list
gave it: only what a list says differently from its predecessor is an edit. `city_person_numbers`
finds people a list has not named yet by the number of their paper, as far as it was looked through.
"""

from typing import Final

from sqlalchemy import BigInteger, Column, Table, Text

from server_stub.database import plain_string
from server_stub.platform.city_tables import CITY_TABLES

imported: Final = Table(
    "city_imported",
    CITY_TABLES,
    Column("kind", plain_string(32), primary_key=True),
    Column("key", plain_string(64), primary_key=True),
    Column("id", plain_string(64), nullable=False),
    Column("said", Text, nullable=False),
    Column("place", plain_string(12), nullable=False),
    Column("belongs_to", plain_string(64), nullable=False),
    Column("revision", plain_string(128), nullable=False),  # of the record after the last list
)

person_numbers: Final = Table(
    "city_person_numbers",
    CITY_TABLES,
    Column("number", plain_string(64), primary_key=True),
    Column("id", plain_string(64), nullable=False),
    Column("changed_at_ms", BigInteger, nullable=False, index=True),
)
