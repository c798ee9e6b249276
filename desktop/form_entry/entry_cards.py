"""What a card says about one entry of a repeat, so that a household is read at a glance.

The first line is the first thing written in the entry, usually a name; the second what
was chosen from longer lists. Everything is masked as names and numbers are elsewhere:
neighbours look on.
"""

from collections.abc import Sequence
from typing import Final

from desktop.form_entry.answer_spelling import show_masked, validator_of
from desktop.form_entry.form_screen import EntryCard, RepeatCards, SectionState
from desktop.form_entry.places import number_of
from desktop.form_entry.session_views import SessionViews
from forms import QuestionKind, QuestionView, SectionView
from resources.words import Words

_NAME: Final = "cn_name"
_DETAILS: Final = 3
_TELLING_CHOICES: Final = 4  # yes, no and not known say little without their question
_LONGEST_DETAIL: Final = 16


class EntryCards:
    """Makes the cards of the repeats on a page."""

    def __init__(self, views: SessionViews, words: Words) -> None:
        self._views, self._words = views, words

    def repeats(self, page: SectionView) -> tuple[RepeatCards, ...]:
        found = (self._views.repeats().get(reference) for reference in self._views.own_repeats(page))
        shown = [view for view in found if view is not None and view.is_relevant]
        return tuple(
            RepeatCards(
                reference=view.reference,
                title=view.label,
                entries=tuple(self._card(entry) for entry in view.entries),
                can_change=view.can_change,
            )
            for view in shown
        )

    def name(self, entry: str) -> str:
        """Say which entry it is, by its number."""
        return self._words.text("screens.form.entry.number", number=number_of(entry))

    def _card(self, entry: str) -> EntryCard:
        references = tuple(each for part in self._views.parts(entry) for each in part.questions)
        answered = [
            each
            for each in self._views.questions(references)
            if each.is_relevant and each.value and each.kind is not QuestionKind.NOTE
        ]
        title = _title(answered)
        told = [show_masked(each) for each in answered if _is_telling(each)]
        details = [text for text in told if len(text) <= _LONGEST_DETAIL][:_DETAILS]
        tally = self._views.tally(references)
        state, note = SectionState.AHEAD, self._say("open", answered=tally.answered, count=tally.asked)
        if tally.wrong:
            state, note = SectionState.WRONG, self._say("wrong", count=tally.wrong)
        elif tally.answered and not tally.stops:
            state, note = SectionState.DONE, self._say("done", count=tally.answered)
        name = self.name(entry)
        return EntryCard(
            reference=entry,
            number=number_of(entry),
            title=f"{name} · {title}" if title else name,
            detail=" · ".join(details),
            note=note,
            state=state,
        )

    def _say(self, key: str, **values: object) -> str:
        return self._words.text(f"screens.form.entry.{key}", **values)


def _title(answered: Sequence[QuestionView]) -> str:
    """Give a person's name; where none is asked for, the first text that identifies nobody."""
    texts = [each for each in answered if each.kind is QuestionKind.TEXT]
    names = [each for each in texts if validator_of(each) == _NAME]
    plain = [each for each in texts if not validator_of(each)]
    return next((show_masked(each) for each in (*names, *plain)), "")


def _is_telling(question: QuestionView) -> bool:
    return question.kind is QuestionKind.SELECT_ONE and len(question.choices) >= _TELLING_CHOICES
