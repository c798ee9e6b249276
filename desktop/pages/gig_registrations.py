"""Registrations as the counter begins them, and those put aside half done, taken up again from their drafts.

A draft that the counter cannot go on with as it is (of another version of the form, or with photos, which
the counter asks for nowhere) is left to the page of forms.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from desktop.form_entry.draft_document import DraftDocument, read_document
from desktop.form_entry.form_page import form_language
from desktop.form_surroundings import FormSurroundings
from desktop.gig.first_answers import first_answers
from desktop.gig.free_times import begin_free_times
from desktop.gig.questions import FORM_ID
from desktop.gig.registration import Registration
from desktop.gig.workers import Worker
from desktop.pages.counter_window import CounterWindow
from employment.answers import NEWCOMER
from forms import FormError, FormSession
from store import Draft, Store, StoredRecord, read_draft, read_draft_files


@dataclass(frozen=True, slots=True)
class KeptRegistration:
    """A draft as it lies in the store."""

    draft: Draft
    has_files: bool


def read_kept(store: Store, draft_id: str) -> KeptRegistration | None:
    """Read a draft behind whatever is being written of it; None where it is gone."""
    draft = read_draft(store, draft_id)
    return None if draft is None else KeptRegistration(draft, bool(read_draft_files(store, draft_id)))


@dataclass(frozen=True, slots=True)
class GigRegistrations:
    """Begins and resumes on one device, in one language; `today` is the day of the counter."""

    around: FormSurroundings
    window: CounterWindow
    today: Callable[[], date]

    def begin(self, worker: Worker) -> Registration:
        definition = self.around.shelf().newest(FORM_ID)
        person = worker.person
        known = self.around.knowledge().prefill(FORM_ID, person) if person else {}
        answers = first_answers(worker, known=known, window=self.window.answers())
        session = FormSession.start(
            definition,
            clock=self.around.clock(),
            device=self.around.device(),
            language=form_language(definition, self.around.words.language),
        )
        entropy = self.around.desk.entropy
        subject_id = worker.subject_id or f"{NEWCOMER}{entropy.uuid()}"
        registration = self._registration(session, person, subject_id=subject_id, draft_id=entropy.uuid())
        registration.offer({**answers, **begin_free_times(answers, today=self.today())})
        registration.is_touched = False
        return registration

    def resume(self, kept: KeptRegistration) -> Registration | None:
        """Take up a draft; None where the counter cannot go on with it as it is."""
        draft, definition = kept.draft, self.around.shelf().newest(FORM_ID)
        is_of_here = (draft.form_id, draft.form_version) == (FORM_ID, definition.version)
        if not is_of_here or not draft.subject_id or kept.has_files:
            return None
        try:
            document = read_document(draft.document)
            clock, device = self.around.clock(), self.around.device()
            session = FormSession.resume(definition, document.session, clock=clock, device=device)
        except FormError:
            return None  # the page of forms says what is wrong with it
        language = form_language(definition, self.around.words.language)
        if language is not None:
            session.set_language(language)
        person = self.around.person(draft.subject_id)
        return self._registration(
            session, person, subject_id=draft.subject_id, draft_id=draft.id, kept=document
        )

    def _registration(
        self,
        session: FormSession,
        person: StoredRecord | None,
        *,
        subject_id: str,
        draft_id: str,
        kept: DraftDocument | None = None,
    ) -> Registration:
        knowledge = self.around.knowledge()
        return Registration(
            session,
            self.around.words,
            knowledge.judge(person),
            knowledge.judged_by(),
            subject_id=subject_id,
            draft_id=draft_id,
            kept=kept,
        )
