"""Takes an officer through a form: one section a page, then the review, then it is done.

Nothing typed is lost: every change marks the draft as unsaved and asks for saving, and
saving never waits for an answer to be right. Leaving a page is never refused; what is
missing is said again at the review, where finishing is held up until it is mended. There the
rules are asked too: what they stop is mended, what must be verified gets the officer's word.
"""

from collections.abc import Callable
from typing import Protocol

from desktop.form_entry.answer_spelling import spell_typed
from desktop.form_entry.draft_document import DraftDocument, write_document
from desktop.form_entry.form_pages import FormPages
from desktop.form_entry.form_screen import FormScreen, SaveState
from desktop.form_entry.problems import Problems
from desktop.form_entry.remarks import Judge, nothing_to_remark
from desktop.form_entry.review_remarks import Remarks
from desktop.moments import say_clock
from forms import FormError, FormSession, FormSubmission
from resources.words import Words

Failed = Callable[[Exception], None]


class DraftKeeper(Protocol):
    """Keeps a draft's document; `done` gets the time it was kept at."""

    def __call__(self, document: bytes, *, done: Callable[[int], None], failed: Failed) -> None: ...


class Submit(Protocol):
    """Turns the finished form into a fact; after `done` the draft is gone."""

    def __call__(self, submission: FormSubmission, *, done: Callable[[], None], failed: Failed) -> None: ...


