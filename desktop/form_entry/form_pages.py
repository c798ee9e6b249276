"""Turns a form session into pages: a section, the cards of its entries, a page of an entry, the review.

Everything is computed from the session's views when it is asked for, so nothing here can be
out of date. Sections that do not apply are left out and numbers close up.
"""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from desktop.form_entry.answer_spelling import show_answer, show_masked, show_reviewed, show_typed
from desktop.form_entry.entry_cards import EntryCards
from desktop.form_entry.filled_files import is_drawn
from desktop.form_entry.follow_ups import is_conditional
from desktop.form_entry.form_screen import (
    Before,
    QuestionCard,
    RepeatCards,
    ReviewGroup,
    ReviewLine,
    ReviewPage,
    SectionPage,
)
from desktop.form_entry.place_words import is_place, say_place
from desktop.form_entry.places import Place, Places
from desktop.form_entry.printed_form import PrintedForm, PrintedGroup, PrintedLine, print_lines
from desktop.form_entry.problems import Problems
from desktop.form_entry.review_remarks import Remarks
from desktop.form_entry.section_titles import plain_title
from desktop.form_entry.session_views import SessionViews
from forms import FormDefinition, QuestionKind, QuestionView, SectionView, Strength
from resources.words import Words

NO_ANSWERS: Final[Mapping[str, str]] = MappingProxyType({})


