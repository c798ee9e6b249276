"""From "collect this person" to a finished form, over the whole window.

Opens any form with what is known and the rules that will be asked, keeps the draft at every answer, and
on finishing writes everything in one commit. One form at a time; leaving keeps the draft.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from PySide6.QtCore import QObject, Signal

from desktop.answered_tasks import answered_by
from desktop.capture.frame_source import FrameSource
from desktop.code_lists import CodeLists
from desktop.desk import Desk
from desktop.draft_resuming import DraftResuming, ReadyDraft
from desktop.draft_writing import DraftName, DraftWriting
from desktop.error_report import report_error
from desktop.errors import RecordMissingError
from desktop.form_entry.draft_document import DraftDocument
from desktop.form_entry.draft_saving import Failed
from desktop.form_entry.form_page import FormPage, build_form_page, form_language
from desktop.form_entry.move_view import MoveView
from desktop.form_entry.questions.input_ports import InputPorts
from desktop.form_paper import FormPaper
from desktop.form_shelf import DEFAULT_FORM, HOUSEHOLD_FORM, FormWithdrawnError
from desktop.form_surroundings import FormSurroundings
from desktop.operations.drafts import FinishedForm, Submitted, submit_draft
from desktop.operations.edits import Author
from desktop.shell.main_window import MainWindow
from desktop.shell.sync_indicator import Connection, SyncStatus
from employment.answers import (
    NEWCOMER,
    SUSPECT_VERIFY,
    needs_no_person,
    placed_subject,
)
from forms import FormSession, FormSubmission
from resources.words import Words
from store import (
    Draft,
    DraftFiles,
    StoredRecord,
    find_records,
    list_draft_heads,
    read_draft,
    read_record,
    save_draft,
)
from sync.progress import SyncProgress


@dataclass(slots=True)
class _Filling:
    """The form that is open; its draft names nobody where the form itself says whom it is about."""

    name: DraftName
    session: FormSession
    task_id: str | None = None


class Collecting(QObject):
    """Opens forms and sees them to their end."""

    submitted = Signal(object)  # Submitted
    closed = Signal()
    refused = Signal(object)  # an exception: the form could not be opened

    def __init__(
        self, desk: Desk, window: MainWindow, words: Words, *, cameras: Sequence[FrameSource] = ()
    ) -> None:
        super().__init__()
        self._ports = InputPorts(cameras=cameras)
        self._desk, self._window, self._words = desk, window, words
        lists = CodeLists(words.language)
        self._around = FormSurroundings(desk, words, lists, tell=self.refused.emit)
        self.paper = FormPaper(desk, self._around)
        self._writing = DraftWriting(desk)
        self._resuming = DraftResuming(self._around, window)
        self._resuming.ready.connect(self._open_draft)
        self._resuming.refused.connect(self.refused)
        self._filling: _Filling | None = None
        self._page: FormPage | None = None
        desk.status_changed.connect(self._show_network)

    @property
    def page(self) -> FormPage | None:
        """The open form, if there is one."""
        return self._page

    @property
    def draft_id(self) -> str | None:
        """Name the draft of the open form, kept already or not."""
        return self._filling.name.id if self._filling is not None else None

    def author(self) -> Author:
        """Name who works here, as their work is signed."""
        return self._around.author()

    @property
    def offer(self) -> MoveView | None:
        """The page that offers to move a draft to another version, if it is shown."""
        return self._resuming.view

    def begin(self, person_id: str, form_id: str = DEFAULT_FORM) -> None:
        """Open a form about a person, or go on with the draft of it there is."""
        self._begin(person_id, form_id)

    def verify(self, person_id: str, task_id: str) -> None:
        """Open the verification form about a doubt, or go on with its draft."""
        self._begin(person_id, SUSPECT_VERIFY, task=read_record(self._around.reader(), "task", task_id))

    def begin_household(self, known: Mapping[str, str]) -> None:
        """Open the form of a household no register holds; the office makes its records."""
        knowledge, scope = self._around.knowledge(), self._around.membership().scope
        session = self._start(HOUSEHOLD_FORM, prefill=knowledge.prefill_household(known, scope))
        subject_id, draft_id = f"{NEWCOMER}{self._desk.entropy.uuid()}", self._desk.entropy.uuid()
        self._open(None, session, draft_id=draft_id, apart=subject_id)

    def begin_member(self, housemate_id: str, known: Mapping[str, str]) -> None:
        """Open the form of a household with somebody new as its first member; the office makes the record.

        Without a housemate the household is a new one, too.
        """
        if not housemate_id:
            self.begin_household(known)
            return
        housemate = self._around.person(housemate_id)
        if housemate is None:
            self.refused.emit(RecordMissingError(record=housemate_id))
            return
        prefill = self._around.knowledge().prefill_member(housemate, known)
        session = self._start(HOUSEHOLD_FORM, prefill=prefill)
        self._open(housemate, session, draft_id=self._desk.entropy.uuid())

    def begin_about_place(self, form_id: str) -> None:
        """Open a form about something the replica has no record of, such as an enterprise."""
        knowledge = self._around.knowledge()
        scope = self._around.membership().scope
        session = self._start(form_id, prefill=knowledge.prefill_place(form_id, scope))
        self._open(None, session, draft_id=self._desk.entropy.uuid())

    def resume(self, draft_id: str) -> None:
        """Go on with a draft; where its form has another version by now, it is asked which."""
        if self._writing.is_under_way(draft_id):
            self._later(lambda: self.resume(draft_id))
            return
        draft = read_draft(self._around.reader(), draft_id)
        person = self._around.person(draft.subject_id) if draft and draft.subject_id else None
        if draft is None or not (person or needs_no_person(draft.form_id, draft.subject_id)):
            self.refused.emit(RecordMissingError(record=draft_id))
            return
        self._resuming.resume(draft, person)

    def _open_draft(self, ready: ReadyDraft) -> None:
        draft = ready.draft
        apart = draft.subject_id if needs_no_person(draft.form_id, draft.subject_id) else None
        self._open(ready.person, ready.session, draft_id=draft.id, kept=ready.kept, apart=apart)
        if ready.is_moved and self._page is not None:
            self._page.presenter.keep()

    def _begin(self, person_id: str, form_id: str, *, task: StoredRecord | None = None) -> None:
        if self._writing.has_under_way(form_id, person_id):
            self._later(lambda: self._begin(person_id, form_id, task=task))
            return
        drafts = (draft for draft in list_draft_heads(self._around.reader()) if draft.subject_id == person_id)
        draft = next((draft for draft in drafts if draft.form_id == form_id), None)
        if draft is not None:
            self.resume(draft.id)
            return
        person = self._around.person(person_id)
        if person is None:
            self.refused.emit(RecordMissingError(record=person_id))
            return
        try:
            prefill = self._around.knowledge().prefill(form_id, person, task=task)
            session = self._start(form_id, prefill=prefill)
        except FormWithdrawnError as error:
            self.refused.emit(error)  # the record was opened before the city took the form back
            return
        self._open(person, session, draft_id=self._desk.entropy.uuid())

    def _later(self, act: Callable[[], None]) -> None:
        """Do this once what was left is written, if nothing else was begun meanwhile."""
        self._writing.afterwards(lambda: None if self._page or self._window.is_locked else act())

    def _start(self, form_id: str, *, prefill: Mapping[str, str]) -> FormSession:
        around, definition = self._around, self._around.shelf().newest(form_id)
        language = form_language(definition, self._words.language)
        return FormSession.start(
            definition, clock=around.clock(), device=around.device(), language=language, prefill=prefill
        )

    def leave(self) -> None:
        """Put the open form aside; its draft is kept."""
        self._resuming.leave()
        if self._page is not None:
            self._page.presenter.save_and_leave()

    def _open(
        self,
        person: StoredRecord | None,
        session: FormSession,
        *,
        draft_id: str,
        kept: DraftDocument | None = None,
        apart: str | None = None,
    ) -> None:
        tasks = find_records(self._around.reader(), "task", subject_id=person.id) if person else ()
        task_id = answered_by(session, tasks)
        name = DraftName(draft_id, session.definition.form_id, person.id if person else apart)
        filling = _Filling(name, session, task_id)
        self._filling = filling
        self._page = build_form_page(
            session,
            self._words,
            header=self._around.header(person, session),
            context=self._around.cards(person, session, tasks),
            keep_draft=self._keep_draft,
            submit=self._submit,
            new_instance_id=self._desk.entropy.uuid,
            finished=self._close,
            closed=self._close,
            report=partial(report_error, words=self._words, entropy=self._desk.entropy),
            kept=kept,
            judge=self._around.knowledge().judge(person),
            judged_by=self._around.knowledge().judged_by(),
            ports=replace(self._ports, read_picture=self._around.shelf().picture),
            printing=self.paper.ports(
                "person" if name.subject_id else "form",
                name.subject_id or draft_id,
                is_open=lambda: self._filling is filling,
            ),
            last_time=self._around.last_time(person, session.definition.form_id),
        )
        self._show_network(self._desk.status)
        self._window.show_full_screen_task(self._page.view)

    def _show_network(self, status: SyncStatus, _progress: SyncProgress | None = None) -> None:
        # While an exchange runs nobody knows yet: what was shown before stays.
        if self._page is not None and status.connection is not Connection.RUNNING:
            self._page.view.header.show_network(is_online=status.connection is Connection.OK)

    def _keep_draft(
        self, document: bytes, files: DraftFiles, *, done: Callable[[int], None], failed: Failed
    ) -> None:
        filling, at_ms = self._open_filling(), self._desk.clock.now_ms()
        name, version = filling.name, filling.session.definition.version
        draft = Draft(name.id, name.form_id, version, name.subject_id, document, at_ms)

        def kept(_: None) -> None:
            if self._filling is filling:
                done(at_ms)

        def not_kept(error: Exception) -> None:
            # A form that was left has no place of its own to say so.
            (failed if self._filling is filling else self.refused.emit)(error)

        self._writing.write(
            filling.name, partial(save_draft, draft=draft, files=files), done=kept, failed=not_kept
        )

    def _submit(self, submission: FormSubmission, *, done: Callable[[], None], failed: Failed) -> None:
        filling = self._open_filling()
        subject_id = filling.name.subject_id or placed_subject(submission.form_id, submission.values).id
        finished = FinishedForm(submission, subject_id, filling.name.id, filling.task_id)
        operation = partial(
            submit_draft,
            finished=finished,
            author=self._around.author(),
            clock=self._desk.clock,
            entropy=self._desk.entropy,
        )

        def written(submitted: Submitted) -> None:
            if self._filling is filling:  # whoever left meanwhile may have another form open by now
                done()
            self.submitted.emit(submitted)

        def not_written(error: Exception) -> None:
            (failed if self._filling is filling else self.refused.emit)(error)

        self._writing.write(filling.name, operation, done=written, failed=not_written)

    def _close(self) -> None:
        page, self._page, self._filling = self._page, None, None
        if page is None:
            return
        if self._window.leave_full_screen_task() is not None:
            page.view.deleteLater()
        self._desk.refresh()
        self.closed.emit()

    def _open_filling(self) -> _Filling:
        if self._filling is None:
            raise RuntimeError("no form is open")
        return self._filling
