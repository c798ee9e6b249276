"""What a session shows, read once and kept until an answer changes it.

A form of two hundred questions is looked at whole after every key, for the outline and
the figures. The engine tells which views an answer changed, so only those are read anew.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from desktop.form_entry.problems import Problems
from forms import (
    FormChanges,
    FormError,
    FormSession,
    QuestionKind,
    QuestionView,
    RepeatView,
    SectionView,
    Strength,
)


@dataclass(frozen=True, slots=True)
class Tally:
    """Figures over some questions: asked and answered, with a problem shown, and holding the form up."""

    asked: int
    answered: int
    wrong: int
    stops: int


class SessionViews:
    """The views of one filling and the figures over them."""

    def __init__(self, session: FormSession, problems: Problems) -> None:
        self._session, self._problems = session, problems
        self._questions: dict[str, QuestionView] = {}
        self._sections: tuple[SectionView, ...] | None = None
        self._repeats: dict[str, RepeatView] | None = None
        self._parts: dict[str, tuple[SectionView, ...]] = {}
        self._tallies: dict[tuple[str, ...], Tally] = {}

    def question(self, reference: str) -> QuestionView:
        if reference not in self._questions:
            self._questions[reference] = self._session.question(reference)
        return self._questions[reference]

    def questions(self, references: Iterable[str]) -> list[QuestionView]:
        return [self.question(reference) for reference in references]

    def known(self) -> Mapping[str, QuestionView]:
        """Give the views that were read so far, as they were read."""
        return self._questions

    def is_asked(self, reference: str) -> bool:
        """Say whether a question is there and applies; its entry may be gone."""
        try:
            return self.question(reference).is_relevant
        except FormError:
            return False

    def sections(self) -> tuple[SectionView, ...]:
        """Give the pages that apply and have something on them."""
        if self._sections is None:
            views = self._session.sections()
            self._sections = tuple(view for view in views if _has_content(view))
        return self._sections

    def parts(self, entry: str) -> tuple[SectionView, ...]:
        """Give the pages of one entry that apply."""
        if entry not in self._parts:
            views = self._session.parts(entry)
            self._parts[entry] = tuple(view for view in views if _has_content(view) and self._asks(view))
        return self._parts[entry]

    def repeats(self) -> dict[str, RepeatView]:
        if self._repeats is None:
            self._repeats = {view.reference: view for view in self._session.repeats()}
        return self._repeats

    def own_questions(self, view: SectionView) -> tuple[str, ...]:
        """Give the questions that stand on a page itself and not in an entry on it."""
        inside = tuple(f"{repeat}[" for repeat in view.repeats)
        return (
            tuple(each for each in view.questions if not each.startswith(inside))
            if inside
            else view.questions
        )

    def own_repeats(self, view: SectionView) -> tuple[str, ...]:
        """Give the repeats that stand on a page itself and not in an entry on it."""
        inside = tuple(f"{repeat}[" for repeat in view.repeats)
        return tuple(each for each in view.repeats if not each.startswith(inside))

    def tally(self, references: tuple[str, ...]) -> Tally:
        if references not in self._tallies:
            self._tallies[references] = self._count(references)
        return self._tallies[references]

    def forget(self, changes: FormChanges) -> None:
        """An answer changed what these views show; whether a page applies may have changed with them."""
        if changes.structure_changed:
            self.forget_everything()
            return
        for reference in changes.changed:
            self._questions.pop(reference, None)
        self._sections = self._repeats = None
        self._parts.clear()
        self.recount(changes.changed)

    def forget_everything(self) -> None:
        self._questions.clear()
        self._parts.clear()
        self._tallies.clear()
        self._sections = self._repeats = None

    def recount(self, references: Iterable[str]) -> None:
        """Count these anew: an answer changed, or may be called wrong from now on."""
        changed = set(references)
        self._tallies = {each: tally for each, tally in self._tallies.items() if changed.isdisjoint(each)}

    def _count(self, references: tuple[str, ...]) -> Tally:
        asked = answered = wrong = stops = 0
        for question in self.questions(references):
            if not question.is_relevant or question.kind is QuestionKind.NOTE:
                continue
            asked += not question.is_readonly
            answered += bool(question.value) and not question.is_readonly
            problem = self._problems.present(question)
            if problem is not None and problem.strength is Strength.STOP:
                stops += 1
                wrong += self._problems.is_shown(question.reference)
        return Tally(asked, answered, wrong, stops)

    def _asks(self, view: SectionView) -> bool:
        return bool(view.repeats) or any(each.is_relevant for each in self.questions(view.questions))


def _has_content(view: SectionView) -> bool:
    return view.is_relevant and bool(view.questions or view.repeats)
