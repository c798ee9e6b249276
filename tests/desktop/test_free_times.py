"""When somebody is free: four ticks for three questions, and back."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from desktop.gig.free_times import FreeTime, begin_free_times, read_free_times, tick
from desktop.gig.questions import DAYS, FROM_DATE, SLOTS

TODAY = date(2026, 11, 22)


def pressed(*choices: FreeTime) -> dict[str, str]:
    """Press cards one after the other, beginning as a registration does."""
    answers = dict(begin_free_times({}, today=TODAY))
    for choice in choices:
        ticked = read_free_times(answers, today=TODAY)
        answers |= tick(choice, ticked=ticked, today=TODAY)
    return answers


def test_a_registration_begins_free_from_today_at_any_time() -> None:
    assert pressed() == {FROM_DATE: "2026-11-22", DAYS: "1 2 3 4 5 6 7", SLOTS: "any"}


def test_evenings_at_weekends_from_tomorrow() -> None:
    answers = pressed(FreeTime.TOMORROW, FreeTime.WEEKENDS, FreeTime.EVENINGS)

    assert answers == {FROM_DATE: "2026-11-23", DAYS: "6 7", SLOTS: "night"}


def test_what_was_said_last_time_stays_until_something_else_is_pressed() -> None:
    last = {DAYS: "1 3 5", SLOTS: "am", FROM_DATE: "2026-08-15"}

    begun = begin_free_times(last, today=TODAY)

    assert begun == {FROM_DATE: "2026-11-22", DAYS: "1 3 5", SLOTS: "am"}
    assert read_free_times(begun, today=TODAY) == {FreeTime.TODAY}


@given(
    st.lists(st.sampled_from(FreeTime), max_size=8), st.sampled_from([FreeTime.WEEKENDS, FreeTime.EVENINGS])
)
def test_pressing_twice_takes_a_tick_back(before: list[FreeTime], choice: FreeTime) -> None:
    assert pressed(*before, choice, choice) == pressed(*before)


@given(st.lists(st.sampled_from(FreeTime), max_size=8))
def test_somebody_is_free_from_today_or_tomorrow_and_never_both(choices: list[FreeTime]) -> None:
    ticked = read_free_times(pressed(*choices), today=TODAY)

    assert len(ticked & {FreeTime.TODAY, FreeTime.TOMORROW}) == 1