class FormPresenter:
    """Steers one filling of one form.

    `kept` is what `read_document` gave for a draft, `judge` asks the rules about the answers,
    and `judged_by` is the version of those rules.
    """

    def __init__(
        self,
        screen: FormScreen,
        session: FormSession,
        *,
        words: Words,
        keep_draft: DraftKeeper,
        submit: Submit,
        new_instance_id: Callable[[], str],
        finished: Callable[[], None],
        closed: Callable[[], None],
        kept: DraftDocument | None = None,
        judge: Judge = nothing_to_remark,
        judged_by: str = "",
    ) -> None:
        self._screen, self._session, self._words = screen, session, words
        self._keep_draft, self._submit = keep_draft, submit
        self._new_instance_id, self._finished, self._closed = new_instance_id, finished, closed
        self._problems = Problems(words)
        self._problems.bring_back(kept.rejected if kept else {})
        said = kept.said if kept else {}
        self._remarks = Remarks(session, self._problems, words, judge=judge, said=said)
        self._pages = FormPages(session, self._problems, words, self._remarks)
        self._judged_by = judged_by
        self._index = 0
        self._is_unsaved = self._is_submitting = False

    @property
    def session(self) -> FormSession:
        return self._session

    def begin(self) -> None:
        self._screen.show_saved(SaveState.CLEAN, "")
        self._show_page()

    def answer(self, reference: str, typed: str) -> None:
        """Take one answer as it is typed; only what it changed is shown again."""
        kind = self._session.question(reference).kind
        try:
            changes = self._session.answer(reference, spell_typed(typed, kind))
        except FormError as error:
            self._problems.reject(reference, typed, error)
            self._screen.update_cards((self._pages.card(reference),))
        else:
            self._problems.accept(reference)
            if changes.structure_changed:
                self._show_page()
            else:
                self._show_changed(changes.changed | {reference})
        self._mark_unsaved()

    def leave_field(self, reference: str) -> None:
        """The officer went on; now an answer may be called wrong, an empty one not yet."""
        card = self._pages.card(reference)
        if card.text:
            self._problems.leave((reference,))
            self._screen.update_cards((self._pages.card(reference),))
            self._show_frame()
        self.save()

    def go_on(self) -> None:
        """Next section, the review after the last one, and from there: finish."""
        if self._is_submitting:
            return
        if self._index == self._pages.review_index:
            self._finish()
        else:
            self.go_to(self._index + 1)

    def go_back(self) -> None:
        if self._index:
            self.go_to(self._index - 1)

    def go_to(self, index: int) -> None:
        """Open a page by its index; the review page comes after the last section."""
        self._problems.leave(self._pages.references(self._index))
        self._index = max(0, min(index, self._pages.review_index))
        self.save()
        self._show_page()

    def change_answer(self, reference: str) -> None:
        """From the review back to one question."""
        self.go_to(self._pages.index_of(reference))
        self._screen.focus_question(reference)

    def mend_first(self) -> None:
        """Go to the first question that holds the form up, or to what waits for the officer's word."""
        wrong = self._pages.shown_problem(self._index) or self._pages.first_problem()
        stopped = next((remark.mend_at for remark in self._remarks.stopping() if remark.mend_at), None)
        if wrong or stopped:
            self.change_answer(wrong or stopped or "")
        elif self._remarks.unanswered():
            self._remarks.insist()
            self._show_page()

    def write_note(self, code: str, reference: str, note: str) -> None:
        """Take what the officer says to a remark as it is typed."""
        self._remarks.write((code, reference), note)
        self._mark_unsaved()

    def confirm_remark(self, code: str, reference: str) -> None:
        """The officer has looked again; without a note on what was found that is not said yet."""
        self._remarks.confirm((code, reference))
        self._mark_unsaved()
        self.save()
        self._show_page()

    def reopen_remark(self, code: str, reference: str, note: str) -> None:
        """Take a word back to change it."""
        self._remarks.write((code, reference), note)
        self._mark_unsaved()
        self._show_page()

    def keep(self) -> None:
        """Keep the draft as it stands, changed by a hand or not: it was moved to another version."""
        self._mark_unsaved()
        self.save()

    def save(self) -> None:
        """Keep the draft now if anything changed since the last time."""
        if not self._is_unsaved or self._is_submitting:
            return
        self._is_unsaved = False
        self._screen.show_saved(SaveState.SAVING, self._words.text("screens.form.saving"))
        document = write_document(
            DraftDocument(self._session.save(), self._problems.rejected, self._remarks.said)
        )
        self._keep_draft(document, done=self._saved, failed=self._not_saved)

    def save_and_leave(self) -> None:
        self.save()
        self._closed()

    def _saved(self, at_ms: int) -> None:
        if not self._is_unsaved:
            text = self._words.text("screens.form.saved", time=say_clock(at_ms))
            self._screen.show_saved(SaveState.SAVED, text)

    def _not_saved(self, error: Exception) -> None:  # noqa: ARG002 — the sentence is the same for all
        self._is_unsaved = True
        self._screen.show_saved(SaveState.FAILED, self._words.text("screens.form.not_saved"))

    def _finish(self) -> None:
        if self._pages.first_problem() is not None:
            self._problems.leave(self._pages.all_references())
            self._show_page()
            return
        if self._remarks.stopping() or self._remarks.unanswered():
            self._remarks.insist()
            self._show_page()
            return
        submission = self._session.finalise(
            instance_id=self._new_instance_id(),
            confirmations=self._remarks.confirmations(),
            judged_by=self._judged_by,
        )
        self._is_submitting = True
        self._show_frame()
        self._submit(submission, done=self._finished, failed=self._not_submitted)

    def _not_submitted(self, error: Exception) -> None:
        self._is_submitting = False
        self._mark_unsaved()
        self._show_frame()
        code = getattr(error, "code", "")
        told = self._words.error(code if isinstance(code, str) else "")
        self._screen.show_failure(told.title, f"{told.explanation} {told.next_step}")

    def _mark_unsaved(self) -> None:
        self._is_unsaved = True
        self._screen.show_saved(SaveState.SAVING, self._words.text("screens.form.saving"))

    def _show_changed(self, changed: frozenset[str]) -> None:
        here = [reference for reference in self._pages.references(self._index) if reference in changed]
        self._screen.update_cards(tuple(self._pages.card(reference) for reference in here))
        self._show_frame()

    def _show_page(self) -> None:
        if self._index == self._pages.review_index:
            self._problems.leave(self._pages.all_references())
            self._screen.show_review(self._pages.review())
        else:
            self._screen.show_section(self._pages.section(self._index))
        self._show_frame()

    def _show_frame(self) -> None:
        self._screen.show_outline(self._pages.outline(self._index))
        self._screen.show_footer(self._pages.footer(self._index, is_busy=self._is_submitting))
