"""The work of this computer as a list shows it: how far and how large, without what is in it.

A list is read again after every exchange, so it must not cost what was ever filled here: payloads
and forms stay where they are (their lengths are asked for, which reads no page of them), files are
asked about form by form, and what was applied long ago is not read at all.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from store.attachment_sending import SentAttachment, list_states
from store.connection import Row, Store
from store.outbox import DeliveryState


@dataclass(frozen=True, slots=True)
class WorkOutline:
    """One item of a piece of work; a form and its edits are one piece, under the name of the form."""

    id: str
    submission_id: str | None
    record_id: str | None
    size_bytes: int
    state: DeliveryState
    envelope_id: str | None
    state_times: Mapping[DeliveryState, int]
    code: str | None

    @property
    def piece(self) -> str:
        return self.submission_id or self.id


@dataclass(frozen=True, slots=True)
class SubmissionHead:
    """Which form was filled, and about whom."""

    form_id: str
    subject_id: str | None


_SELECT: Final = """
    SELECT id, submission_id, record_id, length(payload), state, envelope_id, code,
           (SELECT json_group_object(state, at_ms) FROM outbox_state_times WHERE item_id = outbox.id)
    FROM outbox
"""
_NEWEST_AND_OPEN: Final = """
    WITH newest AS (SELECT submission_id, id FROM outbox ORDER BY position DESC LIMIT ?),
    open AS (
        SELECT submission_id, id FROM outbox
        WHERE state IN ('queued', 'sealed', 'delivered', 'checked', 'returned')
        UNION SELECT submission_id, submission_id FROM attachments
        WHERE state IS NULL OR state = 'checked' OR state = 'returned'
    ),
    piece AS (
        SELECT coalesce(submission_id, id) AS name FROM newest
        UNION SELECT coalesce(submission_id, id) FROM open
    )
"""
_RECENT: Final = f"{_NEWEST_AND_OPEN} {_SELECT} WHERE submission_id IN piece OR id IN piece ORDER BY position"
_OF_SUBMISSION: Final = f"{_SELECT} WHERE submission_id = ? ORDER BY position"
_HEADS: Final = """
    SELECT id, form_id, subject_id FROM submissions WHERE id IN (SELECT value FROM json_each(?))
"""


def recent_work(store: Store, newest: int) -> tuple[WorkOutline, ...]:
    """Give, oldest first, every piece of work that is under way or was returned, and the newest ones.

    `newest` counts items, not pieces; a piece is always given whole.
    """
    return tuple(_outline(row) for row in store.rows(_RECENT, (newest,)))


def work_of_submission(store: Store, submission_id: str) -> tuple[WorkOutline, ...]:
    return tuple(_outline(row) for row in store.rows(_OF_SUBMISSION, (submission_id,)))


def submission_heads(store: Store, submission_ids: Collection[str]) -> Mapping[str, SubmissionHead]:
    """Give those of these that are filled forms; a change of a record alone is none."""
    rows = store.rows(_HEADS, (json.dumps(list(submission_ids)),))
    return {submission_id: SubmissionHead(form_id, subject_id) for submission_id, form_id, subject_id in rows}


def files_of_work(store: Store, submission_ids: Collection[str]) -> Mapping[str, Sequence[SentAttachment]]:
    """Say how far the files of these forms have come, by form."""
    found: dict[str, list[SentAttachment]] = {}
    for one in list_states(store, submission_ids):
        found.setdefault(one.submission_id, []).append(one)
    return found


def _outline(row: Row) -> WorkOutline:
    item_id, submission_id, record_id, size_bytes, state, envelope_id, code, times = row
    return WorkOutline(
        id=item_id,
        submission_id=submission_id,
        record_id=record_id,
        size_bytes=size_bytes,
        state=DeliveryState(state),
        envelope_id=envelope_id,
        state_times={DeliveryState(name): at_ms for name, at_ms in json.loads(times).items()},
        code=code,
    )
