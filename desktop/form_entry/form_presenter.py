"""Takes an officer through a form: one section a page, then the review, then it is done.

Nothing typed is lost: every change marks the draft as unsaved and asks for saving, and
saving never waits for an answer to be right. Leaving a page is never refused; what is
missing is said again at the review, where finishing is held up until it is mended. There the
rules are asked too: what they stop is mended, what must be verified gets the officer's word.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace

from desktop.form_entry.answer_spelling import spell_typed
from desktop.form_entry.draft_document import DraftDocument, write_document
from desktop.form_entry.draft_saving import DraftKeeper, DraftSaving, Submit
from desktop.form_entry.entry_acts import EntryActs
from desktop.form_entry.filled_files import FileContent, FileTooLargeError, FilledFiles
from desktop.form_entry.form_pages import NO_ANSWERS, FormPages
from desktop.form_entry.form_screen import FormScreen, SaveState
from desktop.form_entry.outline_rows import OutlineRows
from desktop.form_entry.places import Place, Places
from desktop.form_entry.printed_form import PrintedForm
from desktop.form_entry.problems import Problems
from desktop.form_entry.remarks import Judge, nothing_to_remark
from desktop.form_entry.review_remarks import Remarks
from desktop.form_entry.session_views import SessionViews
from forms import FormError, FormSession
from resources.words import Words


class FormPresenter:
    """Steers one filling of one form.

    `kept` is what `read_document` gave for a draft, `judge` asks the rules about the answers,
    `judged_by` is the version of those rules, and `last_time` what the record holds for the questions.
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
        last_time: Mapping[str, str] = NO_ANSWERS,
    ) -> None:
        self._screen, self._session, self._words = screen, session, words
        self._submit = submit
        self._new_instance_id, self._finished, self._closed = new_instance_id, finished, closed
        self._problems = Problems(words)
        self._problems.bring_back(kept.rejected if kept else {})
        said = kept.said if kept else {}
        self._files = FilledFiles(dict(kept.files) if kept else {})
        self._remarks = Remarks(session, self._problems, words, judge=judge, said=said)
        self._views = SessionViews(session, self._problems)
        self._places = Places(self._views)
        self._pages = FormPages(
            session.definition,
            self._views,
            self._places,
            problems=self._problems,
            words=words,
            remarks=self._remarks,
            files=self._files.contents,
            last_time=last_time,
        )
        title = session.definition.title
        self._frame = OutlineRows(self._views, self._places, words, self._remarks, form_title=title)
        self._entry_acts = EntryActs(session, self._views, self._places, self._problems)
        self._judged_by = judged_by
        self._place = Place(0)
        self._is_submitting = False
        self._draft = DraftSaving(keep_draft, write=self._write_draft, show=screen.show_saved, words=words)

    @property
    def session(self) -> FormSession:
        return self._session

    def printed(self, *, is_full: bool, subject: str) -> PrintedForm:
        """Give the form as it stands for printing."""
        return self._pages.printed(is_full=is_full, subject=subject)

    def begin(self) -> None:
        self._screen.show_saved(SaveState.CLEAN, "")
        self._show_page()

    def answer(self, reference: str, typed: str) -> None:
        """Take one answer as it is typed; only what it changed is shown again."""
        question = self._views.question(reference)
        self._entry_acts.forget_undo()
        try:
            changes = self._session.answer(
                reference, spell_typed(typed, question.kind, appearance=question.appearance)
            )
        except FormError as error:
            self._problems.reject(reference, typed, error)
            self._views.recount((reference,))
            self._screen.update_cards((self._pages.card(reference),))
        else:
            self._problems.accept(reference)
            asked_before = self._pages.references(self._place)
            self._views.forget(changes)
            self._views.recount((reference,))
            if self._pages.references(self._place) != asked_before:
                self._show_page()
            else:
                self._show_changed(changes.changed | {reference}, has_new_entries=changes.structure_changed)
        self._draft.mark_unsaved()

    def attach(self, reference: str, given: FileContent | None) -> None:
        """Take a photo, a signature or a file as the answer, or take it away again."""
        before = self._views.question(reference).value
        try:
            name = self._files.take(reference, given, instead_of=before)
        except FileTooLargeError as error:
            self._show_error(error)
            return
        self.answer(reference, name)
        self.save()

    def leave_field(self, reference: str) -> None:
        """The officer went on; now an answer may be called wrong, an empty one not yet."""
        if reference not in self._pages.references(self._place):
            return  # its entry was removed, and the focus with it
        card = self._pages.card(reference)
        if card.text:
            self._leave((reference,))
            self._screen.update_cards((self._pages.card(reference),))
            self._show_frame()
        self.save()

    def go_on(self) -> None:
        """The next page, the review after the last one, and from there: finish."""
        if self._is_submitting:
            return
        if self._place == self._places.review:
            self._finish()
        else:
            self._go(self._places.after(self._place))

    def go_back(self) -> None:
        self._go(self._places.before(self._place))

    def go_to(self, index: int) -> None:
        """Open a section by its index; the review page comes after the last section."""
        self._go(Place(max(0, min(index, self._places.review.section))))

    def open_entry(self, entry: str) -> None:
        """Open one entry of a repeat from its card."""
        self._go(self._places.open(entry, section=self._place.section))

    def add_entry(self, repeat: str) -> None:
        """Add an entry and open it."""
        try:
            entry = self._entry_acts.add(repeat)
        except FormError as error:
            self._show_error(error)
            return
        self._draft.mark_unsaved()
        self.open_entry(entry)

    def remove_entry(self, entry: str) -> None:
        """Remove an entry; until the next answer that can be taken back."""
        self._entry_acts.remove(entry)
        self._entries_changed()
        self._screen.offer_undo(
            self._words.text("screens.form.entry.removed"), self._words.text("screens.form.entry.undo")
        )

    def put_entry_back(self) -> None:
        if self._entry_acts.undo():
            self._entries_changed()

    def _entries_changed(self) -> None:
        self._draft.mark_unsaved()
        self.save()
        self._screen.update_entries(self._pages.entries(self._place))
        self._show_frame()

    def _go(self, place: Place) -> None:
        self._leave(self._pages.all_below(self._place) if place.entry == "" else self._here())
        self._place = self._places.mended(place)
        self.save()
        self._show_page()

    def _here(self) -> tuple[str, ...]:
        return self._pages.references(self._place)

    def _leave(self, references: tuple[str, ...]) -> None:
        self._problems.leave(references)
        self._views.recount(references)

    def change_answer(self, reference: str) -> None:
        """From the review back to one question."""
        self._go(self._places.find(reference))
        self._screen.focus_question(reference)

    def mend_first(self) -> None:
        """Go to the first question that holds the form up, or to what waits for the officer's word."""
        wrong = self._pages.shown_problem(self._place) or self._pages.first_problem()
        stopped = next((remark.mend_at for remark in self._remarks.stopping() if remark.mend_at), None)
        if wrong or stopped:
            self.change_answer(wrong or stopped or "")
        elif self._remarks.unanswered():
            self._remarks.insist()
            self._show_page()

    def write_note(self, code: str, reference: str, note: str) -> None:
        """Take what the officer says to a remark as it is typed."""
        self._remarks.write((code, reference), note)
        self._draft.mark_unsaved()

    def confirm_remark(self, code: str, reference: str) -> None:
        """The officer has looked again; without a note on what was found that is not said yet."""
        self._remarks.confirm((code, reference))
        self._draft.mark_unsaved()
        self.save()
        self._show_page()

    def reopen_remark(self, code: str, reference: str, note: str) -> None:
        """Take a word back to change it."""
        self._remarks.write((code, reference), note)
        self._draft.mark_unsaved()
        self._show_page()

    def keep(self) -> None:
        """Keep the draft as it stands, changed by a hand or not: it was moved to another version."""
        self._draft.mark_unsaved()
        self.save()

    def save(self) -> None:
        """Keep the draft now if anything changed since the last time."""
        if not self._is_submitting:
            self._draft.save()

    def save_and_leave(self) -> None:
        self.save()
        self._closed()

    def _write_draft(self) -> bytes:
        session = self._session.save()
        files = {name: content for name, content in self._files.contents.items() if name.encode() in session}
        return write_document(DraftDocument(session, self._problems.rejected, self._remarks.said, files))

    def _finish(self) -> None:
        if self._pages.first_problem() is not None:
            self.mend_first()
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
        files = {**submission.attachments, **self._files.named_in(submission.values.values())}
        submission = replace(submission, attachments=files)
        self._is_submitting = True
        self._show_frame()
        self._submit(submission, done=self._finished, failed=self._not_submitted)

    def _not_submitted(self, error: Exception) -> None:
        self._is_submitting = False
        self._draft.mark_unsaved()
        self._show_frame()
        self._show_error(error)

    def _show_error(self, error: Exception) -> None:
        code = getattr(error, "code", "")
        told = self._words.error(code if isinstance(code, str) else "")
        self._screen.show_failure(told.title, f"{told.explanation} {told.next_step}")

    def _show_changed(self, changed: frozenset[str], *, has_new_entries: bool) -> None:
        here = [reference for reference in self._here() if reference in changed]
        self._screen.update_cards(tuple(self._pages.card(reference) for reference in here))
        if has_new_entries:
            self._screen.update_entries(self._pages.entries(self._place))
        self._show_frame()

    def _show_page(self) -> None:
        if self._place == self._places.review:
            self._leave(self._pages.all_references())
            self._screen.show_review(self._pages.review())
        else:
            self._screen.show_section(self._pages.section(self._place))
        self._show_frame()

    def _show_frame(self) -> None:
        self._screen.show_outline(self._frame.outline(self._place))
        self._screen.show_footer(self._frame.footer(self._place, is_busy=self._is_submitting))
