"""Where somebody was when a form was put aside, so that it opens there again.

A place counts sections; kept in a draft it is written with the names of the form, which outlive
a condition that changed meanwhile and another version of the form. What cannot be found any
more, and drafts of programs that did not note it, open at the first question that holds the
form up; where none does, at the last page that was begun.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.form_entry.places import Place, Places
from desktop.form_entry.session_views import SessionViews
from forms import SectionView


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """A section, in an open entry its page, and the question answered last; all blank: the review."""

    section: str = ""
    entry: str = ""
    part: str = ""
    question: str = ""


class Stopping:
    """Turns the place of a filling into what a draft keeps, and back."""

    def __init__(self, views: SessionViews, places: Places) -> None:
        self._views, self._places = views, places

    def note(self, place: Place, question: str) -> Whereabouts:
        """Write down a place; `question` counts only where it stands on that page."""
        page = self._places.page(place)
        if page is None:
            return Whereabouts()
        section = self._views.sections()[place.section].reference
        at = question if question in self._views.own_questions(page) else ""
        return Whereabouts(section, place.entry, page.reference if place.entry else "", at)

    def find(self, kept: Whereabouts) -> Place | None:
        """Give the place somebody was at, as near as it is still there; None where all of it is gone."""
        sections = self._views.sections()
        if not kept.section:
            return self._places.review
        number = _number_of(sections, kept.section)
        if number is None:
            return None
        here = self._places.mended(Place(number, kept.entry))
        part = _number_of(self._views.parts(here.entry), kept.part) if here.entry else None
        return here if part is None else Place(number, here.entry, part)

    def first_open(self, held_up: str | None) -> Place:
        """Give the page of the question that holds the form up, or the last one with an answer on it."""
        if held_up is not None:
            return self._places.find(held_up)
        begun = (
            number
            for number, view in enumerate(self._views.sections())
            if self._views.tally(view.questions).answered
        )
        return Place(max(begun, default=0))


def _number_of(pages: Sequence[SectionView], reference: str) -> int | None:
    return next((number for number, view in enumerate(pages) if view.reference == reference), None)
