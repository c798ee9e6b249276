"""Whom or what a form is about, as the replica knows: masked names, and who lives with somebody."""

from typing import Final

from employment.privacy import mask_name
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
    return read_record(store, "household" if subject_id.startswith(_HOUSEHOLD) else "person", subject_id)


def housemates(store: Store, person: StoredRecord) -> tuple[StoredRecord, ...]:
    """List the other people of a person's household."""
    household_id = person.fields.get("household_id")
    if not household_id:
        return ()
    found = find_records(store, "person", household_id=household_id)
    return tuple(mate for mate in found if mate.id != person.id)
