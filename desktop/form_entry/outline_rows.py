"""The outline and the action bar of a form, from figures that are counted once."""

from desktop.form_entry.form_screen import Footer, Outline, SectionRow, SectionState
from desktop.form_entry.places import Place, Places, number_of
from desktop.form_entry.review_remarks import Remarks
from desktop.form_entry.section_titles import plain_title
from desktop.form_entry.session_views import SessionViews
from forms import SectionView
from resources.words import Words


class OutlineRows:
    """Says how far along a filling is, and where the next step leads."""

    def __init__(
        self, views: SessionViews, places: Places, words: Words, remarks: Remarks, *, form_title: str
    ) -> None:
        self._views, self._places, self._words, self._remarks = views, places, words, remarks
        self._form_title = form_title

    def outline(self, place: Place) -> Outline:
        sections = self._views.sections()
        rows = [self._row(number, view, place.section) for number, view in enumerate(sections)]
        rows.append(self._review_row(place.section, len(sections)))
        tallies = [self._views.tally(view.questions) for view in sections]
        answered, asked = (sum(each.answered for each in tallies), sum(each.asked for each in tallies))
        return Outline(
            rows=tuple(rows),
            current=place.section,
            figures=f"{answered} / {asked}",
            share=answered / asked if asked else 1.0,
        )

    def footer(self, place: Place, *, is_busy: bool) -> Footer:
        page = self._places.page(place)
        is_review = page is None
        return Footer(
            back=self._say("previous") if place != Place(0) else "",
            problems=self._page_problems(page) if page is not None else self._review_problems(),
            onward=self._say("submitting") if is_busy else self._onward(place),
            onward_key="Ctrl+Enter" if is_review and not is_busy else "",
            is_finish=is_review,
            is_busy=is_busy,
        )

    def _onward(self, place: Place) -> str:
        page = self._places.page(place)
        if page is None:
            return self._say("submit")
        ahead = self._places.seen_after(place)
        following = self._places.page(ahead)
        if following is None:
            return self._say("to_review")
        if ahead.entry and ahead.entry != place.entry and not place.entry.startswith(ahead.entry):
            return self._say("entry.fill", number=number_of(ahead.entry))
        if place.entry and not ahead.entry:
            return self._say("entry.back")
        return self._say("next", title=plain_title(following.label) or self._form_title)

    def _page_problems(self, page: SectionView) -> str:
        wrong = self._views.tally(page.questions).wrong
        return self._say("problems_here", count=wrong) if wrong else ""

    def _review_problems(self) -> str:
        """Say what is to be mended; when nothing is, what is to be verified."""
        tallies = [self._views.tally(view.questions) for view in self._views.sections()]
        wrong = sum(each.wrong for each in tallies) + len(self._remarks.stopping())
        if wrong:
            return self._say("problems_all", count=wrong)
        unanswered = len(self._remarks.unanswered())
        return self._say("verify_all", count=unanswered) if unanswered else ""

    def _row(self, number: int, view: SectionView, current: int) -> SectionRow:
        tally = self._views.tally(view.questions)
        note = self._say("section.count", count=tally.asked)
        state = SectionState.AHEAD
        if number == current:
            state = SectionState.CURRENT
            note = self._say("section.now", answered=tally.answered, count=tally.asked)
        elif tally.wrong:
            state, note = SectionState.WRONG, self._say("section.wrong", count=tally.wrong)
        elif not tally.stops and (tally.answered or number < current):
            state, note = SectionState.DONE, self._say("section.done", count=tally.answered)
        return SectionRow(number + 1, plain_title(view.label) or self._form_title, note, state)

    def _review_row(self, current: int, number: int) -> SectionRow:
        state = SectionState.CURRENT if current == number else SectionState.AHEAD
        return SectionRow(number + 1, self._say("review_title"), self._say("review_note"), state)

    def _say(self, key: str, **values: object) -> str:
        return self._words.text(f"screens.form.{key}", **values)
