"""What a laptop's replica holds, read with SQL of our own."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from bench.simulation.laptop import Laptop
from bench.simulation.ledger import Value

Key = tuple[str, str]

_AT_WORK = """
    SELECT subject_id FROM drafts
    UNION SELECT record_id FROM outbox WHERE state NOT IN ('applied', 'returned')
    UNION SELECT subject_id FROM submissions JOIN outbox ON submission_id = submissions.id
          WHERE outbox.state NOT IN ('applied', 'returned')
"""


@dataclass(frozen=True)
class LaptopTruth:
    """Everything the promises ask about a laptop."""

    records: Mapping[Key, Mapping[str, Value]]
    outbox: Mapping[str, str]
    submissions: frozenset[str]
    written: frozenset[str]  # submissions the history names
    drafts: frozenset[str]
    at_work: frozenset[str]  # people somebody has begun a form about, or whose work has no last word yet
    inbox_states: frozenset[str]
    cursor: int
    newest_held: int


def read_laptop(laptop: Laptop) -> LaptopTruth:
    """Read all of it, with the fuse out of the way."""
    rows = laptop.store.rows
    records: dict[Key, Mapping[str, Value]] = {}
    for kind, record_id, revision, fields, is_deleted in rows(
        "SELECT kind, id, revision, fields, is_deleted FROM records"
    ):
        records[(kind, record_id)] = {
            **json.loads(fields),
            "(deleted)": bool(is_deleted),
            "(revision)": revision,
        }
    stream = f"mailbox/{laptop.device_id}"
    [(cursor,)] = rows("SELECT coalesce(max(position), 0) FROM cursors WHERE stream = ?", (stream,))
    [(newest,)] = rows("SELECT coalesce(max(position), 0) FROM inbox WHERE stream = ?", (stream,))
    return LaptopTruth(
        records=records,
        outbox=dict(rows("SELECT id, state FROM outbox")),
        submissions=frozenset(row[0] for row in rows("SELECT id FROM submissions")),
        written=frozenset(row[0] for row in rows("SELECT submission_id FROM record_history")),
        drafts=frozenset(row[0] for row in rows("SELECT id FROM drafts")),
        at_work=frozenset(row[0] for row in rows(_AT_WORK)),
        inbox_states=frozenset(row[0] for row in rows("SELECT DISTINCT state FROM inbox")),
        cursor=int(cursor),
        newest_held=int(newest),
    )
