"""The built-in city system: records in our own database, rules and merge shared with the devices.

It works inside the platform's transaction, so an effect and the verdict about it
are one commit. What an envelope does to records waits in a ledger until all of it is done.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Final

from employment import (
    AssignmentState,
    EmploymentError,
    SubjectKind,
    concerns_household,
    is_about_household,
    is_newcomer,
    newcomer_places,
    person_edits,
    person_from_fields,
    placed_subject,
    subject_kind,
)
from server_stub.platform.conflicts import is_decision, open_conflicts_in
from server_stub.platform.dispatch import TASK, Dispatcher
from server_stub.platform.form_review import FormReview
from server_stub.platform.form_shelf import FormShelf
from server_stub.platform.ledger import Ledger
from server_stub.platform.merging import look_ahead, merge_change, seen_fields
from server_stub.platform.port import Coming, PlacedState, SendingDevice, Stage
from server_stub.platform.records import CityRecord, fields_to_text, records_in, state_of
from server_stub.platform.returned import (
    ChangeNotAllowedError,
    ChangeNotFromSubmissionError,
    ChangeWithoutSubmissionError,
    RecordOutsideScopeError,
    RecordUnknownError,
    ReturnedError,
    SubmissionNotFaithfulError,
)
from server_stub.platform.same_person import check_deletion, check_merging, is_merging
from server_stub.platform.scope import covers, may_register, scope_prefixes, station_counties
from server_stub.platform.untold import take_untold
from sync.change import Change, ConflictNotice, FieldValue, FilledForm, RecordState
from sync.merge.join import CITY_NODE
from sync.merge.revision import revision_of

PERSON: Final = "person"
HOUSEHOLD: Final = "household"
_ANSWERED: Final[Mapping[str, FieldValue]] = {"state": AssignmentState.RECORDED.value}


class PersonNotAcceptableError(ReturnedError):
    """With this change the person's record would hold something no code list knows."""

    code = "person-not-acceptable"


