"""One question asked alone, until it is answered: which it is, and whether it may be left.

Where somebody lives is three questions of the form and one for a person; the villages workers of
this counter come from are offered as one key each.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.gig.gig_screen import Ask, QuickChoice
from desktop.gig.gig_words import GigWords
from desktop.gig.questions import CONSENT, COUNTY, FIRST, NOTICE, OF_THE_WINDOW, STATION, TOWN, VILLAGE, WHO
from desktop.gig.registration import Registration

_COUNTY_DIGITS, _TOWN_DIGITS = 6, 9


@dataclass(slots=True)
class Asking:
    """A question of one registration; `villages` are offered where it asks for a place."""

    registration: Registration
    words: GigWords
    reference: str
    villages: Sequence[str] = ()

    def card(self) -> Ask:
        """Give it as the screen shows it."""
        left = len(self.registration.other_questions())
        is_place = self.reference == COUNTY and bool(self.villages)
        return Ask(
            title=self.words.say("where") if is_place else self.words.say(self._title()),
            note=self.words.say("left", count=left) if left > 1 and self._title() == "also_ask" else "",
            question=self.registration.card(self.reference),
            choices=self._places() if is_place else (),
            notice=self._notice(),
        )

    def answer(self, text: str) -> None:
        self.registration.answer(self.reference, text)

    def live_in(self, village: str) -> None:
        """Answer all three questions of the place at once."""
        self.registration.answer(COUNTY, village[:_COUNTY_DIGITS])
        self.registration.answer(TOWN, village[:_TOWN_DIGITS])
        self.registration.answer(VILLAGE, village)

    def is_wrong(self) -> bool:
        return self.reference in self.registration.stopping()

    def insist(self) -> None:
        """Somebody wanted to go on: now it may be said what is missing."""
        self.registration.leave(self.reference)

    def _places(self) -> tuple[QuickChoice, ...]:
        elsewhere = QuickChoice("", self.words.say("elsewhere"))
        return (*map(self.words.village, self.villages), elsewhere)

    def _notice(self) -> str:
        """Give what is read out before consent, and how a station is named without typing."""
        if self.reference == STATION:
            return self.words.say("station_hint")
        notice = self.registration.question(NOTICE) if self.reference == CONSENT else None
        return "" if notice is None else notice.label

    def _title(self) -> str:
        if self.reference.startswith(FIRST):
            return "first_tell"
        if self.reference in OF_THE_WINDOW:
            return "ask_once"
        return "who_is_it" if self.reference in WHO else "also_ask"
