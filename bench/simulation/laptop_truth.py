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

_PHONES = """
    SELECT id, json_extract(displaced, '$.phone') FROM record_history
    WHERE kind = 'person' AND json_extract(displaced, '$.phone') IS NOT NULL
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
    held: frozenset[str]  # envelopes that came, by mailbox or by stick
    files: Mapping[tuple[str, str], str]  # by form and name: how far it has come
    files_missing: frozenset[tuple[str, str]]  # the replica speaks of them, and no such file is there
    documents: Mapping[tuple[str, str, str], bytes]  # what is whole, by kind, name and version
    withdrawn: frozenset[tuple[str, str, str]]
    phones: frozenset[tuple[str, str]]  # that somebody had before another one stood
    alarms: frozenset[tuple[str, str]]


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
    folder = laptop.disk.folder / "attachments"
    files = list(
        rows(
            "SELECT submission_id, name, state, content_id, released_at_ms"
            " FROM attachments JOIN attachment_contents ON id = content_id"
        )
    )
    stream = f"mailbox/{laptop.device_id}"
    [(cursor,)] = rows("SELECT coalesce(max(position), 0) FROM cursors WHERE stream = ?", (stream,))
    return LaptopTruth(
        records=records,
        outbox=dict(rows("SELECT id, state FROM outbox")),
        submissions=frozenset(row[0] for row in rows("SELECT id FROM submissions")),
        written=frozenset(row[0] for row in rows("SELECT submission_id FROM record_history")),
        drafts=frozenset(row[0] for row in rows("SELECT id FROM drafts")),
        at_work=frozenset(row[0] for row in rows(_AT_WORK)),
        inbox_states=frozenset(row[0] for row in rows("SELECT DISTINCT state FROM inbox")),
        cursor=int(cursor),
        held=frozenset(row[0] for row in rows("SELECT id FROM inbox")),
        files={(form, name): state or "waiting" for form, name, state, _, _ in files},
        files_missing=frozenset(
            (form, name)
            for form, name, state, content, released in files
            if released is None and state is None and not (folder / content).is_file()
        ),
        documents=_documents(laptop),
        withdrawn=frozenset(rows("SELECT kind, name, version FROM withdrawn_documents")),
        phones=frozenset(rows(_PHONES)),
        alarms=frozenset(rows("SELECT code, subject FROM alarms")),
    )


def _documents(laptop: Laptop) -> dict[tuple[str, str, str], bytes]:
    pieces: dict[bytes, bytes] = {}
    for digest, piece in laptop.store.rows(
        "SELECT digest, piece FROM document_pieces ORDER BY digest, place"
    ):
        pieces[digest] = pieces.get(digest, b"") + piece
    held = laptop.store.rows("SELECT kind, name, version, digest FROM documents WHERE is_complete")
    return {(kind, name, version): pieces.get(digest, b"") for kind, name, version, digest in held}
