"""One person's whole story, read from the replica: what stands now, what was filled, what changed.

Run on the store thread; the screen gives it words.
"""

from dataclasses import dataclass

from desktop.city_forms import CityForm, read_city_forms
from desktop.operations.exchange import QueueRow, read_progress
from store import (
    RecordVersion,
    Store,
    StoredRecord,
    StoredSubmission,
    list_drafts,
    read_record,
    record_history,
)
from store.conflicts import conflicts_of_record
from store.submissions import submissions_of


@dataclass(frozen=True, slots=True)
class FilledOnce:
    """One finished form about this person, and how far it has come."""

    submission: StoredSubmission
    progress: QueueRow | None


@dataclass(frozen=True, slots=True)
class RecordStory:
    person: StoredRecord
    household: StoredRecord | None
    versions: tuple[RecordVersion, ...]
    forms: tuple[FilledOnce, ...]
    drafts: frozenset[str] = frozenset()  # the forms that were begun and put aside
    city_forms: tuple[CityForm, ...] = ()  # those the city alone knows
    differing: int = 0  # values that wait for somebody to choose


def read_story(store: Store, person_id: str) -> RecordStory | None:
    """Read a person; None when this computer does not hold them (any more)."""
    person = read_record(store, "person", person_id)
    if person is None or person.is_deleted:
        return None
    household_id = person.fields.get("household_id")
    household = read_record(store, "household", household_id) if isinstance(household_id, str) else None
    about = submissions_of(store, person_id)
    return RecordStory(
        person=person,
        household=household,
        versions=record_history(store, "person", person_id),
        forms=tuple(FilledOnce(form, read_progress(store, form.id)) for form in about),
        drafts=frozenset(draft.form_id for draft in list_drafts(store) if draft.subject_id == person_id),
        city_forms=read_city_forms(store),
        differing=sum(one.decision is None for one in conflicts_of_record(store, "person", person_id)),
    )
