"""What this computer owes the platform, one line for each piece of work.

A filled form and the edits it made travel as several items; to the officer they are
one thing, and it is as far as its slowest part.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from desktop.city_forms import city_titles
from desktop.operations.subjects import subject_name
from store.attachment_sending import SentAttachment
from store.connection import Store
from store.outbox import DeliveryState
from store.returned_work import returned_work
from store.work_outlines import (
    SubmissionHead,
    WorkOutline,
    files_of_work,
    recent_work,
    submission_heads,
    work_of_submission,
)

_ORDER = tuple(DeliveryState)
_RECEIPT_DIGITS: Final = 8
_NEWEST: Final = 400  # items; what was applied before them is read with its record, not in a list of years


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One piece of work and how far it has come; the name is masked."""

    id: str
    form_id: str
    subject_id: str | None
    subject: str
    state: DeliveryState
    times: Mapping[DeliveryState, int]
    size_bytes: int
    item_count: int
    code: str | None = None
    files: tuple[SentAttachment, ...] = ()
    form_name: str = ""  # the city's title of a form the program does not know
    needs_person: bool = False  # it came back, and nobody has sent it again or put it aside
    receipt: str = ""  # the beginning of the name of the envelope it went in, as the relay's receipt has it


def list_queue(store: Store) -> tuple[QueueRow, ...]:
    """Give the newest work, and all that is under way or was returned, the newest first."""
    pieces: dict[str, list[WorkOutline]] = {}
    for item in recent_work(store, _NEWEST):
        pieces.setdefault(item.piece, []).append(item)
    files, heads = files_of_work(store, pieces), submission_heads(store, pieces)
    rows = [
        _row(store, key, items, head=heads.get(key), files=files.get(key, ()))
        for key, items in reversed(pieces.items())
    ]
    titles, waiting = city_titles(store, [row.form_id for row in rows]), returned_work(store)
    return tuple(
        replace(row, form_name=titles.get(row.form_id, ""), needs_person=row.id in waiting) for row in rows
    )


def read_progress(store: Store, submission_id: str) -> QueueRow | None:
    """Give how far one filled form has come; None if it never waited here."""
    items = work_of_submission(store, submission_id)
    if not items:
        return None
    files, heads = files_of_work(store, [submission_id]), submission_heads(store, [submission_id])
    head = heads.get(submission_id)
    return _row(store, submission_id, items, head=head, files=files.get(submission_id, ()))


def slowest(items: Sequence[WorkOutline]) -> DeliveryState:
    """A returned part makes the whole returned; otherwise it is as far as its slowest part."""
    if any(item.state is DeliveryState.RETURNED for item in items):
        return DeliveryState.RETURNED
    return min((item.state for item in items), key=_ORDER.index)


def _row(
    store: Store,
    key: str,
    items: Sequence[WorkOutline],
    *,
    head: SubmissionHead | None,
    files: Sequence[SentAttachment],
) -> QueueRow:
    subject_id = head.subject_id if head else items[0].record_id
    return QueueRow(
        id=key,
        form_id=head.form_id if head else "",
        subject_id=subject_id,
        subject=subject_name(store, subject_id),
        state=slowest(items),
        times=_times(items),
        size_bytes=sum(item.size_bytes for item in items),
        item_count=len(items),
        code=next((item.code for item in items if item.code), None),
        files=tuple(files),
        receipt=next((item.envelope_id[:_RECEIPT_DIGITS] for item in items if item.envelope_id), ""),
    )


def _times(items: Sequence[WorkOutline]) -> Mapping[DeliveryState, int]:
    """Give when the whole reached each state: when its last part did."""
    reached = [state for state in _ORDER if all(state in item.state_times for item in items)]
    times = {state: max(item.state_times[state] for item in items) for state in reached}
    returned = [item.state_times[_ORDER[-1]] for item in items if _ORDER[-1] in item.state_times]
    return times | ({DeliveryState.RETURNED: min(returned)} if returned else {})
