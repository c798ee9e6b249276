"""One worker at the counter: the form being filled, and what still holds it up.

Answers may come in any order. One that the form does not ask yet (a number scanned before its
owner has agreed) waits until it does. Nothing is judged here: problems are the form's, remarks the
rules', both the same as on every other way to fill the form.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from desktop.form_entry.answer_spelling import spell_typed
from desktop.form_entry.draft_document import DraftDocument, write_document
from desktop.form_entry.form_screen import QuestionCard, RemarkCard
from desktop.form_entry.problems import Problems
from desktop.form_entry.remarks import Judge
from desktop.form_entry.review_remarks import Remarks
from desktop.gig.questions import FIRST, ON_THE_SHEET, SEX, SEX_OF_NUMBER, WHO
from forms import (
    Confirmation,
    FormError,
    FormSession,
    FormSubmission,
    QuestionKind,
    QuestionView,
    Strength,
)
from resources.words import Words


@dataclass(slots=True)
class Registration:
    """A filling of the form, about one subject; `subject_id` is blank until it is finished for a newcomer."""

    session: FormSession
    words: Words
    judge: Judge
    judged_by: str
    subject_id: str
    draft_id: str
    began_s: float = 0
    kept: DraftDocument | None = None
    is_touched: bool = False
    _waiting: dict[str, str] = field(default_factory=dict)
    _problems: Problems = field(init=False)
    _remarks: Remarks = field(init=False)

    def __post_init__(self) -> None:
        self._problems = Problems(self.words)
        self._problems.bring_back(self.kept.rejected if self.kept else {})
        said = self.kept.said if self.kept else {}
        self._remarks = Remarks(self.session, self._problems, self.words, judge=self.judge, said=said)

    def answer(self, reference: str, typed: str) -> None:
        """Take one answer; what cannot be one stays in its field and is explained."""
        self._take(reference, typed)
        self._take_what_waited()
        self.is_touched = True

    def offer(self, answers: Mapping[str, str]) -> None:
        """Take answers that are known already; those the form does not ask wait or are let go."""
        for reference, text in answers.items():
            if self._ask(reference) is not None:
                self._take(reference, text)
        self._take_what_waited()

    def text(self, reference: str) -> str:
        """Give what stands in a field."""
        rejected = self._problems.rejected.get(reference)
        if rejected is not None:
            return rejected.text
        question = self._ask(reference)
        value = question.value if question is not None and question.is_relevant else ""
        return value or self._waiting.get(reference, "")

    def question(self, reference: str) -> QuestionView | None:
        """Give a question the form asks now."""
        question = self._ask(reference)
        return question if question is not None and question.is_relevant else None

    def is_required(self, reference: str) -> bool:
        """Say whether the form must have an answer now."""
        question = self.question(reference)
        return question is not None and question.is_required

    def problem(self, reference: str) -> str:
        """Give what is wrong with an answer, as soon as its field was left."""
        question = self._ask(reference)
        problem = self._problems.shown(question) if question is not None else None
        return problem.sentence if problem is not None else ""

    def leave(self, *references: str) -> None:
        """From now on it may be said what is wrong with these."""
        self._problems.leave(references)

    def card(self, reference: str) -> QuestionCard:
        """Give a question as the form's own widgets show it."""
        question = self.session.question(reference)
        found = self._problems.shown(question)
        sentence, strength = (found.sentence, found.strength) if found else ("", Strength.STOP)
        return QuestionCard(
            question, is_follow_up=False, problem=sentence, strength=strength, text=self.text(reference)
        )

    def stopping(self) -> tuple[str, ...]:
        """Name the questions that hold the form up, in the order of asking."""
        return tuple(reference for reference in self._relevant() if self._stops(reference))

    def first_questions(self) -> tuple[str, ...]:
        """Name what is open of what comes before the sheet: what a worker is told, and who it is."""
        return tuple(each for each in self.stopping() if each.startswith(FIRST) or each in WHO)

    def other_questions(self) -> tuple[str, ...]:
        """Name what is open and stands not on the sheet."""
        return tuple(each for each in self.stopping() if each not in ON_THE_SHEET)

    def sheet_problems(self) -> tuple[str, ...]:
        """Name what is open on the sheet, in the order it stands there."""
        open_now = set(self.stopping())
        return tuple(each for each in ON_THE_SHEET if each in open_now)

    def remark(self) -> RemarkCard | None:
        """Give the first remark of the rules that holds the form up, or waits for the officer's word."""
        waiting = {remark.key for remark in (*self._remarks.stopping(), *self._remarks.unanswered())}
        cards = self._remarks.cards()
        return next((card for card in cards if (card.code, card.reference) in waiting), None)

    def write_note(self, code: str, reference: str, note: str) -> None:
        self._remarks.write((code, reference), note)
        self.is_touched = True

    def confirm_remark(self, code: str, reference: str) -> None:
        self._remarks.confirm((code, reference))
        self.is_touched = True

    def confirmations(self) -> tuple[Confirmation, ...]:
        return self._remarks.confirmations()

    def finish(self, *, instance_id: str) -> FormSubmission:
        """Finish the form.

        Raises:
            FormNotFinishedError: answers stop it; look at `stopping` first.

        """
        return self.session.finalise(
            instance_id=instance_id, confirmations=self.confirmations(), judged_by=self.judged_by
        )

    def document(self) -> bytes:
        """Give the draft as every other form keeps it."""
        return write_document(DraftDocument(self.session.save(), self._problems.rejected, self._remarks.said))

    def _take(self, reference: str, typed: str) -> None:
        question = self._ask(reference)
        if question is None or not question.is_relevant:
            self._waiting[reference] = typed
            return
        try:
            self.session.answer(reference, spell_typed(typed, question.kind))
        except FormError as error:
            self._problems.reject(reference, typed, error)
        else:
            self._waiting.pop(reference, None)
            self._problems.accept(reference)

    def _take_what_waited(self) -> None:
        """Give the form what it asks by now, and the sex a number tells of."""
        for reference in [each for each in self._waiting if self.question(each) is not None]:
            self._take(reference, self._waiting.pop(reference))
        told = self.session.values().get(SEX_OF_NUMBER, "")
        sex = self.question(SEX)
        if told and sex is not None and not sex.value:
            self._take(SEX, told)

    def _ask(self, reference: str) -> QuestionView | None:
        try:
            return self.session.question(reference)
        except FormError:
            return None

    def _relevant(self) -> Iterator[str]:
        for section in self.session.sections():
            for reference in section.questions:
                question = self.session.question(reference)
                if question.is_relevant and question.kind is not QuestionKind.IMAGE:
                    yield reference

    def _stops(self, reference: str) -> bool:
        problem = self._problems.present(self.session.question(reference))
        return problem is not None and problem.strength is Strength.STOP
