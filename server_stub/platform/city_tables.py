"""The city database: people, households, tasks, what they were before, and what others reported.

`city_records` holds what is true now, `city_revisions` every state a record was
ever in - also the states devices made beside each other, because a later change
names the one it was made on. Nothing in the second table is changed or removed.
"""

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Index,
    LargeBinary,
    MetaData,
    Table,
    Text,
)

from server_stub.database import plain_string

CITY_TABLES: Final = MetaData()

records: Final = Table(
    "city_records",
    CITY_TABLES,
    Column("kind", plain_string(32), primary_key=True),
    Column("id", plain_string(64), primary_key=True),
    Column("revision", plain_string(128), nullable=False),
    Column("fields", Text, nullable=False),
    Column("edited", Text, nullable=False),  # the edits that stand beside each other
    Column("is_deleted", Boolean, nullable=False),
    Column("village", plain_string(12), nullable=False),
    Column("belongs_to", plain_string(64), nullable=False),  # a person's household, a task's subject
    Column("changed_at_ms", BigInteger, nullable=False),
    Index("city_records_by_village", "village", "kind", "id"),
    Index("city_records_by_owner", "kind", "belongs_to"),
)

revisions: Final = Table(
    "city_revisions",
    CITY_TABLES,
    Column("kind", plain_string(32), primary_key=True),
    Column("id", plain_string(64), primary_key=True),
    Column("revision", plain_string(128), primary_key=True),
    Column("fields", Text, nullable=False),
    Column("is_deleted", Boolean, nullable=False),
    Column("source", plain_string(16), nullable=False),
    Column("operator", plain_string(128), nullable=False),
    Column("item_id", plain_string(128), nullable=True),
    Column("kept_at_ms", BigInteger, nullable=False),
)

# Two edits of one field that nobody made in knowledge of each other; a row is ended and never removed.
conflicts: Final = Table(
    "city_conflicts",
    CITY_TABLES,
    Column("conflict_id", plain_string(32), primary_key=True),
    Column("kind", plain_string(32), nullable=False),
    Column("id", plain_string(64), nullable=False),
    Column("field", plain_string(128), nullable=False),
    Column("base_value", Text, nullable=False),
    Column("city_value", Text, nullable=False),  # what stands
    Column("device_value", Text, nullable=False),  # what does not
    Column("kept_revision", plain_string(128), nullable=False),
    Column("lost_revision", plain_string(128), nullable=False),
    Column("item_id", plain_string(128), nullable=False),
    Column("found_at_ms", BigInteger, nullable=False),
    Column("chosen_value", Text, nullable=True),
    Column("ended_by", plain_string(128), nullable=True),
    Column("ended_at_ms", BigInteger, nullable=False),
    Index("city_conflicts_by_record", "kind", "id"),
)

submissions: Final = Table(
    "city_submissions",
    CITY_TABLES,
    Column("id", plain_string(128), primary_key=True),
    Column("form_id", plain_string(128), nullable=False),
    Column("form_version", plain_string(128), nullable=False),
    Column("subject_id", plain_string(128), nullable=False, index=True),
    Column("operator", plain_string(128), nullable=False),
    Column("device", plain_string(64), nullable=False),
    Column("finalised_at_ms", BigInteger, nullable=False),
    Column("xml", LargeBinary, nullable=False),
)

insurance_months: Final = Table(
    "city_insurance_months",
    CITY_TABLES,
    Column("person_id", plain_string(64), primary_key=True),
    Column("month", plain_string(7), primary_key=True, index=True),
    Column("kind", plain_string(16), primary_key=True),
    Column("employer_name", plain_string(200), nullable=True),
)
