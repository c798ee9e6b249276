"""A page of one mailbox touches the rows of that page, however many other mailboxes the log holds.

This is what dividing the log by mailbox would have to be better than (docs/adr/0028).
"""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, event, insert

from server_stub.database import Database, open_database
from server_stub.relay.mailbox import read_page
from server_stub.relay.tables import RELAY_TABLES, RELAY_VERSION, envelopes
from tests.scenario.postgresql import PostgresqlServer

MAILBOXES = 200
LETTERS_EACH = 50
LIMIT = 10
MINE = "device-000"


def letters(number: int) -> list[dict[str, Any]]:
    """Give what one device has sent to the city, and what it got."""
    device, sequence = f"device-{number % MAILBOXES:03}", number // MAILBOXES + 1
    kept = {"sequence": sequence, "body": b"sealed" * 50, "receipt": b"receipt", "received_at_ms": number}
    return [
        {"position": 2 * number, "digest": f"up {number}", "sender": device, "audience": "city", **kept},
        {
            "position": 2 * number + 1,
            "digest": f"down {number}",
            "sender": "city",
            "audience": device,
            **kept,
        },
    ]


@pytest.fixture
def log(postgresql: PostgresqlServer) -> Iterator[Database]:
    database = open_database(postgresql.new_place(), tables=RELAY_TABLES, room="relay", version=RELAY_VERSION)
    with database.write() as connection:
        rows = [row for number in range(MAILBOXES * LETTERS_EACH) for row in letters(number)]
        connection.execute(insert(envelopes), rows)
        connection.exec_driver_sql("ANALYZE relay_envelopes")
    yield database
    database.close()


def explained(connection: Connection, statement: str, parameters: Any) -> dict[str, Any]:
    found = connection.exec_driver_sql(f"EXPLAIN (ANALYZE, FORMAT JSON) {statement}", parameters)
    plan: dict[str, Any] = found.scalar_one()[0]["Plan"]
    return plan


def scans(plan: dict[str, Any]) -> list[tuple[str, int]]:
    """Say how each part of a plan finds rows, and how many it looked at."""
    below = [scan for part in plan.get("Plans", ()) for scan in scans(part)]
    if not plan["Node Type"].endswith("Scan"):
        return below
    # A bitmap scan looks at the rows which the index below it found.
    index = plan.get("Index Name", below[0][0] if below else "every row")
    looked_at = (plan["Actual Rows"] + plan.get("Rows Removed by Filter", 0)) * plan["Actual Loops"]
    return [(index, int(looked_at)), *below]


def test_a_page_is_read_through_the_index_of_its_mailbox(log: Database) -> None:
    asked: list[tuple[str, Any]] = []
    with log.read() as connection:
        event.listen(connection, "before_cursor_execute", lambda *call: asked.append((call[2], call[3])))
        page = read_page(connection, MINE, after=0, limit=LIMIT, max_bytes=1 << 20)

    with log.read() as connection:
        found = [scan for one in asked for scan in scans(explained(connection, *one))]

    assert len(asked) == 3
    assert [position for position, _ in page.items] == [2 * MAILBOXES * nth + 1 for nth in range(LIMIT)]
    assert {index for index, _ in found} == {"relay_envelopes_by_audience"}
    assert max(rows for _, rows in found) == LIMIT
