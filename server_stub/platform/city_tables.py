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
    String,
    Table,
    Text,
)

CITY_TABLES: Final = MetaData()

records: Final = Table(
    "city_records",
    CITY_TABLES,
    Column("kind", String(32), primary_key=True),
    Column("id", String(64), primary_key=True),
    Column("revision", String(128), nullable=False),
    Column("fields", Text, nullable=False),
    Column("edited", Text, nullable=False),  # the edits that stand beside each other
    Column("is_deleted", Boolean, nullable=False),
    Column("village", String(12), nullable=False),
    Column("belongs_to", String(64), nullable=False),  # a person's household, a task's subject
    Column("changed_at_ms", BigInteger, nullable=False),
    Index("city_records_by_village", "village", "kind", "id"),
    Index("city_records_by_owner", "kind", "belongs_to"),
)

revisions: Final = Table(
    "city_revisions",
    CITY_TABLES,
    Column("kind", String(32), primary_key=True),
    Column("id", String(64), primary_key=True),
    Column("revision", String(128), primary_key=True),
    Column("fields", Text, nullable=False),
    Column("is_deleted", Boolean, nullable=False),
    Column("source", String(16), nullable=False),
    Column("operator", String(64), nullable=False),
    Column("item_id", String(64), nullable=True),
    Column("kept_at_ms", BigInteger, nullable=False),
)

# Two edits of one field that nobody made in knowledge of each other; a row is ended and never removed.
conflicts: Final = Table(
    "city_conflicts",
    CITY_TABLES,
    Column("conflict_id", String(32), primary_key=True),
    Column("kind", String(32), nullable=False),
    Column("id", String(64), nullable=False),
    Column("field", String(64), nullable=False),
    Column("base_value", Text, nullable=False),
    Column("city_value", Text, nullable=False),  # what stands
    Column("device_value", Text, nullable=False),  # what does not
    Column("kept_revision", String(128), nullable=False),
    Column("lost_revision", String(128), nullable=False),
    Column("item_id", String(64), nullable=False),
    Column("found_at_ms", BigInteger, nullable=False),
    Column("chosen_value", Text, nullable=True),
    Column("ended_by", String(64), nullable=True),
    Column("ended_at_ms", BigInteger, nullable=False),
    Index("city_conflicts_by_record", "kind", "id"),
)

submissions: Final = Table(
    "city_submissions",
    CITY_TABLES,
    Column("id", String(64), primary_key=True),
    Column("form_id", String(64), nullable=False),
    Column("form_version", String(64), nullable=False),
    Column("subject_id", String(64), nullable=False, index=True),
    Column("operator", String(64), nullable=False),
    Column("device", String(64), nullable=False),
    Column("finalised_at_ms", BigInteger, nullable=False),
    Column("xml", LargeBinary, nullable=False),
)

insurance_months: Final = Table(
    "city_insurance_months",
    CITY_TABLES,
    Column("person_id", String(64), primary_key=True),
    Column("month", String(7), primary_key=True, index=True),
    Column("kind", String(16), primary_key=True),
    Column("employer_name", String(200), nullable=True),
)
