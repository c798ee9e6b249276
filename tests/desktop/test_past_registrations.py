"""What a counter remembers: who came before, how the day went, and what is chosen most."""

from dataclasses import replace

from desktop.gig.past_registrations import PastRegistrations
from desktop.gig.questions import ENDED, ID_NUMBER, PHONE, STARTED, STATION, VILLAGE
from tests.desktop.gig_story import DAY_MS, EARLIER_TODAY, LIN, LIN_NUMBER, XIANGSHAN
from tests.fakes.clock import STORY_STARTS_MS

PAST = PastRegistrations([*EARLIER_TODAY, LIN])


def test_somebody_is_found_by_their_number_and_by_their_telephone() -> None:
    assert PAST.with_number(LIN_NUMBER) == LIN
    assert PAST.with_phone("13855077721") == LIN


def test_of_two_who_share_a_telephone_nobody_is_found() -> None:
    wife = replace(LIN, subject_id="g-other", answers={**LIN.answers, ID_NUMBER: "1"})

    assert PastRegistrations([wife, LIN]).with_phone("13855077721") is None


def test_somebody_registered_twice_is_one_person_with_the_newest_answers() -> None:
    again = replace(LIN, at_ms=STORY_STARTS_MS, answers={**LIN.answers, PHONE: "13855077721"})

    assert PastRegistrations([again, LIN]).with_phone("13855077721") == again


def test_the_day_counts_only_its_own() -> None:
    assert len(PAST.of_day(STORY_STARTS_MS)) == 3
    assert PAST.of_day(STORY_STARTS_MS + DAY_MS) == []


def test_one_form_put_aside_for_hours_does_not_spoil_the_usual_time() -> None:
    slow = {**LIN.answers, STARTED: "2026-11-22T08:00:00+08:00", ENDED: "2026-11-22T11:00:00+08:00"}
    past = PastRegistrations([*EARLIER_TODAY, replace(LIN, at_ms=STORY_STARTS_MS, answers=slow)])

    assert past.usual_seconds(STORY_STARTS_MS) == 52


def test_a_form_that_does_not_say_when_it_began_counts_no_time() -> None:
    silent = replace(LIN, at_ms=STORY_STARTS_MS, answers={})

    assert PastRegistrations([silent]).usual_seconds(STORY_STARTS_MS) is None


def test_what_is_chosen_most_comes_first() -> None:
    past = PastRegistrations([*EARLIER_TODAY, LIN, replace(LIN, subject_id="g-2")])

    assert past.trades_by_use(at_ms=STORY_STARTS_MS)[:2] == ["07", "21"]


def test_what_is_chosen_during_a_day_moves_no_trade_on_that_day() -> None:
    assert PAST.trades_by_use(at_ms=STORY_STARTS_MS) == ["07", "21"]
    assert PAST.trades_by_use(at_ms=STORY_STARTS_MS + DAY_MS) == ["04", "15", "08", "07", "21"]


def test_what_a_form_said_that_was_given_back_is_offered_to_nobody_else() -> None:
    elsewhere = {**LIN.answers, VILLAGE: "350583001001", STATION: "LGYZ-350583-001"}
    back = replace(LIN, at_ms=STORY_STARTS_MS, answers=elsewhere, id="uuid:back")
    past = PastRegistrations([back, *EARLIER_TODAY, LIN], refused={"uuid:back"})

    assert past.villages_by_use() == [XIANGSHAN]
    assert past.newest() == EARLIER_TODAY[0]
    assert past.with_number(LIN_NUMBER) == back
