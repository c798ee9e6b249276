"""One person's whole story, read from the replica: what stands now, what was filled, what changed.

Run on the store thread; the screen gives it words. What was filled about a person who was
found to be the same one belongs to the story, too.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from desktop.caseload.people import PersonRow, read_rows
from desktop.city_forms import CityForm, read_city_forms
from desktop.operations.exchange import QueueRow, read_progress
from desktop.operations.subjects import housemates
from desktop.operations.twins import Twin, absorbed_records, find_twins
from employment.same_person import absorbed_ids
from store import (
    RecordVersion,
    Store,
    StoredRecord,
    StoredSubmission,
    list_draft_heads,
    read_record,
    record_history,
)
from store.attachments import Attachment, list_attachments
from store.conflicts import conflicts_of_record
from store.disclosures import Disclosure, disclosures_of
from store.submissions import submissions_of


@dataclass(frozen=True, slots=True)
class FilledOnce:
    """One finished form about this person, its files, and how far it has come."""

    submission: StoredSubmission
    progress: QueueRow | None
    files: tuple[Attachment, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordStory:
    person: StoredRecord
    household: StoredRecord | None
    versions: tuple[RecordVersion, ...]
    forms: tuple[FilledOnce, ...]
    drafts: frozenset[str] = frozenset()  # the forms that were begun and put aside
    city_forms: tuple[CityForm, ...] = ()  # those the city alone knows
    differing: int = 0  # values that wait for somebody to choose
    members: tuple[PersonRow, ...] = ()  # of the household, this person among them
    looks: tuple[Disclosure, ...] = ()
    twins: tuple[Twin, ...] = ()  # records that may be of the same person
    absorbed: tuple[StoredRecord, ...] = ()  # records that were joined with this one


def read_story(store: Store, person_id: str, *, today: date) -> RecordStory | None:
    """Read a person; None when this computer does not hold them (any more)."""
    person = read_record(store, "person", person_id)
    if person is None or person.is_deleted:
        return None
    household_id = person.fields.get("household_id")
    household = read_record(store, "household", household_id) if isinstance(household_id, str) else None
    names = [person_id, *absorbed_ids(person.fields)]
    mates = sorted([person_id, *(mate.id for mate in housemates(store, person))])
    return RecordStory(
        person=person,
        household=household,
        versions=record_history(store, "person", person_id),
        forms=_forms(store, names),
        drafts=frozenset(draft.form_id for draft in list_draft_heads(store) if draft.subject_id in names),
        city_forms=read_city_forms(store),
        differing=sum(one.decision is None for one in conflicts_of_record(store, "person", person_id)),
        members=read_rows(store, mates, today=today),
        looks=disclosures_of(store, "person", person_id),
        twins=find_twins(store, person.fields, beside=person_id),
        absorbed=absorbed_records(store, person),
    )


def _forms(store: Store, subjects: Sequence[str]) -> tuple[FilledOnce, ...]:
    about = [form for subject in subjects for form in submissions_of(store, subject)]
    about.sort(key=lambda form: -form.finalised_at_ms)
    return tuple(
        FilledOnce(form, read_progress(store, form.id), list_attachments(store, form.id)) for form in about
    )