class FormPages:
    """The pages of one filling."""

    def __init__(
        self,
        definition: FormDefinition,
        views: SessionViews,
        places: Places,
        *,
        problems: Problems,
        words: Words,
        remarks: Remarks,
        files: Mapping[str, bytes],
        last_time: Mapping[str, str] = NO_ANSWERS,
    ) -> None:
        self._definition, self._views, self._places = definition, views, places
        self._problems, self._words, self._remarks = problems, words, remarks
        self._files, self._last_time = files, last_time
        self._entries = EntryCards(views, words)

    def references(self, place: Place) -> tuple[str, ...]:
        """Name the questions that stand on a page itself; the review has none."""
        page = self._places.page(place)
        return self._views.own_questions(page) if page is not None else ()

    def all_below(self, place: Place) -> tuple[str, ...]:
        """Name the questions of a page with those of the entries on it."""
        page = self._places.page(place)
        return page.questions if page is not None else ()

    def all_references(self) -> tuple[str, ...]:
        return tuple(reference for section in self._views.sections() for reference in section.questions)

    def card(self, reference: str, *, page: str = "") -> QuestionCard:
        question = self._views.question(reference)
        problem = self._problems.shown(question)
        rejected = self._problems.rejected.get(reference)
        return QuestionCard(
            question=question,
            is_follow_up=is_conditional(self._definition, reference, page=page),
            problem="" if problem is None else problem.sentence,
            strength=Strength.STOP if problem is None else problem.strength,
            file=self._files.get(question.value, b""),
            before=self._before(question),
            text=_field_text(question) if rejected is None else rejected.text,
        )

    def section(self, place: Place) -> SectionPage:
        """Give a page with its questions and the cards of its entries.

        Raises:
            LookupError: the place is the review.

        """
        view = self._places.page(place)
        if view is None:
            raise LookupError(place)
        inside = view.reference if place.entry else ""
        title, note, way_back = plain_title(view.label), self._say("only_relevant"), ""
        if place.entry:
            around = self._places.page(self._places.around(place))
            way_back = plain_title(around.label) if around is not None else ""
            parts = len(self._views.parts(place.entry))
            name = self._entries.name(place.entry)
            note = (
                self._say("entry.page", name=name, number=place.part + 1, count=parts) if parts > 1 else name
            )
        elif view.repeats and not self.references(place):
            note = ""
        return SectionPage(
            number=place.section + 1,
            title=title or self._definition.title,
            note=note,
            cards=tuple(self.card(each, page=inside) for each in self._views.own_questions(view)),
            repeats=self.entries(place),
            way_back=way_back,
        )

    def entries(self, place: Place) -> tuple[RepeatCards, ...]:
        """Give the cards of the entries on a page."""
        view = self._places.page(place)
        return self._entries.repeats(view) if view is not None else ()

    def review(self) -> ReviewPage:
        sections = self._views.sections()
        groups = (group for view in sections for group in self._groups(view))
        stops = sum(self._views.tally(view.questions).stops for view in sections)
        return ReviewPage(
            tuple(group for group in groups if group.lines),
            problem_count=stops + len(self._remarks.stopping()),
            remarks=self._remarks.cards(),
            verify_count=len(self._remarks.unanswered()),
        )

    def printed(self, *, is_full: bool, subject: str) -> PrintedForm:
        """Give the form as it is printed: what was asked and answered, entries under their numbers."""
        found = (
            PrintedGroup(title, self._printed_lines(references, is_full=is_full))
            for view in self._views.sections()
            for title, references in self._blocks(view)
        )
        groups = tuple(group for group in found if group.lines)
        return PrintedForm(self._definition.title, subject, groups)

    def _printed_lines(self, references: tuple[str, ...], *, is_full: bool) -> tuple[PrintedLine, ...]:
        questions = self._views.questions(references)
        return print_lines(questions, self._words, files=self._files, is_full=is_full)

    def shown_problem(self, place: Place) -> str | None:
        """Name the first question of a page with a problem already shown."""
        questions = self._views.questions(self.all_below(place))
        return next(
            (each.reference for each in questions if self._stops(each) and self._problems.shown(each)), None
        )

    def first_problem(self) -> str | None:
        """Name the first question that holds the form up."""
        for view in self._views.sections():
            if self._views.tally(view.questions).stops:
                questions = self._views.questions(view.questions)
                return next((each.reference for each in questions if self._stops(each)), None)
        return None

    def _groups(self, view: SectionView) -> list[ReviewGroup]:
        return [ReviewGroup(title, self._lines(references)) for title, references in self._blocks(view)]

    def _blocks(self, view: SectionView) -> list[tuple[str, tuple[str, ...]]]:
        """Give a section's own questions, then those of each of its entries under its number."""
        title = plain_title(view.label)
        blocks = [(title, self._asked(self._views.own_questions(view)))]
        for repeat in map(self._views.repeats().get, self._views.own_repeats(view)):
            for entry in repeat.entries if repeat is not None and repeat.is_relevant else ():
                heading = f"{title} · {self._entries.name(entry)}"
                inside = tuple(each for part in self._views.parts(entry) for each in part.questions)
                blocks.append((heading, self._asked(inside)))
        return blocks

    def _lines(self, references: tuple[str, ...]) -> tuple[ReviewLine, ...]:
        return tuple(self._line(each) for each in self._views.questions(references))

    def _asked(self, references: tuple[str, ...]) -> tuple[str, ...]:
        """Leave out notes and what does not apply."""
        questions = self._views.questions(references)
        shown = (each for each in questions if each.is_relevant and each.kind is not QuestionKind.NOTE)
        return tuple(each.reference for each in shown)

    def _line(self, question: QuestionView) -> ReviewLine:
        problem = self._problems.shown(question)
        if problem is not None and problem.strength is Strength.MUST_VERIFY:
            problem = None  # stands among the remarks, where it can be answered
        return ReviewLine(
            reference=question.reference,
            label=question.label,
            answer=self._answer(question) or self._say("not_answered"),
            problem="" if problem is None else problem.sentence,
            strength=Strength.STOP if problem is None else problem.strength,
            can_change=not question.is_readonly,
        )

    def _answer(self, question: QuestionView) -> str:
        """Write an answer for the review; a photo by what it is, its file's name says nothing."""
        if question.value in self._files:
            return self._say(f"given.{'signature' if is_drawn(question) else question.kind}")
        if is_place(question):
            return say_place(question, self._words)
        return show_reviewed(question)

    def _before(self, question: QuestionView) -> Before:
        """Compare an answer with what the record holds; what is not answered yet only shows it."""
        kept = self._last_time.get(question.reference, "")
        if not kept or question.is_readonly:
            return Before()
        if question.value == kept:
            return Before(self._say("as_last_time"), is_same=True)
        words = show_masked(replace(question, value=kept))
        return Before(self._say("last_time", answer=words), is_changed=bool(question.value))

    def _stops(self, question: QuestionView) -> bool:
        problem = self._problems.present(question)
        return problem is not None and problem.strength is Strength.STOP

    def _say(self, key: str, **values: object) -> str:
        return self._words.text(f"screens.form.{key}", **values)


def _field_text(question: QuestionView) -> str:
    """Give what a field holds: the value itself where it can be changed."""
    return show_answer(question) if question.is_readonly else show_typed(question)
