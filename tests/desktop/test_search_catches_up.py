"""What came by the thousand is indexed after the exchange, before anybody has searched."""

from functools import partial

from store import Origin, Store, StoredRecord, write_records
from store.search_pace import MOST_AT_ONCE, is_in_step
from tests.desktop.at_the_desk import AtTheDesk


def bring(store: Store, *, people: int) -> None:
    """Write what an exchange would: so many that none is indexed in their own commit."""
    fields = {"person_name": "王伟", "phone": "16400000000"}
    records = [
        StoredRecord("person", f"p-{number:04d}", "r1", fields, "r1", fields, 1) for number in range(people)
    ]
    write_records(store, records, origin=Origin("platform"))


def test_the_program_indexes_what_came_when_the_exchange_has_ended(working: AtTheDesk) -> None:
    working.wait_until_quiet()
    brought: list[None] = []
    bring_many = partial(bring, people=10 * MOST_AT_ONCE)
    working.program.desk.run(bring_many, done=brought.append)
    working.pilot.wait_for("brought", lambda: bool(brought))
    behind = not is_in_step(working.replica)

    working.sync()

    working.pilot.wait_for("indexed", lambda: is_in_step(working.replica))
    [(found,)] = working.replica.rows("SELECT count(*) FROM searchable WHERE id LIKE 'p-0%'")
    assert (behind, found) == (True, 10 * MOST_AT_ONCE)
