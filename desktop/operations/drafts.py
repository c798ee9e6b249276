"""The one commit that finishes a form.

`submit_draft` writes the filled form, its files, the record it changes, the changes and their
places in the outbox together, and lets the draft go: after a power cut either all of
it happened or none of it (P1).
"""

from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePosixPath
from typing import Final

from desktop.operations.corrections import settle_correction
from desktop.operations.edits import Act, RecordEdit, apply_edit, waiting_item
from desktop.operations.edits import Author as Author
from desktop.operations.subjects import housemates
from employment.answers import concerns_household, is_about_household, person_edits
from employment.assignment import AssignmentEvent, AssignmentState, advance
from forms import FormSubmission
from store.attachments import keep_attachment
from store.connection import Store
from store.drafts import discard_draft
from store.outbox import enqueue
from store.records import read_record
from store.submissions import StoredSubmission, keep_submission
from store.transaction import transaction
from sync.change import FilledForm
from sync.ports import Clock, Entropy

_MEDIA_TYPES: Final = {
    ".csv": "text/csv",
    ".jpeg": "image/jpeg",
    ".jpg": "image/jpeg",
    ".m4a": "audio/mp4",
    ".mp3": "audio/mpeg",
    ".mp4": "video/mp4",
    ".pdf": "application/pdf",
    ".png": "image/png",
}


@dataclass(frozen=True, slots=True)
class FinishedForm:
    """A form the officer has finished: about whom or what, from which draft, and for which task, if any.

    A subject the replica has no record of is named by its id; its form is kept and sent, and edits nothing.
    """

    submission: FormSubmission
    subject_id: str
    draft_id: str
    task_id: str | None = None


@dataclass(frozen=True, slots=True)
class Submitted:
    """What was written: the ids a person may ask about later."""

    submission_id: str
    item_ids: tuple[str, ...]


def submit_draft(
    store: Store, finished: FinishedForm, *, author: Author, clock: Clock, entropy: Entropy
) -> Submitted:
    """Turn a finished form into a fact, its edits and their outbox items, in one commit."""
    now_ms = clock.now_ms()
    form = finished.submission
    with transaction(store):
        _keep_form(store, finished, operator=author.operator, now_ms=now_ms)
        _keep_files(store, form, entropy=entropy)
        act = Act(author, now_ms, form.instance_id)
        changes = [apply_edit(store, edit, act, change_id=entropy.uuid()) for edit in _edits(store, finished)]
        discard_draft(store, finished.draft_id)
        settle_correction(store, finished.draft_id, at_ms=now_ms)
    return Submitted(form.instance_id, (form.instance_id, *(change.id for change in changes)))


def _keep_files(store: Store, form: FormSubmission, *, entropy: Entropy) -> None:
    """Keep the files a form carries, such as its log, where photos lie; they go up after every record."""
    for name, content in form.attachments.items():
        media_type = _MEDIA_TYPES.get(PurePosixPath(name).suffix.lower(), "application/octet-stream")
        keep_attachment(
            store,
            BytesIO(content),
            name=name,
            media_type=media_type,
            submission_id=form.instance_id,
            entropy=entropy,
        )


def _edits(store: Store, finished: FinishedForm) -> list[RecordEdit]:
    edits = _subject_edits(store, finished)
    task = read_record(store, "task", finished.task_id) if finished.task_id else None
    if task is not None:
        state = AssignmentState(str(task.fields.get("state") or AssignmentState.DISPATCHED))
        if state in (AssignmentState.DISPATCHED, AssignmentState.RETURNED):
            recorded = advance(state, AssignmentEvent.RECORD)
            edits.append(RecordEdit("task", task.id, {"state": str(recorded)}))
    return [edit for edit in edits if edit.fields]


def _subject_edits(store: Store, finished: FinishedForm) -> list[RecordEdit]:
    """Edit the record the form is about, and those of the household where it asks about all of them."""
    form = finished.submission
    if is_about_household(form.form_id, finished.subject_id):
        house = read_record(store, "household", finished.subject_id)
        edits = {} if house is None else person_edits(form.values, about=house.fields)
        return [RecordEdit("household", finished.subject_id, edits)]
    subject = read_record(store, "person", finished.subject_id)
    if subject is None:
        return []
    mates = housemates(store, subject) if concerns_household(form.form_id) else ()
    return [
        RecordEdit("person", person.id, person_edits(form.values, about=person.fields))
        for person in (subject, *mates)
    ]


def _keep_form(store: Store, finished: FinishedForm, *, operator: str, now_ms: int) -> None:
    form = finished.submission
    keep_submission(
        store,
        StoredSubmission(
            id=form.instance_id,
            form_id=form.form_id,
            form_version=form.version,
            subject_id=finished.subject_id,
            xml=form.xml,
            finalised_at_ms=now_ms,
            operator=operator,
        ),
    )
    filled = FilledForm(
        id=form.instance_id,
        form_id=form.form_id,
        form_version=form.version,
        subject_id=finished.subject_id,
        xml=form.xml,
        finalised_at_ms=now_ms,
        operator=operator,
    )
    enqueue(store, waiting_item(filled, submission_id=filled.id, now_ms=now_ms))
