"""The yardstick: the same rows in a file of Python's own sqlite3, neither encrypted nor layered.

Two of them. `PlainReplica` keeps what ours keeps (the record with its five indexes, the line
of the history, the terms of the search) by the same statements, so the ratio to it is what
encryption and our layer cost. `PlainTable` keeps records in one table with a primary key and
nothing else: the least anyone could do, who wants no history and no search.
"""

import json
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from store import StoredRecord
from store.search_terms import sought_of, terms_of

_RECORD = "INSERT INTO records VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
_LINE = """
    INSERT INTO record_history (kind, id, revision, changed_at_ms, is_deleted, source)
    VALUES (?, ?, ?, ?, ?, ?)
"""
_TERMS = "INSERT INTO search_terms (rowid, terms) VALUES (?, ?)"
_TABLE = """
    CREATE TABLE records (
        kind TEXT NOT NULL, id TEXT NOT NULL, revision TEXT NOT NULL, fields TEXT NOT NULL,
        base_revision TEXT, base_fields TEXT, changed_at_ms INTEGER NOT NULL,
        is_deleted INTEGER NOT NULL, PRIMARY KEY (kind, id)
    ) STRICT
"""
_INDEXED = ("household_id", "household_no", "id_no", "phone", "subject_id")
_HISTORY = """
    CREATE TABLE record_history (
        position INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, id TEXT NOT NULL,
        revision TEXT NOT NULL, displaced TEXT, added TEXT, withheld TEXT,
        changed_at_ms INTEGER NOT NULL, is_deleted INTEGER NOT NULL,
        source TEXT NOT NULL, operator TEXT, submission_id TEXT, item_id TEXT, device_id TEXT
    ) STRICT
"""
_SEARCH = """
    CREATE VIRTUAL TABLE search_terms USING fts5 (
        terms, content = '', detail = 'none', tokenize = 'ascii', prefix = '2 3 4'
    )
"""


class PlainTable:
    """Records by key, in the clear."""

    def __init__(self, path: Path) -> None:
        self.connection = sqlite3.connect(path, isolation_level=None)
        for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "temp_store=MEMORY", "cache_size=-32768"):
            self.connection.execute(f"PRAGMA {pragma}")
        self.connection.execute(_TABLE)

    def write(self, records: Sequence[StoredRecord]) -> None:
        self.connection.execute("BEGIN")
        self.connection.executemany(_RECORD, [_row(record) for record in records])
        self._write_more(records)
        self.connection.execute("COMMIT")

    def flush(self) -> None:
        """Have everything on the disk, as ours has at the end of a fill."""
        self.connection.execute("PRAGMA wal_checkpoint(FULL)").fetchall()

    def read(self, record_id: str) -> dict[str, object]:
        found = self.connection.execute(
            "SELECT * FROM records WHERE kind = 'person' AND id = ?", (record_id,)
        ).fetchone()
        fields: dict[str, object] = json.loads(found[3])
        return fields

    def read_all(self) -> list[tuple[str, dict[str, object]]]:
        rows = self.connection.execute("SELECT * FROM records WHERE kind = 'person' ORDER BY id").fetchall()
        return [(row[1], json.loads(row[3])) for row in rows]

    def close(self) -> None:
        self.connection.close()

    def _write_more(self, records: Sequence[StoredRecord]) -> None:
        """Keep nothing beside the records."""


class PlainReplica(PlainTable):
    """Records with their indexes, their history and their search, in the clear."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self._houses: dict[str, StoredRecord] = {}
        self._persons = 0
        for name in _INDEXED:
            self.connection.execute(
                f"CREATE INDEX by_{name} ON records (kind, json_extract(fields, '$.{name}'), id)"
            )
        self.connection.execute(_HISTORY)
        self.connection.execute("CREATE INDEX history_by_record ON record_history (kind, id, position)")
        self.connection.execute(_SEARCH)

    def _write_more(self, records: Sequence[StoredRecord]) -> None:
        lines = [(one.kind, one.id, one.revision, one.changed_at_ms, 0, "platform") for one in records]
        self.connection.executemany(_LINE, lines)
        self._houses.update((one.id, one) for one in records if one.kind == "household")
        persons = [one for one in records if one.kind == "person"]
        terms = [
            terms_of(sought_of(one.fields, self._houses[str(one.fields["household_id"])].fields))
            for one in persons
        ]
        self.connection.executemany(_TERMS, list(enumerate(terms, start=self._persons + 1)))
        self._persons += len(persons)


def _row(record: StoredRecord) -> tuple[str | int | None, ...]:
    fields = json.dumps(dict(record.fields), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return (
        record.kind, record.id, record.revision, fields, record.base_revision, None, record.changed_at_ms, 0,
    )  # fmt: skip
