"""From "collect this person" to a finished form, over the whole window.

Opens the form with what is known, keeps the draft at every answer, and on finishing
writes everything in one commit and hands the word back. One form at a time; leaving
keeps the draft.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, Signal

from desktop.code_lists import CodeLists
from desktop.desk import Desk
from desktop.errors import RecordMissingError
from desktop.form_entry.draft_document import read_document
from desktop.form_entry.form_page import FormPage, build_form_page, form_language
from desktop.form_entry.form_presenter import Failed
from desktop.form_entry.person_context import PersonContext
from desktop.form_entry.problems import Rejected
from desktop.form_shelf import DEFAULT_FORM, FormClock, form_title, shipped_form
from desktop.moments import local_time
from desktop.operations.drafts import Author, FinishedForm, Submitted, submit_draft
from desktop.shell.main_window import MainWindow
from desktop.shell.sync_indicator import Connection, SyncStatus
from employment.answers import person_prefill
from employment.assignment import AssignmentState
from forms import DeviceProperties, FormError, FormSession, FormSubmission
from resources.words import Words
from store import (
    Draft,
    Store,
    StoredRecord,
    find_records,
    list_drafts,
    read_draft,
    read_record,
    record_history,
    save_draft,
)
from sync.progress import SyncProgress

_OPEN_TASKS = (AssignmentState.DISPATCHED, AssignmentState.RETURNED)


@dataclass(slots=True)
class _Filling:
    """The form that is open."""

    draft_id: str
    person_id: str
    session: FormSession
    task_id: str | None = None


class Collecting(QObject):
    """Opens forms and sees them to their end."""

    submitted = Signal(object)  # Submitted
    closed = Signal()
    refused = Signal(object)  # an exception: the form could not be opened

    def __init__(self, desk: Desk, window: MainWindow, words: Words) -> None:
        super().__init__()
        self._desk, self._window, self._words = desk, window, words
        self._lists = CodeLists(words.language)
        self._filling: _Filling | None = None
        self._page: FormPage | None = None
        desk.status_changed.connect(self._show_network)

    @property
    def page(self) -> FormPage | None:
        """The open form, if there is one."""
        return self._page

    def begin(self, person_id: str) -> None:
        """Open a new form about a person, or go on with the draft there is."""
        draft = next((draft for draft in list_drafts(self._reader()) if draft.subject_id == person_id), None)
        if draft is not None:
            self.resume(draft.id)
            return
        person = self._person(person_id)
        if person is None:
            self.refused.emit(RecordMissingError(record=person_id))
            return
        session = FormSession.start(
            shipped_form(DEFAULT_FORM),
            clock=FormClock(self._desk.clock),
            device=self._device(),
            language=form_language(shipped_form(DEFAULT_FORM), self._words.language),
            prefill=person_prefill(person.fields),
        )
        self._open(person, session, draft_id=self._desk.entropy.uuid())

    def resume(self, draft_id: str) -> None:
        draft = read_draft(self._reader(), draft_id)
        person = self._person(draft.subject_id or "") if draft else None
        if draft is None or person is None:
            self.refused.emit(RecordMissingError(record=draft_id))
            return
        try:
            kept = read_document(draft.document)
            session = FormSession.resume(
                shipped_form(draft.form_id),
                kept.session,
                clock=FormClock(self._desk.clock),
                device=self._device(),
            )
        except FormError as error:
            self.refused.emit(error)  # the draft stays where it is
            return
        language = form_language(session.definition, self._words.language)
        if language is not None:
            session.set_language(language)
        self._open(person, session, draft_id=draft.id, rejected=kept.rejected)

    def leave(self) -> None:
        """Put the open form aside; its draft is kept."""
        if self._page is not None:
            self._page.presenter.save_and_leave()

    def _open(
        self,
        person: StoredRecord,
        session: FormSession,
        *,
        draft_id: str,
        rejected: Mapping[str, Rejected] | None = None,
    ) -> None:
        store = self._reader()
        household = read_record(store, "household", str(person.fields.get("household_id") or ""))
        tasks = find_records(store, "task", subject_id=person.id)
        open_task = next((task for task in tasks if task.fields.get("state") in _OPEN_TASKS), None)
        context = PersonContext(self._words, self._lists, local_time(self._desk.clock.now_ms()).date())
        self._filling = _Filling(draft_id, person.id, session, open_task.id if open_task else None)
        self._page = build_form_page(
            session,
            self._words,
            header=context.header(
                person,
                address=str(household.fields.get("address") or "") if household else "",
                form_title=form_title(session.definition.form_id, self._words),
            ),
            context=context.cards(person, tasks=tasks, history=record_history(store, "person", person.id)),
            keep_draft=self._keep_draft,
            submit=self._submit,
            new_instance_id=self._desk.entropy.uuid,
            finished=self._close,
            closed=self._close,
            rejected=rejected,
        )
        self._show_network(self._desk.status)
        self._window.show_full_screen_task(self._page.view)

    def _show_network(self, status: SyncStatus, _progress: SyncProgress | None = None) -> None:
        # While an exchange runs nobody knows yet: what was shown before stays.
        if self._page is not None and status.connection is not Connection.RUNNING:
            self._page.view.header.show_network(is_online=status.connection is Connection.OK)

    def _keep_draft(self, document: bytes, *, done: Callable[[int], None], failed: Failed) -> None:
        filling = self._open_filling()
        definition = filling.session.definition
        draft = Draft(
            id=filling.draft_id,
            form_id=definition.form_id,
            form_version=definition.version,
            subject_id=filling.person_id,
            document=document,
            saved_at_ms=self._desk.clock.now_ms(),
        )

        def kept(_: None) -> None:
            if self._filling is filling:
                done(draft.saved_at_ms)

        def not_kept(error: Exception) -> None:
            # A form that was left has no place of its own to say so.
            (failed if self._filling is filling else self.refused.emit)(error)

        self._desk.run(partial(save_draft, draft=draft), done=kept, failed=not_kept)

    def _submit(self, submission: FormSubmission, *, done: Callable[[], None], failed: Failed) -> None:
        filling = self._open_filling()
        finished = FinishedForm(submission, filling.person_id, filling.draft_id, filling.task_id)
        operation = partial(
            submit_draft,
            finished=finished,
            author=self._author(),
            clock=self._desk.clock,
            entropy=self._desk.entropy,
        )

        def written(submitted: Submitted) -> None:
            done()
            self.submitted.emit(submitted)

        self._desk.run(operation, done=written, failed=failed)

    def _close(self) -> None:
        page, self._page, self._filling = self._page, None, None
        if page is None:
            return
        if self._window.leave_full_screen_task() is not None:
            page.view.deleteLater()
        self._desk.refresh()
        self.closed.emit()

    def _author(self) -> Author:
        news = self._desk.news
        membership = news.membership if news else None
        if membership is None:
            raise RuntimeError("a form is open on a device that has not joined")
        return Author(membership.operator, membership.identity.device_id)

    def _device(self) -> DeviceProperties:
        author = self._author()
        return DeviceProperties(device_id=author.device_id, username=author.operator)

    def _person(self, person_id: str) -> StoredRecord | None:
        record = read_record(self._reader(), "person", person_id)
        return None if record is None or record.is_deleted else record

    def _open_filling(self) -> _Filling:
        if self._filling is None:
            raise RuntimeError("no form is open")
        return self._filling

    def _reader(self) -> Store:
        if self._desk.reader is None:
            raise RuntimeError("the replica is not open")
        return self._desk.reader
