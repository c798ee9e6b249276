"""Says a registration in words: the head of the card, the sheet, one question, the column at the right.

Names and numbers leave here masked, because the next in line looks on.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from desktop.capture.outcomes import Member
from desktop.code_lists import CodeLists
from desktop.gig.free_times import FreeTime, read_free_times
from desktop.gig.gig_screen import (
    Field,
    FittingGig,
    JustRegistered,
    PersonHead,
    QuickChoice,
    Sheet,
    Tick,
)
from desktop.gig.past_registrations import PastRegistration
from desktop.gig.questions import (
    DAYS,
    FROM_DATE,
    ID_NUMBER,
    NAME,
    ON_THE_SHEET,
    PAY,
    PAY_MODE,
    PHONE,
    RADIUS,
    SEX,
    SLOTS,
    TRADES,
)
from desktop.gig.registration import Registration
from desktop.gig.trade_pages import TradePages, short_trade
from desktop.gig.workers import Worker
from desktop.moments import local_time, say_clock, say_date
from desktop.places import place_of, place_with_town
from desktop.tokens import Tone
from employment.errors import ResidentIdError
from employment.gig_matching import GigFit
from employment.privacy import mask_name
from employment.resident_id import parse_resident_id
from forms import Choice
from resources.words import Words

_FITS: Final = 3
_SOON_SAID_IN_MINUTES: Final = 100
_A_WEEK: Final = 7
_TOWN_DIGITS: Final = 9


@dataclass(frozen=True, slots=True)
class GigWords:
    """One language, on one day."""

    words: Words
    lists: CodeLists
    today: date

    def head(self, worker: Worker, registration: Registration) -> PersonHead:
        name = self.name(registration.text(NAME))
        is_back = worker.last is not None
        parts = (*self._of_number(registration), self._last(worker.last))
        return PersonHead(
            name=name,
            detail=" · ".join(part for part in parts if part) or self.say("nothing_known"),
            mark=self.say("returning" if is_back else "known" if worker.person else "newcomer"),
            tone=Tone.OK if is_back or worker.person else Tone.INFO,
            icon="check" if is_back or worker.person else "user-plus",
        )

    def sheet(self, registration: Registration, pages: TradePages) -> Sheet:
        values = {each: registration.text(each) for each in (TRADES, DAYS, SLOTS, FROM_DATE)}
        ticked = read_free_times(values, today=self.today)
        return Sheet(
            fields=(
                self._field(registration, PAY, self._pay_label(registration), example="260"),
                self._field(registration, PHONE, self.say("phone")),
                self._field(registration, RADIUS, self.say("radius")),
            ),
            trades=pages.ticks(set(values[TRADES].split()), words=self.words),
            trades_note=self._trades_note(values[TRADES].split()),
            trades_problem=registration.problem(TRADES),
            times=tuple(
                Tick(each, self.words.text(f"screens.gig.time.{each}"), each in ticked, number)
                for number, each in enumerate(FreeTime, start=1)
            ),
            times_note=self.times(values[DAYS].split(), values[SLOTS].split()),
            required=frozenset(each for each in ON_THE_SHEET if registration.is_required(each)),
        )

    def fit(self, fit: GigFit) -> FittingGig:
        offer = fit.offer
        reasons = [self.words.text(f"screens.gig.fit.{reason}") for reason in fit.reasons]
        place = place_of((offer.place[:_TOWN_DIGITS],))
        pay = str(offer.pay_min) if offer.pay_min == offer.pay_max else f"{offer.pay_min}–{offer.pay_max}"
        return FittingGig(
            title=offer.title,
            detail=" · ".join((place, *reasons, self.say("openings", count=offer.openings))),
            pay=self.say("month_pay", pay=pay),
        )

    def fits(self, fits: Sequence[GigFit]) -> tuple[FittingGig, ...]:
        return tuple(self.fit(each) for each in fits[:_FITS])

    def latest(self, past: PastRegistration) -> JustRegistered:
        trades = self.trade_names(past.answers.get(TRADES, "").split()[:1])
        name = self.name(past.answers.get(NAME, ""))
        return JustRegistered(" · ".join(part for part in (name, trades) if part), say_clock(past.at_ms))

    def usual(self, seconds: int | None) -> str:
        if seconds is None:
            return "–"
        if seconds < _SOON_SAID_IN_MINUTES:
            return self.say("seconds", count=seconds)
        return self.say("minutes", count=round(seconds / 60))

    def trade_names(self, codes: Sequence[str]) -> str:
        named = (Choice(code, self.lists.label("gig_trade", code)) for code in codes)
        return self.say("comma").join(short_trade(each, self.words) for each in named)

    def name(self, name: str) -> str:
        """Give a name masked; who has not said theirs is somebody new."""
        return mask_name(name) if name.strip() else self.say("new_person")

    def member(self, member: Member) -> str:
        """Tell people of one name apart, as far as neighbours may hear."""
        age = "" if member.age is None else self.say("age", age=member.age)
        return " · ".join(part for part in (member.masked_name, age) if part)

    def village(self, code: str) -> QuickChoice:
        return QuickChoice(code, place_with_town(code))

    def say(self, key: str, **values: object) -> str:
        return self.words.text(f"screens.gig.{key}", **values)

    def _field(self, registration: Registration, reference: str, label: str, *, example: str = "") -> Field:
        return Field(reference, label, registration.text(reference), registration.problem(reference), example)

    def _pay_label(self, registration: Registration) -> str:
        mode = registration.text(PAY_MODE) or "day"
        return (
            self.say("pay_day") if mode == "day" else self.say("pay", mode=self.lists.label("pay_mode", mode))
        )

    def _trades_note(self, chosen: Sequence[str]) -> str:
        return self.say("chosen", trades=self.trade_names(chosen)) if chosen else self.say("trades_note")

    def times(self, days: Sequence[str], slots: Sequence[str]) -> str:
        """Say on which days and at what time somebody is free."""
        said = self.say("every_day") if len(days) == _A_WEEK else self._listed("weekday", days)
        return " · ".join(part for part in (said, self._listed("timeslot", slots)) if part)

    def _listed(self, name: str, codes: Sequence[str]) -> str:
        return self.say("comma").join(self.lists.label(name, code) for code in codes)

    def _of_number(self, registration: Registration) -> tuple[str, ...]:
        number, sex = registration.text(ID_NUMBER), registration.text(SEX)
        said = self.lists.label("sex", sex) if sex else ""
        try:
            age = parse_resident_id(number).age_on(self.today)
        except ResidentIdError:
            return (said,)
        if not said:
            said = self.lists.label("sex", "1" if int(number[16]) % 2 else "2")
        return said, self.say("age", age=age), self.say("id_tail", tail=number[-4:])

    def _last(self, last: PastRegistration | None) -> str:
        if last is None:
            return ""
        return self.say("last", day=say_date(local_time(last.at_ms).date(), words=self.words))
