"""The keys of the counter: one back, an Enter that only follows a number, and what is asked once."""

import pytest

from desktop.gig.enter_key import EnterKey
from desktop.gig.gig_screen import Face
from desktop.gig.questions import (
    COLLECTOR,
    CONSENT,
    NAME,
    PAY,
    PHONE,
    SCENE,
    SENSITIVE,
    STATION,
    TRADES,
    WANTED_COUNTY,
)
from desktop.gig.trail import REMARK, SHEET, Trail
from resources.words import Words
from tests.desktop.gig_screens import agree
from tests.desktop.gig_story import LIN_NUMBER, NEW_NUMBER, open_counter
from tests.desktop.test_gig_presenter import Bench
from tests.fakes.gig_screen import FakeGigScreen

SHARE = "/gig_register/consent_grp/consent_share"


@pytest.fixture
def bench(words: Words) -> Bench:
    screen = FakeGigScreen()
    presenter, counter = open_counter(screen, words)
    return Bench(screen, presenter, counter, words)


@pytest.fixture
def new_computer(bench: Bench) -> Bench:
    """Nobody was ever registered here, and nobody has said where it stands."""
    bench.counter.past.registrations.clear()
    bench.counter.station = ""
    return bench


def fill_sheet(bench: Bench) -> None:
    bench.presenter.arrive(NEW_NUMBER)
    agree(bench.presenter)
    bench.presenter.serving.answer_ask("蒋国珍", is_whole=False)
    bench.presenter.serving.go_on()
    bench.tick("07")
    bench.presenter.serving.sheet.edit(PAY, "260")
    bench.presenter.serving.sheet.edit(PHONE, "13612345678")
    bench.presenter.serving.go_on()


def answer(bench: Bench, text: str) -> None:
    bench.presenter.serving.answer_ask(text, is_whole=False)
    bench.presenter.serving.go_on()


def test_an_enter_after_a_number_key_finds_no_fault_with_the_next_question(bench: Bench) -> None:
    bench.presenter.arrive(NEW_NUMBER)
    bench.presenter.serving.answer_ask("1", is_whole=True)
    bench.counter.clock.advance(5)
    bench.presenter.serving.go_on()

    assert bench.asked == SENSITIVE
    assert bench.screen.ask is not None
    assert bench.screen.ask.question is not None
    assert bench.screen.ask.question.problem == ""


def test_a_second_enter_is_told_what_is_missing(bench: Bench) -> None:
    bench.presenter.arrive(NEW_NUMBER)
    bench.presenter.serving.answer_ask("1", is_whole=True)
    bench.presenter.serving.go_on()
    bench.presenter.serving.go_on()

    assert bench.screen.ask is not None
    assert bench.screen.ask.question is not None
    assert bench.screen.ask.question.problem != ""


def test_an_enter_that_ends_the_last_answer_registers_nobody(bench: Bench) -> None:
    bench.presenter.arrive(LIN_NUMBER)
    agree(bench.presenter)
    bench.presenter.serving.finish_with_enter()
    after_the_answer = len(bench.counter.submitted)
    bench.presenter.serving.finish_with_enter()

    assert after_the_answer == 0
    assert len(bench.counter.submitted) == 1


def test_a_later_enter_is_meant() -> None:
    key = EnterKey()
    key.moved_on(at_s=10.0)

    assert not key.follows(at_s=11.0, is_untouched=False)
    assert not key.follows(at_s=11.0, is_untouched=True)


def test_an_enter_after_other_keys_is_meant() -> None:
    key = EnterKey()
    key.moved_on(at_s=10.0)
    key.something_else()

    assert not key.follows(at_s=10.1, is_untouched=True)


def test_one_key_leads_back_to_the_answer_that_stands(bench: Bench) -> None:
    bench.presenter.arrive(NEW_NUMBER)
    bench.presenter.serving.answer_ask("1", is_whole=True)
    bench.presenter.serving.go_back()

    assert bench.asked == CONSENT
    assert bench.registration.text(CONSENT) == "1"
    assert not bench.screen.leads_back


def test_the_sheet_is_come_back_to_as_it_was_left(new_computer: Bench) -> None:
    fill_sheet(new_computer)
    new_computer.presenter.serving.go_back()

    assert new_computer.screen.face is Face.SHEET
    assert [tick.value for tick in new_computer.sheet.trades if tick.is_ticked] == ["07"]
    assert new_computer.screen.leads_back


def test_from_the_sheet_it_goes_back_to_the_last_question(bench: Bench) -> None:
    bench.presenter.arrive(NEW_NUMBER)
    agree(bench.presenter)
    answer(bench, "蒋国珍")
    bench.presenter.serving.go_back()

    assert bench.asked == NAME
    assert bench.registration.text(NAME) == "蒋国珍"


