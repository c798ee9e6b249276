"""Finding who has a number already, among people no list has named before.

The records are looked through once, and afterwards only those that changed since: the number
of a paper is inside a record's fields, and a city has a million of them.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from sqlalchemy import Connection, func, select

from server_stub.importing.tables import person_numbers
from server_stub.keeping import keep_last
from server_stub.platform.city_tables import records
from server_stub.platform.records import fields_from_text

_AT_A_TIME: Final = 1_000
_PERSON: Final = "person"


def look_through(connection: Connection) -> None:
    """Note the numbers of everybody who is new or changed since the last time."""
    newest = select(func.coalesce(func.max(person_numbers.c.changed_at_ms), -1))
    since = connection.execute(newest).scalar_one()
    query = select(records.c.id, records.c.fields, records.c.changed_at_ms).where(
        records.c.kind == _PERSON, records.c.changed_at_ms >= since
    )
    reading = query.execution_options(yield_per=_AT_A_TIME)  # or a whole city would be in memory
    for rows in connection.execute(reading).partitions():
        noted = [
            {"number": number, "id": row.id, "changed_at_ms": row.changed_at_ms}
            for row in rows
            if isinstance(number := fields_from_text(row.fields).get("id_no"), str) and number
        ]
        keep_last(connection, person_numbers, list({one["number"]: one for one in noted}.values()))


def people_with(connection: Connection, numbers: Sequence[str]) -> Mapping[str, str]:
    """Give the ids of the people who have, or once had, these numbers; at most 500 are asked for."""
    query = select(person_numbers.c.number, person_numbers.c.id).where(person_numbers.c.number.in_(numbers))
    return {row.number: row.id for row in connection.execute(query)}
