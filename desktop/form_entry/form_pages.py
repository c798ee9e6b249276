"""Turns a form session into pages: the outline, a section, the review, the action bar.

Everything is computed from the session when it is asked for, so nothing here can be
out of date. Sections that do not apply are left out and numbers close up.
"""

from desktop.form_entry.answer_spelling import show_answer
from desktop.form_entry.follow_ups import is_conditional
from desktop.form_entry.form_screen import (
    Footer,
    Outline,
    QuestionCard,
    ReviewGroup,
    ReviewLine,
    ReviewPage,
    SectionPage,
    SectionRow,
    SectionState,
)
from desktop.form_entry.problems import Problems
from desktop.form_entry.review_remarks import Remarks
from forms import FormSession, QuestionKind, QuestionView, SectionView, Strength
from resources.words import Words


class FormPages:
    """The pages of one filling."""

    def __init__(self, session: FormSession, problems: Problems, words: Words, remarks: Remarks) -> None:
        self._session, self._problems, self._words = session, problems, words
        self._remarks = remarks

    @property
    def review_index(self) -> int:
        return len(self._sections())

    def references(self, index: int) -> tuple[str, ...]:
        """Name the questions of a page; the review has none."""
        sections = self._sections()
        return sections[index].questions if index < len(sections) else ()

    def all_references(self) -> tuple[str, ...]:
        return tuple(reference for section in self._sections() for reference in section.questions)

    def index_of(self, reference: str) -> int:
        found = (index for index, section in enumerate(self._sections()) if reference in section.questions)
        return next(found, 0)

    def card(self, reference: str) -> QuestionCard:
        question = self._session.question(reference)
        problem = self._problems.shown(question)
        rejected = self._problems.rejected.get(reference)
        return QuestionCard(
            question=question,
            is_follow_up=is_conditional(self._session.definition, reference),
            problem="" if problem is None else problem.sentence,
            strength=Strength.STOP if problem is None else problem.strength,
            text=_field_text(question) if rejected is None else rejected.text,
        )

    def section(self, index: int) -> SectionPage:
        view = self._sections()[index]
        return SectionPage(
            number=index + 1,
            title=_without_number(view.label) or self._session.definition.title,
            note=self._words.text("screens.form.only_relevant"),
            cards=tuple(self.card(reference) for reference in view.questions),
        )

    def outline(self, index: int) -> Outline:
        sections = self._sections()
        rows = [self._row(number, view, index) for number, view in enumerate(sections)]
        rows.append(self._review_row(index, len(sections)))
        asked = [question for view in sections for question in self._asked(view)]
        answered = sum(bool(question.value) for question in asked)
        return Outline(
            rows=tuple(rows),
            current=index,
            figures=f"{answered} / {len(asked)}",
            share=answered / len(asked) if asked else 1.0,
        )

    def review(self) -> ReviewPage:
        groups = tuple(
            ReviewGroup(_without_number(view.label), tuple(self._line(each) for each in self._shown(view)))
            for view in self._sections()
        )
        return ReviewPage(
            groups,
            problem_count=self._count_stops(self.all_references()) + len(self._remarks.stopping()),
            remarks=self._remarks.cards(),
            verify_count=len(self._remarks.unanswered()),
        )

    def footer(self, index: int, *, is_busy: bool) -> Footer:
        sections = self._sections()
        is_review = index == len(sections)
        onward = self._text("submit" if is_review else "to_review")
        if index + 1 < len(sections):
            onward = self._text("next", title=_without_number(sections[index + 1].label))
        problems = self._review_problems() if is_review else self._page_problems(index)
        return Footer(
            back=self._text("previous") if index else "",
            problems=problems,
            onward=self._text("submitting") if is_busy else onward,
            onward_key="Ctrl+Enter" if is_review and not is_busy else "",
            is_finish=is_review,
            is_busy=is_busy,
        )

    def _page_problems(self, index: int) -> str:
        wrong = self._count_shown(self.references(index))
        return self._text("problems_here", count=wrong) if wrong else ""

    def _review_problems(self) -> str:
        """Say what is to be mended; when nothing is, what is to be verified."""
        wrong = self._count_shown(self.all_references()) + len(self._remarks.stopping())
        if wrong:
            return self._text("problems_all", count=wrong)
        unanswered = len(self._remarks.unanswered())
        return self._text("verify_all", count=unanswered) if unanswered else ""

    def shown_problem(self, index: int) -> str | None:
        """Name the first question of a page with a problem already shown."""
        questions = (self._session.question(reference) for reference in self.references(index))
        return next(
            (each.reference for each in questions if self._stops(each) and self._problems.shown(each)), None
        )

    def first_problem(self) -> str | None:
        """Name the first question that holds the form up."""
        questions = (self._session.question(reference) for reference in self.all_references())
        return next((each.reference for each in questions if self._stops(each)), None)

    def _row(self, number: int, view: SectionView, current: int) -> SectionRow:
        asked = self._asked(view)
        answered = sum(bool(question.value) for question in asked)
        wrong = self._count_shown(view.questions)
        note = self._text("section.count", count=len(asked))
        state = SectionState.AHEAD
        if number == current:
            state, note = SectionState.CURRENT, self._text("section.now", answered=answered, count=len(asked))
        elif wrong:
            state, note = SectionState.WRONG, self._text("section.wrong", count=wrong)
        elif not self._count_stops(view.questions) and (answered or number < current):
            state, note = SectionState.DONE, self._text("section.done", count=answered)
        return SectionRow(number + 1, _without_number(view.label), note, state)

    def _review_row(self, current: int, number: int) -> SectionRow:
        state = SectionState.CURRENT if current == number else SectionState.AHEAD
        return SectionRow(number + 1, self._text("review_title"), self._text("review_note"), state)

    def _line(self, question: QuestionView) -> ReviewLine:
        problem = self._problems.shown(question)
        if problem is not None and problem.strength is Strength.MUST_VERIFY:
            problem = None  # stands among the remarks, where it can be answered
        return ReviewLine(
            reference=question.reference,
            label=question.label,
            answer=show_answer(question) or self._text("not_answered"),
            problem="" if problem is None else problem.sentence,
            strength=Strength.STOP if problem is None else problem.strength,
            can_change=not question.is_readonly,
        )

    def _sections(self) -> list[SectionView]:
        return [view for view in self._session.sections() if view.is_relevant and view.questions]

    def _shown(self, view: SectionView) -> list[QuestionView]:
        questions = [self._session.question(reference) for reference in view.questions]
        return [each for each in questions if each.is_relevant and each.kind is not QuestionKind.NOTE]

    def _asked(self, view: SectionView) -> list[QuestionView]:
        return [question for question in self._shown(view) if not question.is_readonly]

    def _count_shown(self, references: tuple[str, ...]) -> int:
        shown = (self._problems.shown(self._session.question(each)) for each in references)
        return sum(problem is not None and problem.strength is Strength.STOP for problem in shown)

    def _count_stops(self, references: tuple[str, ...]) -> int:
        return sum(self._stops(self._session.question(each)) for each in references)

    def _stops(self, question: QuestionView) -> bool:
        problem = self._problems.present(question)
        return problem is not None and problem.strength is Strength.STOP

    def _text(self, key: str, **values: object) -> str:
        return self._words.text(f"screens.form.{key}", **values)


def _field_text(question: QuestionView) -> str:
    """Give what a field holds: the value itself where it can be changed."""
    return show_answer(question) if question.is_readonly else question.value


def _without_number(label: str) -> str:
    """Take "二、" or "2. " off a section's title: the outline numbers sections itself."""
    head, separator, tail = label.partition("、")
    if separator and len(head) <= 2:
        return tail.strip()
    head, separator, tail = label.partition(". ")
    return tail.strip() if separator and head.isdigit() else label
