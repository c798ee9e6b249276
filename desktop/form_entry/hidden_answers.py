"""Answers that one other answer has just taken off the page, and questions it has brought there.

The form keeps what was answered under a condition that no longer holds, and leaves it out when
it is finished. Whoever pressed the wrong card must hear of it at once and have it back with one
press; that offer stands until something else is done. A question that has just come has not been seen yet.

What is typed is one act as long as somebody sits in the field: a figure of two digits hides things with the
first of them, and whoever takes it back wants what stood there before both.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from desktop.form_entry.session_views import SessionViews
from forms import FormChanges, QuestionKind, QuestionView


@dataclass(frozen=True, slots=True)
class Hiding:
    """Which question was answered, what stood there before, and how many answers that hid."""

    reference: str
    before: str
    count: int


NOTHING_HIDDEN: Final = Hiding("", "", 0)
_TYPED: Final = frozenset(
    {
        QuestionKind.TEXT,
        QuestionKind.INTEGER,
        QuestionKind.DECIMAL,
        QuestionKind.DATE,
        QuestionKind.TIME,
        QuestionKind.DATE_TIME,
        QuestionKind.RANGE,
        QuestionKind.GEOPOINT,
        QuestionKind.BARCODE,
    }
)


class HiddenAnswers:
    """Looks at what is answered on both sides of one act: a press, or a sitting in a field."""

    def __init__(self, views: SessionViews) -> None:
        self._views = views
        self._field, self._before = "", ""
        self._answered: dict[str, None] = {}
        self._absent: tuple[str, ...] = ()

    def sit_down(self, question: QuestionView) -> None:
        """Note what stood here before, unless this is only the next key of what is being typed."""
        if question.reference == self._field:
            return
        self._field = question.reference if question.kind in _TYPED else ""
        self._before, self._answered = question.value, {}

    def stand_up(self) -> None:
        """The field was left, or nothing was typed for a while: what comes next is an act of its own."""
        self._field = ""

    def look_before(self, changes: FormChanges) -> None:
        """Note what was answered and what not asked in what an act changed; views are those of before."""
        known = self._views.known()
        touched: Iterable[str] = known if changes.structure_changed else changes.changed
        views = tuple(known[reference] for reference in touched if reference in known)
        self._absent = tuple(view.reference for view in views if not view.is_relevant)
        self._answered |= {
            view.reference: None
            for view in views
            if view.value and view.is_relevant and not view.is_readonly and view.kind is not QuestionKind.NOTE
        }

    def hidden_by(self, reference: str) -> Hiding:
        """Say how many of these are not asked any more, and the way back to before."""
        count = sum(not self._views.is_asked(answered) for answered in self._answered)
        return Hiding(reference, self._before, count)

    def brought_after(self) -> tuple[str, ...]:
        """Give the questions that were not asked before and are now."""
        return tuple(reference for reference in self._absent if self._views.is_asked(reference))
