"""What a group of the writer asks the log is found by an index, however many devices a city has.

A statement that walks through a table is right and slow: with each device the relay would take longer for
all others. SQLite says beforehand what it will do, so nothing has to be timed.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Connection, event

from server_stub.relay.mailbox import Kept
from server_stub.relay.taking import Proven
from sync.envelope.verifying import verify_envelope
from tests.scenario.realm import Device
from tests.server_stub.conftest import Counter

Asked = tuple[str, Sequence[Any]]


@contextmanager
def statements_of(counter: Counter) -> Iterator[list[Asked]]:
    """Write down what the database is asked for meanwhile, with the values."""
    asked: list[Asked] = []

    def note(*call: Any) -> None:
        asked.append((call[2], call[3]))

    event.listen(counter.database.engine, "before_cursor_execute", note)
    yield asked
    event.remove(counter.database.engine, "before_cursor_execute", note)


def steps_of(connection: Connection, asked: Asked) -> list[str]:
    statement, values = asked
    rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", tuple(values))
    return [row.detail for row in rows]


def tables_in(asked: Sequence[Asked]) -> set[str]:
    return {word for statement, _ in asked for word in statement.split() if word.startswith("relay_")}


def group_of_two(counter: Counter) -> list[tuple[Proven]]:
    """Prove an envelope of a device, and one of the city that says what it has read of that device."""
    device = counter.realm.join()
    counter.publish()
    sent = [device.seal(), device.seal()]
    assert [counter.post(one)[0] for one in sent] == [201, 201]
    city = Device(counter.realm.city, (device.identity.public,), counter.realm.entropy)
    header = replace(city.header(audience=device.id), acknowledged=sent[1].link)
    registry = counter.relay.shelf.current()
    group = (device.seal(), city.seal(header=header))
    return [(Proven(verify_envelope(one.body, registry), registry.version),) for one in group]


@pytest.mark.parametrize("engine_name", ["sqlite"])  # PostgreSQL decides anew by what is in a table
def test_no_statement_of_a_group_goes_through_a_whole_table(counter: Counter) -> None:
    group = group_of_two(counter)

    with statements_of(counter) as asked, counter.database.write() as connection:
        words = counter.relay.taking.take_posts(connection, group)

    assert [type(word) for [word] in words] == [Kept, Kept]
    questions = [one for one in asked if one[0].startswith("SELECT")]
    assert {"relay_envelopes", "relay_chain_heads", "relay_let_go"} <= tables_in(questions)
    with counter.database.read() as connection:
        steps = [step for one in questions for step in steps_of(connection, one)]
    assert [step for step in steps if step.startswith("SCAN relay_")] == []
