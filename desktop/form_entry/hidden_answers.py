"""Answers that one other answer has just taken off the page, and questions it has brought there.

The form keeps what was answered under a condition that no longer holds, and leaves it out when
it is finished. Whoever pressed the wrong card must hear of it at once and have it back with one
press; that offer stands until something else is done. A question that has just come has not been seen yet.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from desktop.form_entry.session_views import SessionViews
from forms import FormChanges, QuestionKind


@dataclass(frozen=True, slots=True)
class Hiding:
    """Which question was answered, what stood there before, and how many answers that hid."""

    reference: str
    before: str
    count: int


NOTHING_HIDDEN: Final = Hiding("", "", 0)


class HiddenAnswers:
    """Looks at what is answered on both sides of one act."""

    def __init__(self, views: SessionViews) -> None:
        self._views = views
        self._answered: tuple[str, ...] = ()
        self._absent: tuple[str, ...] = ()

    def look_before(self, changes: FormChanges) -> None:
        """Note what was answered and what not asked in what an act changed; views are those of before."""
        known = self._views.known()
        touched: Iterable[str] = known if changes.structure_changed else changes.changed
        views = tuple(known[reference] for reference in touched if reference in known)
        self._absent = tuple(view.reference for view in views if not view.is_relevant)
        self._answered = tuple(
            view.reference
            for view in views
            if view.value and view.is_relevant and not view.is_readonly and view.kind is not QuestionKind.NOTE
        )

    def count_after(self) -> int:
        """Say how many of these are not asked any more."""
        return sum(not self._views.is_asked(reference) for reference in self._answered)

    def brought_after(self) -> tuple[str, ...]:
        """Give the questions that were not asked before and are now."""
        return tuple(reference for reference in self._absent if self._views.is_asked(reference))
