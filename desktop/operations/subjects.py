"""Whom or what a form is about, as the replica knows: masked names, and who lives with somebody."""

from typing import Final

from employment.privacy import mask_name
from employment.same_person import MERGED_INTO, survivor_of
from store.connection import Store
from store.records import StoredRecord, find_records, read_record

_ENTERPRISE: Final = "e-"
_HOUSEHOLD: Final = "h-"


def subject_name(store: Store, subject_id: str | None) -> str:
    """Give the masked name of a person, of a household its head's, of an enterprise its number."""
    if subject_id and subject_id.startswith(_ENTERPRISE):
        return subject_id.removeprefix(_ENTERPRISE)
    record = read_subject(store, subject_id)
    if record is None:
        return ""
    return mask_name(str(record.fields.get("person_name") or record.fields.get("head_name") or ""))


def read_subject(store: Store, subject_id: str | None) -> StoredRecord | None:
    """Read the record a task or form is about; None where there is none here."""
    if not subject_id:
        return None
    if subject_id.startswith(_HOUSEHOLD):
        return read_record(store, "household", subject_id)
    return read_record(store, "person", standing_id(store, subject_id))


def standing_id(store: Store, person_id: str) -> str:
    """Name the record that stands for a person: the same, unless it was joined with another."""
    return survivor_of(person_id, lambda name: pointer_of(store, name))


def pointer_of(store: Store, person_id: str) -> str | None:
    """Name the record a person's was joined with; only a record that went points anywhere."""
    record = read_record(store, "person", person_id)
    target = record.fields.get(MERGED_INTO) if record is not None and record.is_deleted else None
    return target if isinstance(target, str) else None


def housemates(store: Store, person: StoredRecord) -> tuple[StoredRecord, ...]:
    """List the other people of a person's household."""
    household_id = person.fields.get("household_id")
    if not household_id:
        return ()
    found = find_records(store, "person", household_id=household_id)
    return tuple(mate for mate in found if mate.id != person.id)
