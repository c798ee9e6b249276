"""Which vacancies a counter tells a gig worker of, in which order, and the reasons it gives."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from employment.gig_matching import FitReason, GigOffer, GigWish, month_pay, rank_gigs
from employment.person import FieldValue
from employment.tables import shipped_trade_words

TODAY = date(2026, 11, 22)
XIANGSHAN = "350582001014"
WISH = GigWish(frozenset({"08"}), village=XIANGSHAN, wanted_county="350521", pay=260)
SEWING = GigOffer("v-1", "缝纫工", "晨汐鞋业", XIANGSHAN, 20, 5_000, 8_000, False, date(2026, 12, 31))
FIELDS: dict[str, FieldValue] = {
    "title": "缝纫工",
    "employer_name": "晨汐鞋业",
    "work_place": XIANGSHAN,
    "openings": 20,
    "pay_min": 5_000,
    "pay_max": 8_000,
    "valid_until": "2026-12-31",
    "state": "open",
}
OFFERS = st.builds(
    GigOffer,
    id=st.uuids().map(str),
    title=st.sampled_from(["缝纫工", "保安", "搬运工", "车位（夜班）"]),
    employer=st.just("晨汐"),
    place=st.sampled_from([XIANGSHAN, "350582001015", "350582105001", "350521001001", "350502"]),
    openings=st.integers(0, 5),
    pay_min=st.just(4_000),
    pay_max=st.integers(4_000, 9_000),
    is_night_work=st.booleans(),
    until=st.sampled_from([date(2026, 11, 21), TODAY, date(2026, 12, 31)]),
)


def ranked(*offers: GigOffer, wish: GigWish = WISH) -> list[str]:
    fits = rank_gigs(wish, offers, words=shipped_trade_words(), today=TODAY)
    return [fit.offer.id for fit in fits]


def reasons(offer: GigOffer, wish: GigWish = WISH) -> tuple[FitReason, ...]:
    [fit] = rank_gigs(wish, [offer], words=shipped_trade_words(), today=TODAY)
    return fit.reasons


def test_the_nearest_comes_first() -> None:
    near = replace(SEWING, id="village")
    town = replace(SEWING, id="town", place="350582001015")
    county = replace(SEWING, id="county", place="350582105001")
    wanted = replace(SEWING, id="wanted", place="350521001001")
    far = replace(SEWING, id="far", place="350502001001")

    assert ranked(far, wanted, county, town, near) == ["village", "town", "county", "wanted", "far"]


def test_pay_that_is_enough_comes_before_pay_that_is_not() -> None:
    poor = replace(SEWING, id="poor", pay_min=3_000, pay_max=4_000)

    assert ranked(poor, SEWING) == ["v-1", "poor"]
    assert FitReason.PAY not in reasons(poor)


@pytest.mark.parametrize(
    "offer",
    [
        replace(SEWING, title="保安"),
        replace(SEWING, until=date(2026, 11, 21)),
        replace(SEWING, openings=0),
    ],
    ids=["another trade", "ended yesterday", "nobody wanted"],
)
def test_what_cannot_be_had_is_not_told_of(offer: GigOffer) -> None:
    assert ranked(offer) == []


def test_night_work_is_for_those_who_work_at_night() -> None:
    by_night = replace(SEWING, is_night_work=True)
    by_day = replace(WISH, slots=frozenset({"am", "pm"}))
    at_night = replace(WISH, slots=frozenset({"dawn"}))

    assert ranked(by_night, wish=by_day) == []
    assert reasons(by_night, wish=at_night)[-1] is FitReason.TIME


@given(st.lists(OFFERS, max_size=12))
def test_everything_told_of_is_open_of_the_trade_and_in_order(offers: list[GigOffer]) -> None:
    fits = rank_gigs(WISH, offers, words=shipped_trade_words(), today=TODAY)

    scores = [fit.score for fit in fits]
    assert scores == sorted(scores, reverse=True)
    assert all(fit.offer.until >= TODAY and fit.offer.openings for fit in fits)
    assert {fit.offer.title for fit in fits} <= {"缝纫工", "车位（夜班）"}


@pytest.mark.parametrize(
    ("pay", "mode", "month"),
    [(260, "day", 5_655), (20, "hour", 3_480), (5_000, "month", 5_000), (3, "piece", 0)],
)
def test_pay_is_compared_by_the_month(pay: float, mode: str, month: float) -> None:
    assert month_pay(pay, mode=mode) == month


def test_a_vacancy_of_the_replica_is_read_and_a_closed_one_is_none() -> None:
    assert GigOffer.of_record("v-1", FIELDS) == SEWING
    assert GigOffer.of_record("v-1", {**FIELDS, "state": "closed"}) is None
    assert GigOffer.of_record("v-1", {**FIELDS, "pay_min": None}) is None


def test_every_trade_but_the_last_has_words() -> None:
    assert shipped_trade_words().trades == {f"{number:02d}" for number in range(1, 23)}
