"""The replica: what this device holds, encrypted from the first keystroke.

Promises, each the name of a test in `tests/store/`:

- record and outbox agree, always: one act of the officer is one commit (P1);
- an envelope is sealed once, and a retry sends the bytes that were kept (P2);
- an item never moves backwards through its states (P3);
- the cursor never passes what we hold (P4);
- every received envelope ends merged, in conflict or quarantined (P5);
- history and conflicts keep every value (P6);
- nothing of the replica is on the disk in clear (P7).

One thread writes. Payloads, drafts, enrolment and registry are opaque bytes here:
this package knows SQL, and neither screens nor envelopes nor forms.
"""

from store.bulk import bulk_import
from store.chains import ChainHead, read_head, write_head
from store.conflicts import (
    ConflictDecision,
    RecordConflict,
    conflicts_of_record,
    decide_conflict,
    end_conflict,
    keep_conflict,
    open_conflicts,
    read_conflict,
    reopen_conflict,
)
from store.connection import KEY_BYTES, Store, open_reader, open_store
from store.cursors import read_cursor
from store.documents import (
    StoredDocument,
    complete_document,
    drop_document,
    keep_document_piece,
    list_documents,
    note_withdrawn,
    read_document,
    withdrawn_versions,
)
from store.drafts import (
    Draft,
    DraftFiles,
    DraftHead,
    discard_draft,
    list_draft_heads,
    list_drafts,
    read_draft,
    read_draft_files,
    save_draft,
)
from store.engine import wipe_freed_memory
from store.enrolment import keep_enrolment, keep_registry, read_enrolment, read_registry
from store.errors import StoreError, StoreInvariantError, StoreUnavailableError
from store.fields import FieldValue
from store.history import (
    FieldVersion,
    Origin,
    RecordVersion,
    field_history,
    field_origins,
    record_history,
)
from store.inbox import (
    InboxState,
    ReceivedEnvelope,
    keep_received,
    list_received,
    pending_received,
    settle_received,
)
from store.leaving import count_leaving, erase_left, let_leave, let_stay, list_places, note_places
from store.outbox import (
    DeliveryState,
    OutboxItem,
    count_unsent,
    enqueue,
    items_of_record,
    items_of_submission,
    list_items,
    mark_envelope,
    mark_item,
    payloads_of_records,
    queued_items,
    queued_payloads,
    records_at_work,
    records_of_items,
    returned_submissions,
)
from store.records import (
    StoredRecord,
    count_records,
    find_records,
    list_records,
    read_record,
    read_records,
    write_record,
    write_records,
)
from store.sealed import (
    UPLINK_CHAIN,
    SealedEnvelopeRow,
    keep_sealed,
    mark_delivered,
    read_receipt,
    read_sealed,
    unsent_envelopes,
)
from store.search import PersonHit, search_persons
from store.search_pace import catch_up, drop_search, rebuild_search
from store.submissions import StoredSubmission, keep_submission, list_submissions, read_submission
from store.transaction import transaction
from store.wants import forget_wants, note_asked, unasked_wants, want_records

__all__ = [
    "KEY_BYTES",
    "UPLINK_CHAIN",
    "ChainHead",
    "ConflictDecision",
    "DeliveryState",
    "Draft",
    "DraftFiles",
    "DraftHead",
    "FieldValue",
    "FieldVersion",
    "InboxState",
    "Origin",
    "OutboxItem",
    "PersonHit",
    "ReceivedEnvelope",
    "RecordConflict",
    "RecordVersion",
    "SealedEnvelopeRow",
    "Store",
    "StoreError",
    "StoreInvariantError",
    "StoreUnavailableError",
    "StoredDocument",
    "StoredRecord",
    "StoredSubmission",
    "bulk_import",
    "catch_up",
    "complete_document",
    "conflicts_of_record",
    "count_leaving",
    "count_records",
    "count_unsent",
    "decide_conflict",
    "discard_draft",
    "drop_document",
    "drop_search",
    "end_conflict",
    "enqueue",
    "erase_left",
    "field_history",
    "field_origins",
    "find_records",
    "forget_wants",
    "items_of_record",
    "items_of_submission",
    "keep_conflict",
    "keep_document_piece",
    "keep_enrolment",
    "keep_received",
    "keep_registry",
    "keep_sealed",
    "keep_submission",
    "let_leave",
    "let_stay",
    "list_documents",
    "list_draft_heads",
    "list_drafts",
    "list_items",
    "list_places",
    "list_received",
    "list_records",
    "list_submissions",
    "mark_delivered",
    "mark_envelope",
    "mark_item",
    "note_asked",
    "note_places",
    "note_withdrawn",
    "open_conflicts",
    "open_reader",
    "open_store",
    "payloads_of_records",
    "pending_received",
    "queued_items",
    "queued_payloads",
    "read_conflict",
    "read_cursor",
    "read_document",
    "read_draft",
    "read_draft_files",
    "read_enrolment",
    "read_head",
    "read_receipt",
    "read_record",
    "read_records",
    "read_registry",
    "read_sealed",
    "read_submission",
    "rebuild_search",
    "record_history",
    "records_at_work",
    "records_of_items",
    "reopen_conflict",
    "returned_submissions",
    "save_draft",
    "search_persons",
    "settle_received",
    "transaction",
    "unasked_wants",
    "unsent_envelopes",
    "want_records",
    "wipe_freed_memory",
    "withdrawn_versions",
    "write_head",
    "write_record",
    "write_records",
]
