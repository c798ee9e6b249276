"""The built-in city system: records in our own database, rules and merge shared with the devices.

It works inside the platform's transaction, so an effect and the verdict about it
are one commit.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, insert

from employment import AssignmentState, EmploymentError, person_edits, person_from_fields
from server_stub.platform.city_tables import submissions
from server_stub.platform.dispatch import TASK, Dispatcher
from server_stub.platform.form_shelf import FormShelf
from server_stub.platform.merging import merge_change
from server_stub.platform.port import PlacedState
from server_stub.platform.records import CityRecord, fields_to_text, read_record, records_in
from server_stub.platform.returned import (
    ChangeNotAllowedError,
    ChangeNotFromSubmissionError,
    ChangeWithoutSubmissionError,
    RecordOutsideScopeError,
    RecordUnknownError,
    ReturnedError,
)
from server_stub.platform.scope import covers, scope_prefixes
from sync.change import Change, FieldValue, FilledForm, RecordState
from sync.keys.registry_document import DeviceEntry

PERSON: Final = "person"
_ANSWERED: Final = {"state": AssignmentState.RECORDED.value}


class PersonNotAcceptableError(ReturnedError):
    """With this change the person's record would hold something no code list knows."""

    code = "person-not-acceptable"


@dataclass(frozen=True, slots=True)
class BuiltInCity:
    """A `CityPlatform` for the length of one transaction."""

    connection: Connection
    shelf: FormShelf
    dispatcher: Dispatcher
    now_ms: int

    def check_form(self, form: FilledForm, *, sender: DeviceEntry) -> None:
        self._record_in_scope(PERSON, form.subject_id, sender)
        self.shelf.replay(form, device_id=sender.device_id)

    def check_change(self, change: Change, *, form: FilledForm | None, sender: DeviceEntry) -> None:
        if change.record_kind not in (PERSON, TASK) or change.is_deletion:
            raise ChangeNotAllowedError(kind=change.record_kind)
        if form is None:
            raise ChangeWithoutSubmissionError(submission=change.submission_id or "")
        record = self._record_in_scope(change.record_kind, change.record_id, sender)
        subject = record.belongs_to if change.record_kind == TASK else record.id
        if subject != form.subject_id or not _same(change.edits, self._expected(change, form, sender)):
            raise ChangeNotFromSubmissionError(submission=form.id)

    def apply_form(self, form: FilledForm, *, sender: DeviceEntry) -> None:
        row = {
            "id": form.id,
            "form_id": form.form_id,
            "form_version": form.form_version,
            "subject_id": form.subject_id,
            "operator": form.operator,
            "device": sender.device_id,
            "finalised_at_ms": form.finalised_at_ms,
            "xml": form.xml,
        }
        self.connection.execute(insert(submissions).values(**row))

    def apply_change(self, change: Change, *, form: FilledForm, sender: DeviceEntry) -> Sequence[PlacedState]:
        # Scope and record are looked at again: a commit of somebody else may lie between the stages.
        record = self._record_in_scope(change.record_kind, change.record_id, sender)
        if change.record_kind == TASK:
            return [placed(self.dispatcher.record_answer(record, item_id=change.id))]
        try:
            merged = merge_change(self.connection, record, change=change, now_ms=self.now_ms)
            person_from_fields(merged.id, merged.fields)
        except EmploymentError as error:
            raise PersonNotAcceptableError(submission=form.id, reason=error.code) from error
        tasks = self.dispatcher.review(merged, item_id=change.id)
        return [placed(each) for each in (merged, *tasks)]

    def snapshot(self, scope: Sequence[str]) -> Iterator[RecordState]:
        for record in records_in(self.connection, scope_prefixes(scope)):
            yield placed(record).state

    def _expected(self, change: Change, form: FilledForm, sender: DeviceEntry) -> dict[str, FieldValue]:
        if change.record_kind == TASK:
            return dict(_ANSWERED)
        return dict(person_edits(self.shelf.replay(form, device_id=sender.device_id)))

    def _record_in_scope(self, kind: str, record_id: str, sender: DeviceEntry) -> CityRecord:
        record = read_record(self.connection, kind, record_id)
        if record is None:
            raise RecordUnknownError(kind=kind, record=record_id)
        if not covers(sender.scope, record.village):
            raise RecordOutsideScopeError(kind=kind, record=record_id)
        return record


def placed(record: CityRecord) -> PlacedState:
    state = RecordState(record.kind, record.id, record.revision, record.fields, record.is_deleted)
    return PlacedState(state, record.village)


def _same(edits: Mapping[str, FieldValue], expected: Mapping[str, FieldValue]) -> bool:
    # Python holds 1 and True equal; a record does not.
    return fields_to_text(edits) == fields_to_text(expected)
