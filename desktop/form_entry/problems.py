"""Whether an answer may already be complained about, and in which sentence.

The engine calls an empty required question wrong from the first moment; a person would
find that rude. So a problem is shown once its field was left with something in it, or
once its section was left. One that was not asked by then has not been seen yet.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from forms import FormError, QuestionView, Strength, Violation
from resources.words import Words

_REQUIRED = "answer-required"
_WRONG_TYPE = "answer-wrong-type"


@dataclass(frozen=True, slots=True)
class Rejected:
    """Text that could not become an answer at all; it stays in the field to be mended."""

    text: str
    code: str


@dataclass(frozen=True, slots=True)
class Problem:
    sentence: str
    strength: Strength


@dataclass(frozen=True, slots=True)
class ProblemState:
    """What is known of problems at one moment, to go back to."""

    rejected: Mapping[str, Rejected]
    left: frozenset[str]


@dataclass(slots=True)
class Problems:
    """What was left, what was refused, and the sentences for both."""

    words: Words
    rejected: dict[str, Rejected] = field(default_factory=dict)
    _left: set[str] = field(default_factory=set)

    def leave(self, references: tuple[str, ...]) -> None:
        self._left.update(references)

    def forgive(self, references: tuple[str, ...]) -> None:
        """Complain about these no more until they are left: they have only just come."""
        self._left.difference_update(references)

    def reject(self, reference: str, text: str, error: FormError) -> None:
        self.rejected[reference] = Rejected(text, error.code)

    def bring_back(self, rejected: Mapping[str, Rejected]) -> None:
        """Take up what was refused before the form was put aside; its fields were left by that."""
        self.rejected.update(rejected)
        self.leave(tuple(rejected))

    def accept(self, reference: str) -> None:
        self.rejected.pop(reference, None)

    def is_shown(self, reference: str) -> bool:
        """Say whether this question may be complained about by now."""
        return reference in self._left

    def state(self) -> ProblemState:
        return ProblemState(dict(self.rejected), frozenset(self._left))

    def put_back(self, state: ProblemState) -> None:
        self.rejected, self._left = dict(state.rejected), set(state.left)

    def renumber(self, repeat: str, *, without: int) -> None:
        """An entry was removed: those after it moved up, with what is known of their answers."""
        names = {each: _moved_up(each, repeat, without) for each in (*self._left, *self.rejected)}
        self._left = {names[each] for each in self._left} - {""}
        kept = {names[each]: refused for each, refused in self.rejected.items() if names[each]}
        self.rejected = kept

    def shown(self, question: QuestionView) -> Problem | None:
        """Give the problem to show beside this question now, if any."""
        found = self.present(question)
        return found if found is not None and question.reference in self._left else None

    def present(self, question: QuestionView) -> Problem | None:
        """Give the problem this question has, shown or not."""
        rejected = self.rejected.get(question.reference)
        if rejected is not None and question.is_relevant:
            return Problem(self._sentence(rejected.code, question), Strength.STOP)
        violation = question.violation
        if violation is None:
            return None
        return Problem(self._violation(violation, question), violation.strength)

    def sentence(self, violation: Violation) -> str:
        """Say what a verdict of a validator or a constraint is."""
        return violation.message or self._told(violation.code)

    def _violation(self, violation: Violation, question: QuestionView) -> str:
        return violation.message or self._sentence(violation.code, question)

    def _sentence(self, code: str, question: QuestionView) -> str:
        if code == _REQUIRED:
            return self.words.text("screens.form.missing_answer")
        key = f"screens.form.wrong.{question.kind}"
        if code == _WRONG_TYPE and self.words.knows(key):
            return self.words.text(key)
        return self._told(code)

    def _told(self, code: str) -> str:
        error = self.words.error(code)
        return f"{error.title}{self.words.text('screens.form.stop')}{error.next_step}"


def _moved_up(reference: str, repeat: str, removed: int) -> str:
    """Give the reference an answer has after an entry before it was removed; blank if it went with it."""
    head, tail = f"{repeat}[", reference.removeprefix(f"{repeat}[")
    number, separator, rest = tail.partition("]")
    if not reference.startswith(head) or not separator:
        return reference
    if int(number) == removed:
        return ""
    return f"{head}{int(number) - 1}]{rest}" if int(number) > removed else reference
