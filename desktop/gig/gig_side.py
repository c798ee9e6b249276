"""The column beside the counter: how the day goes, which gigs fit, who waits, who was just here."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from desktop.gig.gig_screen import FittingGig, Side, Waiting
from desktop.gig.gig_words import GigWords
from desktop.gig.past_registrations import PastRegistrations
from desktop.gig.questions import NAME, PAY, PAY_MODE, SLOTS, TRADES, VILLAGE, WANTED_COUNTY
from desktop.gig.registration import Registration
from desktop.gig.waiting_line import InLine, WaitingLine
from desktop.moments import say_clock
from employment.gig_matching import GigOffer, GigWish, rank_gigs
from employment.tables import shipped_trade_words

_LATEST: Final = 5
_VILLAGES: Final = 8


@dataclass(frozen=True, slots=True)
class GigSide:
    """Reads what the counter knows; `at_home` are the villages of this computer's own area."""

    past: Callable[[], PastRegistrations]
    offers: Callable[[], Sequence[GigOffer]]
    now_ms: Callable[[], int]
    at_home: Callable[[], Sequence[str]]

    def show(self, words: GigWords, registration: Registration | None, line: WaitingLine) -> Side:
        past, now_ms = self.past(), self.now_ms()
        today = past.of_day(now_ms)
        fits = self._fits(words, registration)
        return Side(
            count=words.words.text("screens.gig.people", count=len(today)),
            usual=words.usual(past.usual_seconds(now_ms)),
            fits=fits,
            fits_note="" if fits else words.say(self._why_none(registration)),
            waiting=tuple(_waiting(one, words) for one in line.people),
            latest=tuple(words.latest(one) for one in today[:_LATEST]),
        )

    def trades_by_use(self) -> Sequence[str]:
        """Give the trades in the order of the keys, the same for everybody all day."""
        return self.past().trades_by_use(at_ms=self.now_ms())

    def villages(self) -> Sequence[str]:
        """Give the villages to offer: this computer's own, then where most workers come from."""
        return list(dict.fromkeys((*self.at_home(), *self.past().villages_by_use())))[:_VILLAGES]

    def _fits(self, words: GigWords, registration: Registration | None) -> tuple[FittingGig, ...]:
        if registration is None:
            return ()
        wish = read_wish(registration)
        found = rank_gigs(wish, self.offers(), words=shipped_trade_words(), today=words.today)
        return words.fits(found)

    def _why_none(self, registration: Registration | None) -> str:
        """Say what is missing: vacancies at all, somebody, what they can do, or one that fits."""
        if not self.offers():
            return "fits_nothing_here"
        if registration is None:
            return "fits_later"
        return "fits_none" if registration.text(TRADES) else "fits_trades"


def read_wish(registration: Registration) -> GigWish:
    """Give what the answers so far say somebody wants."""
    try:
        pay = float(registration.text(PAY))
    except ValueError:
        pay = None
    return GigWish(
        trades=frozenset(registration.text(TRADES).split()),
        village=registration.text(VILLAGE),
        wanted_county=registration.text(WANTED_COUNTY),
        slots=frozenset(registration.text(SLOTS).split()),
        pay=pay,
        pay_mode=registration.text(PAY_MODE) or "day",
    )


def _waiting(one: InLine, words: GigWords) -> Waiting:
    name = str(one.worker.person.fields.get("person_name") or "") if one.worker.person else ""
    said = one.worker.last.answers.get(NAME, "") if one.worker.last else one.worker.said.get(NAME, "")
    filled = one.registration.text(NAME) if one.registration else ""
    shown = words.name(filled or name or said)
    state = "put_aside" if one.registration else "scanned"
    return Waiting(one.key, shown, words.say(state, time=say_clock(one.since_ms)))
