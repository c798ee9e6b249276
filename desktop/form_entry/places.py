"""Where an officer is in a form, and where the way on and the way back lead.

A section is one page. A section with entries shows them as cards; an entry opened from
its card has pages of its own, and after the last of them comes the next entry that waits,
or the cards again.
"""

import re
from dataclasses import dataclass
from typing import Final

from desktop.form_entry.session_views import SessionViews
from forms import SectionView

_ENTRY: Final = re.compile(r".*\[[0-9]+\](?=/|$)")
_NUMBER: Final = re.compile(r"\[([0-9]+)\]$")


@dataclass(frozen=True, slots=True)
class Place:
    """A section by its index, and in an open entry its page; the review comes after the last section."""

    section: int
    entry: str = ""
    part: int = 0


class Places:
    """The pages of one filling and the ways between them."""

    def __init__(self, views: SessionViews) -> None:
        self._views = views
        self._opened: set[str] = set()

    @property
    def review(self) -> Place:
        return Place(len(self._views.sections()))

    def page(self, place: Place) -> SectionView | None:
        """Give what stands at a place; None for the review."""
        sections = self._views.sections()
        if place.section >= len(sections):
            return None
        if not place.entry:
            return sections[place.section]
        parts = self._views.parts(place.entry)
        return parts[min(place.part, len(parts) - 1)] if parts else sections[place.section]

    def mended(self, place: Place) -> Place:
        """Give the nearest place that is still there: sections and entries may have gone."""
        if place.section >= len(self._views.sections()):
            return self.review
        if place.entry and not self._stands(place.entry):
            return Place(place.section)
        return place

    def open(self, entry: str, *, section: int) -> Place:
        self._opened.add(entry)
        return Place(section, entry)

    def note_opened(self, entry: str) -> None:
        """A draft was left in this entry: it does not wait to be opened."""
        self._opened.update([entry] if entry else [])

    def after(self, place: Place) -> Place:
        """Take the way on; an entry it leads into counts as opened."""
        ahead = self.seen_after(place)
        self.note_opened(ahead.entry)
        return ahead

    def seen_after(self, place: Place) -> Place:
        """Look where the way on leads."""
        if place.entry and place.part + 1 < len(self._views.parts(place.entry)):
            return Place(place.section, place.entry, place.part + 1)
        page = self.page(place)
        repeats = self._views.own_repeats(page) if page is not None else ()
        waiting = self.waiting_entry(repeats) or self.waiting_entry((repeat_of(place.entry),))
        if waiting:
            return Place(place.section, waiting)
        return self.around(place) if place.entry else Place(place.section + 1)

    def before(self, place: Place) -> Place:
        """Give the way back: the page before, or the cards an entry was opened from."""
        if place.entry:
            return Place(place.section, place.entry, place.part - 1) if place.part else self.around(place)
        return Place(max(0, place.section - 1))

    def around(self, place: Place) -> Place:
        """Give the page with the card of the open entry."""
        repeat = repeat_of(place.entry)
        outer = _entry_of(repeat)
        parts = self._views.parts(outer) if outer else ()
        part = next((number for number, view in enumerate(parts) if repeat in view.repeats), 0)
        return Place(place.section, outer, part)

    def find(self, reference: str) -> Place:
        """Give the page on which a question stands."""
        sections = enumerate(self._views.sections())
        section = next((number for number, view in sections if reference in view.questions), 0)
        entry = _entry_of(reference)
        if not entry:
            return Place(section)
        parts = enumerate(self._views.parts(entry))
        part = next((number for number, view in parts if reference in view.questions), 0)
        return Place(section, entry, part)

    def waiting_entry(self, repeats: tuple[str, ...]) -> str:
        """Name the first entry that still lacks something and was not opened since the form is open."""
        entries = (entry for repeat in repeats for entry in self._entries(repeat))
        return next((entry for entry in entries if entry not in self._opened and self._lacks(entry)), "")

    def forget_opened(self, repeat: str) -> None:
        """Numbers in this repeat have shifted."""
        self._opened = {entry for entry in self._opened if not entry.startswith(f"{repeat}[")}

    def _entries(self, repeat: str) -> tuple[str, ...]:
        view = self._views.repeats().get(repeat)
        return view.entries if view is not None else ()

    def _stands(self, entry: str) -> bool:
        return entry in self._entries(repeat_of(entry))

    def _lacks(self, entry: str) -> bool:
        questions = tuple(each for part in self._views.parts(entry) for each in part.questions)
        return self._views.tally(questions).stops > 0


def repeat_of(entry: str) -> str:
    """Give the repeat an entry belongs to: `/f/member` of `/f/member[2]`."""
    return _NUMBER.sub("", entry)


def number_of(entry: str) -> int:
    found = _NUMBER.search(entry)
    return int(found.group(1)) if found else 0


def _entry_of(reference: str) -> str:
    """Give the innermost entry a reference lies in; blank where it lies in none."""
    found = _ENTRY.match(reference)
    return found.group(0) if found else ""
