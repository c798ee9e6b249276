"""Takes an officer through a form: one section a page, then the review, then it is done.

Nothing typed is lost: every change marks the draft as unsaved and asks for saving, and
saving never waits for an answer to be right. Leaving a page is never refused; what is
missing is said again at the review, where finishing is held up until it is mended. There the
rules are asked too: what they stop is mended, what must be verified gets the officer's word.
"""

from collections.abc import Callable, Mapping

from desktop.error_report import ErrorReport
from desktop.form_entry.answer_spelling import spell_typed
from desktop.form_entry.draft_document import DraftDocument, write_document
from desktop.form_entry.draft_saving import DraftKeeper, DraftSaving, Submit
from desktop.form_entry.filled_files import FileContent, FileTooLargeError
from desktop.form_entry.filling import put_together
from desktop.form_entry.finishing import Finishing
from desktop.form_entry.form_pages import NO_ANSWERS
from desktop.form_entry.form_screen import FormScreen, SaveState
from desktop.form_entry.places import Place
from desktop.form_entry.printed_form import PrintedForm
from desktop.form_entry.remark_acts import RemarkActs
from desktop.form_entry.remarks import Judge, nothing_to_remark
from desktop.form_entry.taking_back import TakingBack
from forms import FormError, FormSession
from resources.words import Words


class FormPresenter:
    """Steers one filling of one form.

    `kept` is what `read_document` gave for a draft, `report` puts an error into words, `judge` asks the
    rules about the answers, `judged_by` is their version, and `last_time` what the record holds.
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
        report: Callable[[Exception], ErrorReport],
        kept: DraftDocument | None = None,
        judge: Judge = nothing_to_remark,
        judged_by: str = "",
        last_time: Mapping[str, str] = NO_ANSWERS,
    ) -> None:
        self._screen, self._session, self._words = screen, session, words
        self._finished, self._closed, self._report = finished, closed, report
        self._kept = kept or DraftDocument(b"")
        filling = put_together(session, words, kept=self._kept, judge=judge, last_time=last_time)
        self._problems, self._files, self._remarks = filling.problems, filling.files, filling.remarks
        self._views, self._places, self._pages = filling.views, filling.places, filling.pages
        self._frame, self._entry_acts, self._hidden = filling.frame, filling.entries, filling.hidden
        self._stopping = filling.stopping
        self._place, self._touched = Place(0), ""
        self._finishing = Finishing(
            session, self._remarks, self._files, submit, new_instance_id=new_instance_id, judged_by=judged_by
        )
        self._draft = DraftSaving(
            keep_draft,
            write=self._write_draft,
            show=screen.show_saved,
            words=words,
            beside={name: self._files.contents[name] for name in self._kept.beside},
            has_draft=kept is not None,
        )
        self.taking_back = TakingBack(
            screen,
            words,
            hidden=self._hidden,
            entries=self._entry_acts,
            answer_again=self._answer_again,
            entries_changed=self._entries_changed,
        )
        self.remark_acts = RemarkActs(self._remarks, self._draft, show_page=self._show_page)

    @property
    def session(self) -> FormSession:
        return self._session

    def printed(self, *, is_full: bool, subject: str) -> PrintedForm:
        """Give the form as it stands for printing."""
        return self._pages.printed(is_full=is_full, subject=subject)

    def begin(self) -> None:
        """Show the first page, or of a draft the one it was left at."""
        self._screen.show_saved(SaveState.CLEAN, "")
        stopped_at = self._kept.stopped_at
        if self._kept.session:
            place = None if stopped_at is None else self._stopping.find(stopped_at)
            self._place = place or self._stopping.first_open(self._pages.first_problem())
            self._places.note_opened(self._place.entry)
        self._show_page()
        if stopped_at is not None and stopped_at.question in self._here():
            self._touched = stopped_at.question
            self._screen.focus_question(stopped_at.question)

    def answer(self, reference: str, typed: str) -> None:
        """Take one answer as it is typed; only what it changed is shown again."""
        question = self._views.question(reference)
        self._touched = reference
        self.taking_back.begin_act(question)
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
            self._hidden.look_before(changes)
            self._views.forget(changes)
            self._problems.forgive(self._hidden.brought_after())
            self._views.recount((reference,))
            if self._pages.references(self._place) != asked_before:
                self._show_page()
            else:
                self._show_changed(changes.changed | {reference}, has_new_entries=changes.structure_changed)
        self.taking_back.tell_hidden(reference)
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
        self.taking_back.end_sitting()
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
        if self._finishing.is_busy:
            return
        if self._place == self._places.review:
            self._finish()
        else:
            self._go(self._places.after(self._place))

    def go_back(self) -> None:
        self._go(self._places.before(self._place))

    def step_out(self) -> None:
        """Close what is open: an entry first, so that its card is there again, then the form."""
        entry = self._place.entry
        if not entry:
            self.save_and_leave()
            return
        self._go(self._places.around(self._place))
        self._screen.focus_entry(entry)

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
        self.taking_back.tell_removed()

    def _answer_again(self, reference: str, before: str) -> None:
        self.answer(reference, before)
        self._screen.focus_question(reference)
        self.save()

    def _entries_changed(self) -> None:
        self._draft.mark_unsaved()
        self.save()
        self._screen.update_entries(self._pages.entries(self._place))
        self._show_frame()

    def _go(self, place: Place) -> None:
        self._leave(self._pages.all_below(self._place) if place.entry == "" else self._here())
        self._place, self._touched = self._places.mended(place), ""
        self._draft.mark_moved()
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

    def keep(self) -> None:
        """Keep the draft as it stands, changed by a hand or not: it was moved to another version."""
        self._draft.mark_unsaved()
        self.save()

    def save(self) -> None:
        """Keep the draft now if anything changed since the last time."""
        if not self._finishing.is_busy:
            self._draft.save()

    def save_and_leave(self) -> None:
        self.save()
        self._closed()

    def _write_draft(self) -> tuple[bytes, Mapping[str, bytes]]:
        session = self._session.save()
        files = {name: content for name, content in self._files.contents.items() if name.encode() in session}
        stopped_at = self._stopping.note(self._place, self._touched)
        kept = DraftDocument(session, self._problems.rejected, self._remarks.said, stopped_at=stopped_at)
        return write_document(kept), files

    def _finish(self) -> None:
        if self._pages.first_problem() is not None:
            self.mend_first()
            return
        if self._remarks.stopping() or self._remarks.unanswered():
            self._remarks.insist()
            self._show_page()
            return
        submission = self._finishing.finish()
        self._show_frame()
        self._finishing.hand_over(submission, done=self._finished, failed=self._not_submitted)

    def _not_submitted(self, error: Exception) -> None:
        self._draft.mark_unsaved()
        self._show_frame()
        self._show_error(error)

    def _show_error(self, error: Exception) -> None:
        told = self._report(error)
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
        self._screen.show_footer(self._frame.footer(self._place, is_busy=self._finishing.is_busy))
