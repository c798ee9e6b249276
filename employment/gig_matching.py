"""Which vacancies fit a gig worker, and why: four plain reasons, so that a counter can say them aloud.

A vacancy of another trade, a closed or ended one, and night work for somebody who is free by day
only are left out. What is left is ordered by how near it is, whether the pay is what was asked, and
whether the time fits. Vacancies name no trade, so a trade is found in the title by the words of
`tables/gig_trades.tsv`; their place is a division, so near means the same village, town or county.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, Self

from employment.person import FieldValue
from employment.table import parse_table

# 月计薪天数: monthly pay is 21.75 days of pay (劳社部发〔2008〕3号); a day has eight hours.
_DAYS_PAID_A_MONTH: Final = 21.75
_HOURS_A_DAY: Final = 8
_WEEKS_A_MONTH: Final = 52 / 12
_TOWN_DIGITS: Final = 9
_COUNTY_DIGITS: Final = 6
_ANY_TIME: Final = "any"  # list `timeslot`
_BY_NIGHT: Final = frozenset({"night", "dawn", _ANY_TIME})
_BY_DAY: Final = frozenset({"am", "pm", _ANY_TIME})
_YES: Final = "1"


class FitReason(StrEnum):
    """Why a vacancy is shown; the nearness first, in the order they are said."""

    SAME_VILLAGE = "same-village"
    SAME_TOWN = "same-town"
    SAME_COUNTY = "same-county"
    WANTED_COUNTY = "wanted-county"
    PAY = "pay"
    TIME = "time"


_WEIGHTS: Final[Mapping[FitReason, int]] = {
    FitReason.SAME_VILLAGE: 40,
    FitReason.SAME_TOWN: 30,
    FitReason.SAME_COUNTY: 15,
    FitReason.WANTED_COUNTY: 12,
    FitReason.PAY: 20,
    FitReason.TIME: 5,
}


@dataclass(frozen=True, slots=True)
class GigWish:
    """What a worker can do and wants, in the codes of the form `gig_register`.

    `village` is a twelve-digit place or blank; `pay` is yuan by `pay_mode`, None where nobody asked.
    """

    trades: frozenset[str]
    village: str = ""
    wanted_county: str = ""
    slots: frozenset[str] = frozenset({"any"})
    pay: float | None = None
    pay_mode: str = "day"


@dataclass(frozen=True, slots=True)
class GigOffer:
    """A vacancy as the city offers it; pay is yuan a month."""

    id: str
    title: str
    employer: str
    place: str
    openings: int
    pay_min: int
    pay_max: int
    is_night_work: bool
    until: date

    @classmethod
    def of_record(cls, record_id: str, fields: Mapping[str, FieldValue]) -> Self | None:
        """Read the fields of a vacancy; None for one that is closed, or says too little to be offered."""
        try:
            pay_min = int(str(fields["pay_min"]))
            return (
                cls(
                    id=record_id,
                    title=str(fields["title"]),
                    employer=str(fields.get("employer_name") or ""),
                    place=str(fields["work_place"]),
                    openings=int(str(fields["openings"])),
                    pay_min=pay_min,
                    pay_max=int(str(fields.get("pay_max") or pay_min)),
                    is_night_work=str(fields.get("night_shift") or "") == _YES,
                    until=date.fromisoformat(str(fields["valid_until"])),
                )
                if fields.get("state", "open") == "open"
                else None
            )
        except (KeyError, ValueError):
            return None


@dataclass(frozen=True, slots=True)
class GigFit:
    """One vacancy worth telling of, and every reason for it."""

    offer: GigOffer
    reasons: tuple[FitReason, ...]

    @property
    def score(self) -> int:
        return sum(_WEIGHTS[reason] for reason in self.reasons)


class TradeWords:
    """The words by which a title tells its trade."""

    def __init__(self, words: Mapping[str, tuple[str, ...]]) -> None:
        self._words = words

    @classmethod
    def parse(cls, tsv_text: str) -> Self:
        """Read the table.

        Raises:
            TableMalformedError: a column is missing.

        """
        rows = parse_table(tsv_text, columns=("code", "words"))
        return cls({row["code"]: tuple(row["words"].split()) for row in rows})

    @property
    def trades(self) -> frozenset[str]:
        return frozenset(self._words)

    def is_of(self, title: str, trades: Iterable[str]) -> bool:
        """Tell whether a title is of one of these trades."""
        return any(word in title for trade in trades for word in self._words.get(trade, ()))


def rank_gigs(
    wish: GigWish, offers: Iterable[GigOffer], *, words: TradeWords, today: date
) -> tuple[GigFit, ...]:
    """Give the vacancies that fit, the best first; of equals the one with the higher pay."""
    possible = (offer for offer in offers if _is_possible(wish, offer, words=words, today=today))
    fits = [GigFit(offer, _reasons(wish, offer)) for offer in possible]
    return tuple(sorted(fits, key=lambda fit: (-fit.score, -fit.offer.pay_max, fit.offer.id)))


def _is_possible(wish: GigWish, offer: GigOffer, *, words: TradeWords, today: date) -> bool:
    is_open = offer.until >= today and offer.openings > 0
    return is_open and _has_time(wish, offer) and words.is_of(offer.title, wish.trades)


def _has_time(wish: GigWish, offer: GigOffer) -> bool:
    return bool(wish.slots & (_BY_NIGHT if offer.is_night_work else _BY_DAY)) or not wish.slots


def _reasons(wish: GigWish, offer: GigOffer) -> tuple[FitReason, ...]:
    near = _nearness(wish, offer.place)
    is_paid = wish.pay is not None and month_pay(wish.pay, mode=wish.pay_mode) <= offer.pay_max
    has_named_time = bool(wish.slots) and _ANY_TIME not in wish.slots
    found = (near, FitReason.PAY if is_paid else None, FitReason.TIME if has_named_time else None)
    return tuple(reason for reason in found if reason is not None)


def _nearness(wish: GigWish, place: str) -> FitReason | None:
    if wish.village and place == wish.village:
        return FitReason.SAME_VILLAGE
    if wish.village and place[:_TOWN_DIGITS] == wish.village[:_TOWN_DIGITS]:
        return FitReason.SAME_TOWN
    county = place[:_COUNTY_DIGITS]
    if wish.village and county == wish.village[:_COUNTY_DIGITS]:
        return FitReason.SAME_COUNTY
    return FitReason.WANTED_COUNTY if wish.wanted_county and county == wish.wanted_county else None


def month_pay(pay: float, *, mode: str) -> float:
    """Give what pay comes to in a month of full work; by the piece or the job nobody can say: nothing."""
    match mode:
        case "hour":
            return pay * _HOURS_A_DAY * _DAYS_PAID_A_MONTH
        case "day":
            return pay * _DAYS_PAID_A_MONTH
        case "week":
            return pay * _WEEKS_A_MONTH
        case "month":
            return pay
        case _:
            return 0.0
