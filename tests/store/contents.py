"""Everything a replica holds, read through the package's own door, as plain values that JSON can carry."""

from collections.abc import Mapping, Sequence
from dataclasses import astuple
from typing import Any

from store import (
    InboxState,
    Store,
    list_drafts,
    list_items,
    list_received,
    list_submissions,
    open_conflicts,
    read_cursor,
    read_draft_files,
    read_enrolment,
    read_head,
    read_receipt,
    read_record,
    read_registry,
    record_history,
    unsent_envelopes,
)
from store.conflicts import conflicts_of_record
from store.disclosures import disclosures_of
from store.records import StoredRecord
from store.trust import list_alarms, read_trust

KINDS = ("household", "person", "task")


def contents(store: Store, subjects: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """Give what is held about these records, and every queue, chain, draft, form and conflict."""
    return {
        "records": [_record(read_record(store, kind, record_id)) for kind, record_id in subjects],
        "history": [_history(store, kind, record_id) for kind, record_id in subjects],
        "drafts": [
            [one.id, one.form_id, one.form_version, one.subject_id, one.document.hex(), one.saved_at_ms]
            for one in list_drafts(store)
        ],
        "draft_files": [
            [one.id, {name: content.hex() for name, content in read_draft_files(store, one.id).items()}]
            for one in list_drafts(store)
        ],
        "submissions": [
            [one.id, one.form_id, one.form_version, one.subject_id, one.xml.hex(), one.finalised_at_ms]
            for one in list_submissions(store)
        ],
        "outbox": [
            [one.id, one.kind, one.payload.hex(), one.state, one.envelope_id, dict(one.state_times), one.code]
            for one in list_items(store)
        ],
        "unsent": [[one.id, one.sequence, one.body.hex()] for one in unsent_envelopes(store)],
        "receipts": [_hex(read_receipt(store, one.envelope_id or "")) for one in list_items(store)],
        "inbox": [
            [one.id, one.position, one.body.hex(), one.state, one.code]
            for state in InboxState
            for one in list_received(store, state)
        ],
        "cursor": read_cursor(store, "city"),
        "heads": [
            [head.sequence, head.digest.hex()]
            for head in (read_head(store, "uplink"), read_head(store, "city"))
            if head is not None
        ],
        "disclosures": [list(astuple(look)) for one in subjects for look in disclosures_of(store, *one)],
        "conflicts": [
            [one.id, one.field, one.base, one.local, one.remote, one.decision and one.decision.chosen]
            for kind, record_id in subjects
            for one in conflicts_of_record(store, kind, record_id)
        ],
        "waiting": [one.id for one in open_conflicts(store)],
        "enrolment": _hex(read_enrolment(store)),
        "trust": _hex(read_trust(store, "checkpoint")),
        "alarms": [[one.code, one.subject, one.raised_at_ms] for one in list_alarms(store)],
        "seen": [[one.code, one.seen_by, one.seen_at_ms] for one in list_alarms(store)],
        "registry": [part.hex() if isinstance(part, bytes) else part for part in read_registry(store) or ()],
    }


def _record(record: StoredRecord | None) -> list[Any]:
    assert record is not None
    base = None if record.base_fields is None else dict(record.base_fields)
    return [
        record.id,
        record.revision,
        dict(record.fields),
        record.base_revision,
        base,
        record.changed_at_ms,
        record.is_deleted,
    ]


def _history(store: Store, kind: str, record_id: str) -> list[Any]:
    return [
        [one.revision, dict(one.fields), one.changed_at_ms, one.is_deleted, _origin(one.origin)]
        for one in record_history(store, kind, record_id)
    ]


def _origin(origin: Any) -> Mapping[str, str | None]:
    return {
        "source": origin.source,
        "operator": origin.operator,
        "submission_id": origin.submission_id,
        "item_id": origin.item_id,
    }


def _hex(value: bytes | None) -> str | None:
    return None if value is None else value.hex()
