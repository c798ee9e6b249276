"""改一改再交: the form that came back is opened with its own answers, whoever or whatever it is about.

A person's form could be begun anew from the record; that of an enterprise, a new household or an empty house
has no record to begin from, and what was typed an hour ago must not be typed again.
"""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal

from desktop.code_lists import CodeLists
from desktop.desk import Desk
from desktop.errors import RecordMissingError
from desktop.form_entry.draft_document import DraftDocument, write_document
from desktop.form_shelf import FormWithdrawnError
from desktop.form_surroundings import FormSurroundings
from desktop.operations.corrections import ReturnedForm, correction_id, read_returned
from employment.answers import SubjectKind, subject_kind
from forms import FormError, FormSession, QuestionKind
from resources.words import Words
from store import Draft, DraftFiles, StoredSubmission, save_draft

_FILES = (QuestionKind.IMAGE, QuestionKind.AUDIO, QuestionKind.VIDEO, QuestionKind.FILE)


class Correcting(QObject):
    """Turns a form that came back into a draft and has it opened by `resume`, unless `is_busy` by then."""

    refused = Signal(object)  # an exception

    def __init__(
        self, desk: Desk, words: Words, *, resume: Callable[[str], None], is_busy: Callable[[], bool]
    ) -> None:
        super().__init__()
        self._desk, self._resume, self._is_busy = desk, resume, is_busy
        self._around = FormSurroundings(desk, words, CodeLists(words.language), tell=self.refused.emit)

    def open(self, submission_id: str) -> None:
        """Go on with the correction of a form, or begin it."""

        def read(returned: ReturnedForm | None) -> None:
            if returned is None:
                self.refused.emit(RecordMissingError(record=submission_id))
            elif not self._is_busy():
                self._go_on(returned)

        operation = partial(read_returned, submission_id=submission_id)
        self._desk.run(operation, done=read, failed=self.refused.emit)

    def _go_on(self, returned: ReturnedForm) -> None:
        draft_id = correction_id(returned.submission.id)
        if returned.draft is not None:
            self._resume(draft_id)
            return
        try:
            session = self._session(returned)
        except (FormError, FormWithdrawnError) as error:
            self.refused.emit(error)
            return
        named = {name: content for name, content in returned.files.items() if name in _answers(session)}
        draft = Draft(
            id=draft_id,
            form_id=returned.submission.form_id,
            form_version=returned.submission.form_version,
            subject_id=_subject(returned.submission),
            document=write_document(DraftDocument(session.save())),
            saved_at_ms=self._desk.clock.now_ms(),
        )
        files = DraftFiles(frozenset(named), named)
        self._desk.run(
            partial(save_draft, draft=draft, files=files),
            done=lambda _: None if self._is_busy() else self._resume(draft_id),
            failed=self.refused.emit,
        )

    def _session(self, returned: ReturnedForm) -> FormSession:
        """Read the answers in the version they were given in; a file that is gone is asked for again."""
        form = returned.submission
        definition = self._around.shelf().pinned(form.form_id, form.form_version)
        clock, device = self._around.clock(), self._around.device()
        session = FormSession.from_submission(definition, form.xml, clock=clock, device=device)
        for reference, answer in session.values().items():
            is_gone = answer not in returned.files
            if is_gone and _asks_for_file(session, reference):
                session.answer(reference, "")
        return session


def _answers(session: FormSession) -> frozenset[str]:
    return frozenset(session.values().values())


def _asks_for_file(session: FormSession, reference: str) -> bool:
    try:
        return session.question(reference).kind in _FILES
    except FormError:  # a value nobody asks for
        return False


def _subject(form: StoredSubmission) -> str | None:
    """Name whom the draft is about; an enterprise is named by its answers alone."""
    return None if subject_kind(form.form_id) is SubjectKind.ENTERPRISE else form.subject_id