def test_another_answer_on_the_way_back_counts(bench: Bench) -> None:
    bench.presenter.arrive(NEW_NUMBER)
    agree(bench.presenter)
    bench.presenter.serving.go_back()
    bench.presenter.serving.answer_ask("0", is_whole=True)

    assert bench.registration.text(SHARE) == "0"
    assert bench.asked == NAME


def test_at_the_first_question_nothing_leads_back(bench: Bench) -> None:
    bench.presenter.arrive(NEW_NUMBER)
    bench.presenter.serving.go_back()

    assert bench.asked == CONSENT
    assert not bench.screen.leads_back


def test_a_trail_passes_over_what_is_asked_no_more() -> None:
    trail = Trail()
    trail.step("a")
    trail.step("gone")
    trail.step(SHEET)
    trail.step(REMARK)

    assert trail.back(is_asked=lambda step: step == "a") == SHEET
    assert trail.back(is_asked=lambda step: step == "a") == "a"
    assert trail.back(is_asked=lambda step: step == "a") is None


def test_a_new_computer_asks_where_it_stands_once(new_computer: Bench) -> None:
    fill_sheet(new_computer)
    first = new_computer.asked
    answer(new_computer, "qz-0102")
    answer(new_computer, "LGYZ-350582-007")
    new_computer.presenter.serving.answer_ask("park", is_whole=True)
    new_computer.presenter.other_person()
    new_computer.presenter.arrive(LIN_NUMBER)
    agree(new_computer.presenter)

    assert first == COLLECTOR
    assert new_computer.counter.of_window[STATION] == "LGYZ-350582-007"
    assert new_computer.registration.text(STATION) == "LGYZ-350582-007"
    assert new_computer.registration.text(SCENE) == "park"


def test_the_station_tells_where_its_workers_want_to_work(new_computer: Bench) -> None:
    fill_sheet(new_computer)
    answer(new_computer, "qz-0102")
    answer(new_computer, "LGYZ-350582-007")

    assert new_computer.registration.text(WANTED_COUNTY) == "350582"


def test_the_code_on_the_wall_says_where_the_window_stands(new_computer: Bench) -> None:
    is_heard = new_computer.presenter.arrive("LGSC-350505-003")

    assert is_heard
    assert new_computer.counter.of_window == {STATION: "LGSC-350505-003"}
    assert new_computer.screen.said == [("这个窗口在泉港区零工市场 003，以后自动填好。", False)]


def test_the_code_on_the_wall_answers_the_question_that_asks_for_it(new_computer: Bench) -> None:
    fill_sheet(new_computer)
    answer(new_computer, "qz-0102")
    new_computer.presenter.arrive("LGYZ-350582-007")

    assert new_computer.registration.text(STATION) == "LGYZ-350582-007"
    assert new_computer.asked == SCENE


def test_who_comes_in_by_staff_number_is_not_asked_for_it(new_computer: Bench) -> None:
    new_computer.counter.operator = "qz-0931"
    new_computer.presenter.arrive(NEW_NUMBER)

    assert new_computer.registration.text(COLLECTOR) == "qz-0931"


def test_pay_by_the_day_is_paid_by_the_day(new_computer: Bench) -> None:
    new_computer.presenter.arrive(NEW_NUMBER)

    assert new_computer.registration.text("/gig_register/pay/pay_daily") == "1"


def test_without_vacancies_nobody_is_told_that_choosing_helps(words: Words) -> None:
    screen = FakeGigScreen()
    presenter, _ = open_counter(screen, words, offers=())
    idle = screen.side
    presenter.arrive(NEW_NUMBER)

    assert idle is not None
    assert screen.side is not None
    assert {idle.fits_note, screen.side.fits_note} == {words.text("screens.gig.fits_nothing_here")}


def test_where_no_vacancy_fits_the_trades_it_is_said_so(bench: Bench) -> None:
    bench.presenter.arrive(NEW_NUMBER)
    before = bench.side.fits_note
    bench.registration.answer(TRADES, "16")
    bench.tick("16", "19", "16")

    assert before == bench.say("fits_trades")
    assert bench.side.fits_note == bench.say("fits_none")


def test_f9_tells_what_is_missing_of_the_question_asked(bench: Bench) -> None:
    bench.presenter.arrive(NEW_NUMBER)
    bench.presenter.serving.finish()

    assert bench.screen.ask is not None
    assert bench.screen.ask.question is not None
    assert bench.screen.ask.question.problem != ""