@dataclass(frozen=True, slots=True)
class BuiltInCity:
    """A `CityPlatform` for the length of one transaction."""

    ledger: Ledger
    shelf: FormShelf
    dispatcher: Dispatcher
    now_ms: int

    def look_ahead(self, coming: Sequence[Coming], *, stage: Stage, sender: SendingDevice) -> None:
        del stage  # both read the same
        changes = [one.item for one in coming if isinstance(one.item, Change)]
        look_ahead(self.ledger, changes, sender=sender.device_id)
        self.ledger.look_ahead_owned(TASK, {one.record_id for one in changes if one.record_kind == PERSON})

    def attempt(self) -> AbstractContextManager[None]:
        return self.ledger.attempt()

    def write_down(self) -> None:
        self.ledger.write_down()

    def check_form(self, form: FilledForm, *, sender: SendingDevice) -> None:
        about: CityRecord | None = None
        if is_newcomer(form.form_id, form.subject_id):
            self._newcomer_in_scope(form, sender)
        elif is_about_household(form.form_id, form.subject_id):
            self._record_in_scope(HOUSEHOLD, form.subject_id, sender)
        elif subject_kind(form.form_id) is SubjectKind.PERSON:
            about = self._record_in_scope(PERSON, form.subject_id, sender)
        else:
            self._placed_in_scope(form, sender)
        self._forms.check(form, about, device_id=sender.device_id)

    def check_change(self, change: Change, *, form: FilledForm | None, sender: SendingDevice) -> None:
        if change.record_kind not in (PERSON, HOUSEHOLD, TASK) or (change.is_deletion and form is not None):
            raise ChangeNotAllowedError(kind=change.record_kind)
        is_of_house = form is None or is_about_household(form.form_id, form.subject_id)
        if change.record_kind == HOUSEHOLD and not is_of_house:
            raise ChangeNotAllowedError(kind=HOUSEHOLD)
        if change.revision != revision_of(change.made_at) or change.made_at.node.endswith(CITY_NODE):
            # Under the name of a state of the city it would be the city's word, or what others grow from.
            raise ChangeNotAllowedError(kind=change.record_kind)
        if form is None and change.submission_id is not None:
            raise ChangeWithoutSubmissionError(submission=change.submission_id)
        record = self._record_in_scope(change.record_kind, change.record_id, sender)
        if form is None:
            return self._check_without_form(change, record, sender, stage=Stage.CHECK)
        expected = self._expected(record, change, form, sender)
        if not self._is_about(form, record) or not _same(change.edits, expected):
            raise ChangeNotFromSubmissionError(submission=form.id)
        return None

    def _check_without_form(
        self, change: Change, record: CityRecord, sender: SendingDevice, *, stage: Stage
    ) -> None:
        """Take from a device without a form only what joins two records, a deletion, and a decision.

        Of a household only a decision is taken.
        """
        if record.kind == HOUSEHOLD and change.edits and not change.is_deletion:
            if not is_decision(self.ledger, record, change):
                raise ChangeWithoutSubmissionError(submission="")
            return
        if record.kind != PERSON or (change.is_deletion and change.edits):
            raise ChangeNotAllowedError(kind=record.kind)
        if is_merging(change):
            if stage is Stage.APPLY:
                check_merging(self.ledger, record, change, scope=sender.scope)
            return
        if change.is_deletion and stage is Stage.APPLY:
            check_deletion(self.ledger, record)
        if not change.is_deletion and not is_decision(self.ledger, record, change):
            raise ChangeWithoutSubmissionError(submission="")

    def apply_form(self, form: FilledForm, *, sender: SendingDevice) -> None:
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
        self.ledger.keep_submission(row)

    def apply_change(
        self, change: Change, *, form: FilledForm | None, sender: SendingDevice
    ) -> Sequence[PlacedState]:
        # Scope and record are looked at again: a commit of somebody else may lie between the stages.
        record = self._record_in_scope(change.record_kind, change.record_id, sender)
        if form is None:
            self._check_without_form(change, record, sender, stage=Stage.APPLY)
            return self._merge(record, change, sender)
        if change.record_kind == TASK:
            subject = self._record_in_scope(PERSON, form.subject_id, sender)
            verified = self._forms.verified(form, subject, device_id=sender.device_id)
            return [placed(self.dispatcher.record_answer(record, item_id=change.id, verified=verified))]
        if change.record_kind == HOUSEHOLD:
            return self._merge(record, change, sender)
        verified = self._forms.verified(form, record, device_id=sender.device_id)
        return self._merge(record, change, sender, verified=verified)

    def _merge(
        self, record: CityRecord, change: Change, sender: SendingDevice, *, verified: Collection[str] = ()
    ) -> Sequence[PlacedState]:
        merged = merge_change(self.ledger, record, change=change, sender=sender.device_id, now_ms=self.now_ms)
        # Who made the change on what stood until now can build on what he made; nobody else's news is in it.
        made = merged.made if change.base_revision == record.revision else None
        told = PlacedState(state_of(merged.record), state_of(record), made, merged.notices)
        if record.kind == HOUSEHOLD:
            return [told]
        try:
            person_from_fields(record.id, merged.record.fields)
        except EmploymentError as error:
            submission = change.submission_id or ""
            raise PersonNotAcceptableError(submission=submission, reason=error.code) from error
        tasks = self.dispatcher.review(merged.record, item_id=change.id, verified=verified)
        return [told, *(placed(task) for task in tasks)]

    def find_record(self, kind: str, record_id: str) -> RecordState | None:
        record = self.ledger.read(kind, record_id)
        return None if record is None else state_of(record)

    def snapshot(self, scope: Sequence[str]) -> Iterator[RecordState | ConflictNotice]:
        places = scope_prefixes(scope)
        for record in records_in(self.ledger.connection, places, stations=station_counties(scope)):
            yield state_of(record)
        yield from open_conflicts_in(self.ledger.connection, places)

    def take_news(self) -> Sequence[PlacedState]:
        return take_untold(self.ledger.connection)

    @property
    def _forms(self) -> FormReview:
        return FormReview(self.ledger, self.shelf, self.dispatcher.rules)

    def _expected(
        self, record: CityRecord, change: Change, form: FilledForm, sender: SendingDevice
    ) -> Mapping[str, FieldValue]:
        if record.kind == TASK:
            return _ANSWERED
        values = self.shelf.replay(form, device_id=sender.device_id)
        # Whom a form is about is asked of the record as the officer saw it, not as it is by now.
        seen = seen_fields(self.ledger, record, change, sender=sender.device_id)
        return person_edits(values, about=record.fields if seen is None else seen)

    def _is_about(self, form: FilledForm, record: CityRecord) -> bool:
        """Tell whether a form may change a record: its subject's, a task's about it, a housemate's."""
        if record.kind == TASK:
            return record.belongs_to == form.subject_id
        if record.id == form.subject_id:
            return True
        subject = self.ledger.read(PERSON, form.subject_id)
        is_housemate = subject is not None and subject.belongs_to == record.belongs_to
        return bool(record.belongs_to) and is_housemate and concerns_household(form.form_id)

    def _placed_in_scope(self, form: FilledForm, sender: SendingDevice) -> None:
        """Let a device report about what lies in its places, and under the subject's own id only."""
        subject = placed_subject(form.form_id, self.shelf.replay(form, device_id=sender.device_id))
        if not covers(sender.scope, subject.village):
            raise RecordOutsideScopeError(kind=subject_kind(form.form_id).value, record=form.subject_id)
        if subject.id != form.subject_id:
            raise SubmissionNotFaithfulError(form=form.form_id, reason="subject")

    def _newcomer_in_scope(self, form: FilledForm, sender: SendingDevice) -> None:
        """Let a device register whom no register holds: who lives or came to a station in its places."""
        values = self.shelf.replay(form, device_id=sender.device_id)
        village, station = newcomer_places(form.form_id, values)
        if not may_register(sender.scope, village=village, station=station):
            raise RecordOutsideScopeError(kind=PERSON, record=form.subject_id)

    def _record_in_scope(self, kind: str, record_id: str, sender: SendingDevice) -> CityRecord:
        record = self.ledger.read(kind, record_id)
        if record is None:
            raise RecordUnknownError(kind=kind, record=record_id)
        if not covers(sender.scope, record.village):
            raise RecordOutsideScopeError(kind=kind, record=record_id)
        return record


def placed(record: CityRecord) -> PlacedState:
    return PlacedState(state_of(record))


def _same(edits: Mapping[str, FieldValue], expected: Mapping[str, FieldValue]) -> bool:
    # Python holds 1 and True equal; a record does not.
    return fields_to_text(edits) == fields_to_text(expected)
