"""From "collect this person" to a finished form, over the whole window.

Opens any of the shipped forms with what is known and the rules that will be asked, keeps
the draft at every answer, and on finishing writes everything in one commit and hands the
word back. One form at a time; leaving keeps the draft.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from PySide6.QtCore import QObject, Signal

from desktop.code_lists import CodeLists
from desktop.delivered import Delivered
from desktop.desk import Desk
from desktop.errors import RecordMissingError
from desktop.form_entry.draft_document import DraftDocument, read_document
from desktop.form_entry.form_page import FormPage, build_form_page, form_language
from desktop.form_entry.form_presenter import Failed
from desktop.form_entry.form_screen import ContextCard, FormHeader
from desktop.form_entry.person_context import PersonContext
from desktop.form_knowledge import FormKnowledge
from desktop.form_shelf import DEFAULT_FORM, FormClock, FormShelf, FormWithdrawnError, form_title
from desktop.moments import local_time
from desktop.operations.drafts import Author, FinishedForm, Submitted, submit_draft
from desktop.places import place_of
from desktop.shell.main_window import MainWindow
from desktop.shell.sync_indicator import Connection, SyncStatus
from employment.answers import SUSPECT_VERIFY, answered_task, answers_doubts, placed_subject
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
from sync.keys.enrolment import Enrolment
from sync.progress import SyncProgress

_OPEN_TASKS = (AssignmentState.DISPATCHED, AssignmentState.RETURNED)


@dataclass(slots=True)
class _Filling:
    """The form that is open."""

    draft_id: str
    person_id: str | None  # None: about a subject the replica has no record of
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

    def begin(self, person_id: str, form_id: str = DEFAULT_FORM) -> None:
        """Open a form about a person, or go on with the draft of it there is."""
        self._begin(person_id, form_id)

    def verify(self, person_id: str, task_id: str) -> None:
        """Open the verification form about a doubt, or go on with its draft."""
        self._begin(person_id, SUSPECT_VERIFY, task=read_record(self._reader(), "task", task_id))

    def begin_about_place(self, form_id: str) -> None:
        """Open a form about something the replica has no record of, such as an enterprise."""
        knowledge = self._knowledge()
        scope = self._membership().scope
        session = self._start(form_id, prefill=knowledge.prefill_place(form_id, scope))
        self._open(None, session, draft_id=self._desk.entropy.uuid())

    def resume(self, draft_id: str) -> None:
        draft = read_draft(self._reader(), draft_id)
        person = self._person(draft.subject_id) if draft and draft.subject_id else None
        if draft is None or (draft.subject_id and person is None):
            self.refused.emit(RecordMissingError(record=draft_id))
            return
        try:
            kept = read_document(draft.document)
            session = FormSession.resume(
                self._shelf().pinned(draft.form_id, draft.form_version),
                kept.session,
                clock=FormClock(self._desk.clock),
                device=self._device(),
            )
        except (FormError, FormWithdrawnError) as error:
            self.refused.emit(error)  # the draft stays where it is
            return
        language = form_language(session.definition, self._words.language)
        if language is not None:
            session.set_language(language)
        self._open(person, session, draft_id=draft.id, kept=kept)

    def _begin(self, person_id: str, form_id: str, *, task: StoredRecord | None = None) -> None:
        drafts = (draft for draft in list_drafts(self._reader()) if draft.subject_id == person_id)
        draft = next((draft for draft in drafts if draft.form_id == form_id), None)
        if draft is not None:
            self.resume(draft.id)
            return
        person = self._person(person_id)
        if person is None:
            self.refused.emit(RecordMissingError(record=person_id))
            return
        try:
            session = self._start(form_id, prefill=self._knowledge().prefill(form_id, person, task=task))
        except FormWithdrawnError as error:
            self.refused.emit(error)  # the record was opened before the city took the form back
            return
        self._open(person, session, draft_id=self._desk.entropy.uuid())

    def _start(self, form_id: str, *, prefill: Mapping[str, str]) -> FormSession:
        definition = self._shelf().newest(form_id)
        return FormSession.start(
            definition,
            clock=FormClock(self._desk.clock),
            device=self._device(),
            language=form_language(definition, self._words.language),
            prefill=prefill,
        )

    def leave(self) -> None:
        """Put the open form aside; its draft is kept."""
        if self._page is not None:
            self._page.presenter.save_and_leave()

    def _open(
        self,
        person: StoredRecord | None,
        session: FormSession,
        *,
        draft_id: str,
        kept: DraftDocument | None = None,
    ) -> None:
        tasks = find_records(self._reader(), "task", subject_id=person.id) if person else ()
        task_id = _task_of(session, tasks)
        self._filling = _Filling(draft_id, person.id if person else None, session, task_id)
        header, context = self._surroundings(person, session, tasks)
        self._page = build_form_page(
            session,
            self._words,
            header=header,
            context=context,
            keep_draft=self._keep_draft,
            submit=self._submit,
            new_instance_id=self._desk.entropy.uuid,
            finished=self._close,
            closed=self._close,
            kept=kept,
            judge=self._knowledge().judge(person),
            judged_by=self._knowledge().judged_by(),
        )
        self._show_network(self._desk.status)
        self._window.show_full_screen_task(self._page.view)

    def _surroundings(
        self, person: StoredRecord | None, session: FormSession, tasks: Sequence[StoredRecord]
    ) -> tuple[FormHeader, Sequence[ContextCard]]:
        """Give the header and the cards beside a form."""
        definition = session.definition
        title = form_title(definition.form_id, self._words, named=definition.title)
        if person is None or not self._desk.shows_records():
            return FormHeader(title, place_of(self._membership().scope)), ()
        words = PersonContext(self._words, self._lists, self._today())
        household = self._knowledge().household(person)
        address = str(household.fields.get("address") or "") if household else ""
        history = record_history(self._reader(), "person", person.id)
        header = words.header(person, address=address, form_title=title)
        return header, words.cards(person, tasks=tasks, history=history)

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
        subject_id = filling.person_id or placed_subject(submission.form_id, submission.values).id
        finished = FinishedForm(submission, subject_id, filling.draft_id, filling.task_id)
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

    def _membership(self) -> Enrolment:
        news = self._desk.news
        membership = news.membership if news else None
        if membership is None:
            raise RuntimeError("a form is open on a device that has not joined")
        return membership

    def _author(self) -> Author:
        membership = self._membership()
        return Author(membership.operator, membership.identity.device_id)

    def _device(self) -> DeviceProperties:
        author = self._author()
        return DeviceProperties(device_id=author.device_id, username=author.operator)

    def _knowledge(self) -> FormKnowledge:
        return FormKnowledge(self._reader(), self._words, self._lists, self._today())

    def _shelf(self) -> FormShelf:
        return FormShelf(Delivered(self._reader()), tell=self.refused.emit)

    def _today(self) -> date:
        return local_time(self._desk.clock.now_ms()).date()

    def _person(self, person_id: str) -> StoredRecord | None:
        """Give whom a form is about; while records are closed with nothing of what is known."""
        record = read_record(self._reader(), "person", person_id)
        if record is None or record.is_deleted:
            return None
        return record if self._desk.shows_records() else replace(record, fields={})

    def _open_filling(self) -> _Filling:
        if self._filling is None:
            raise RuntimeError("no form is open")
        return self._filling

    def _reader(self) -> Store:
        if self._desk.reader is None:
            raise RuntimeError("the replica is not open")
        return self._desk.reader


def _task_of(session: FormSession, tasks: Sequence[StoredRecord]) -> str | None:
    """Name the task a form answers: the one it was begun for, or the first open one about the person."""
    form_id = session.definition.form_id
    if not answers_doubts(form_id):
        return None
    asked = answered_task(session.values())
    open_tasks = [task.id for task in tasks if task.fields.get("state") in _OPEN_TASKS]
    return next((task for task in open_tasks if asked in (None, task)), None)
