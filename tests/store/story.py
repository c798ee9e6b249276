"""The household of the story, as values: 象山路 12 号, whose head finds work ended."""

import hashlib

from store import (
    ChainHead,
    DeliveryState,
    OutboxItem,
    ReceivedEnvelope,
    RecordConflict,
    SealedEnvelopeRow,
    StoredRecord,
    StoredSubmission,
)

KEY = bytes(range(32))
HOUSEHOLD = "h-350582001014-0921"
PERSON = "p-350582001014-0921-1"
MORNING_MS = 1_795_311_600_000


def person(revision: str = "r1", **fields: str | int | bool | None) -> StoredRecord:
    known = {"household_id": HOUSEHOLD, "person_name": "蔡志明", "emp_status": "2"}
    return StoredRecord(
        kind="person",
        id=PERSON,
        revision=revision,
        fields={**known, **fields},
        base_revision="r0",
        base_fields={"emp_status": "2"},
        changed_at_ms=MORNING_MS,
    )


def item(item_id: str = "item-1", *, submission_id: str = "form-1") -> OutboxItem:
    return OutboxItem(
        id=item_id,
        kind="change",
        submission_id=submission_id,
        record_kind="person",
        record_id=PERSON,
        payload=b"edits of 1",
        state_times={DeliveryState.QUEUED: MORNING_MS},
    )


def submission(xml: bytes = b"<employment_brief/>") -> StoredSubmission:
    return StoredSubmission("form-1", "employment_brief", "2026110101", PERSON, xml, MORNING_MS, "林秀梅")


def sealed(sequence: int = 1, body: bytes = b"sealed bytes") -> SealedEnvelopeRow:
    digest = hashlib.sha256(body).digest()
    return SealedEnvelopeRow(digest.hex(), sequence, digest, body, MORNING_MS + 1)


def head_of(envelope: SealedEnvelopeRow) -> ChainHead:
    return ChainHead(envelope.sequence, envelope.digest)


def received(position: int, envelope_id: str | None = None) -> ReceivedEnvelope:
    return ReceivedEnvelope(position, envelope_id or f"envelope-{position}", b"sealed", MORNING_MS)


def conflict(conflict_id: str = "conflict-1") -> RecordConflict:
    return RecordConflict(
        id=conflict_id,
        record_kind="person",
        record_id=PERSON,
        field="phone",
        base=None,
        local="16405950001",
        remote="16405950002",
        local_revision="r1",
        remote_revision="r2",
        found_at_ms=MORNING_MS,
    )
