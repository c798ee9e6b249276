"""The one commit that finishes a form.

`submit_draft` writes the filled form, the record it changes, the changes and their
places in the outbox together, and lets the draft go: after a power cut either all of
it happened or none of it (P1).
"""

from collections.abc import Mapping
from dataclasses import dataclass

from desktop.operations.subjects import housemates
from employment.answers import concerns_household, person_edits
from employment.assignment import AssignmentEvent, AssignmentState, advance
from forms import FormSubmission
from store.connection import Store
from store.drafts import discard_draft
from store.history import Origin
from store.outbox import DeliveryState, OutboxItem, enqueue
from store.records import StoredRecord, read_record, write_record
from store.submissions import StoredSubmission, keep_submission
from store.transaction import transaction
from sync.change import Change, FieldValue, FilledForm, HybridTime
from sync.errors import MessageMalformedError
from sync.item_encoding import encode_item
from sync.merge.revision import observe, revision_of, tick, time_of
from sync.ports import Clock, Entropy


@dataclass(frozen=True, slots=True)
class Author:
    """Who makes an edit, and on which device."""

    operator: str
    device_id: str


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


@dataclass(frozen=True, slots=True)
class _Act:
    """The one act all edits of a form belong to."""

    author: Author
    now_ms: int
    submission_id: str


@dataclass(frozen=True, slots=True)
class _Edit:
    kind: str
    id: str
    fields: Mapping[str, FieldValue]


def submit_draft(
    store: Store, finished: FinishedForm, *, author: Author, clock: Clock, entropy: Entropy
) -> Submitted:
    """Turn a finished form into a fact, its edits and their outbox items, in one commit."""
    now_ms = clock.now_ms()
    form = finished.submission
    with transaction(store):
        _keep_form(store, finished, operator=author.operator, now_ms=now_ms)
        act = _Act(author, now_ms, form.instance_id)
        changes = [_apply(store, edit, act, change_id=entropy.uuid()) for edit in _edits(store, finished)]
        discard_draft(store, finished.draft_id)
    return Submitted(form.instance_id, (form.instance_id, *(change.id for change in changes)))


def _edits(store: Store, finished: FinishedForm) -> list[_Edit]:
    edits = _person_edits(store, finished)
    task = read_record(store, "task", finished.task_id) if finished.task_id else None
    if task is not None:
        state = AssignmentState(str(task.fields.get("state") or AssignmentState.DISPATCHED))
        if state in (AssignmentState.DISPATCHED, AssignmentState.RETURNED):
            recorded = advance(state, AssignmentEvent.RECORD)
            edits.append(_Edit("task", task.id, {"state": str(recorded)}))
    return [edit for edit in edits if edit.fields]


def _person_edits(store: Store, finished: FinishedForm) -> list[_Edit]:
    """Edit the record the form is about, and those of the household where it asks about all of them."""
    form = finished.submission
    subject = read_record(store, "person", finished.subject_id)
    if subject is None:
        return []
    mates = housemates(store, subject) if concerns_household(form.form_id) else ()
    return [
        _Edit("person", person.id, person_edits(form.values, about=person.fields))
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
    enqueue(store, _waiting(filled, submission_id=filled.id, now_ms=now_ms))


def _apply(store: Store, edit: _Edit, act: _Act, *, change_id: str) -> Change:
    held = read_record(store, edit.kind, edit.id)
    made_at = tick(_newest_seen(held, act), wall_ms=act.now_ms, node=act.author.device_id)
    change = Change(
        id=change_id,
        record_kind=edit.kind,
        record_id=edit.id,
        base_revision=None if held is None else held.revision,
        revision=revision_of(made_at),
        edits=edit.fields,
        made_at=made_at,
        operator=act.author.operator,
        submission_id=act.submission_id,
    )
    record = StoredRecord(
        kind=edit.kind,
        id=edit.id,
        revision=change.revision,
        fields={**(held.fields if held else {}), **edit.fields},
        base_revision=held.base_revision if held else None,
        base_fields=held.base_fields if held else None,
        changed_at_ms=act.now_ms,
    )
    origin = Origin(
        "device",
        operator=act.author.operator,
        submission_id=act.submission_id,
        item_id=change.id,
        device_id=act.author.device_id,
    )
    write_record(store, record, origin=origin)
    enqueue(store, _waiting(change, submission_id=act.submission_id, now_ms=act.now_ms))
    return change


def _waiting(item: FilledForm | Change, *, submission_id: str, now_ms: int) -> OutboxItem:
    return OutboxItem(
        id=item.id,
        kind="change" if isinstance(item, Change) else "submission",
        submission_id=submission_id,
        record_kind=item.record_kind if isinstance(item, Change) else None,
        record_id=item.record_id if isinstance(item, Change) else None,
        payload=encode_item(item),
        state_times={DeliveryState.QUEUED: now_ms},
    )


def _newest_seen(held: StoredRecord | None, act: _Act) -> HybridTime | None:
    """Find the latest time this record was edited at, here or elsewhere: the next edit comes after it."""
    last: HybridTime | None = None
    for revision in (held.revision, held.base_revision) if held else ():
        try:
            seen = time_of(revision or "")
        except MessageMalformedError:
            continue  # not made of a time: nothing to come after
        last = observe(last, seen, wall_ms=act.now_ms, node=act.author.device_id)
    return last
