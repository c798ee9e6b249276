"""Whom nobody knows yet: letters that may be pinyin, and where somebody from elsewhere is registered."""

import pytest

from desktop.capture.local_records import Standing
from desktop.capture.outcomes import Member
from desktop.gig.gig_screen import Face
from desktop.gig.questions import COUNTY, ID_NUMBER, NAME, STATION, TOWN, VILLAGE
from resources.words import Words
from tests.desktop.gig_screens import agree
from tests.desktop.gig_story import LIN_NUMBER, NEW_NUMBER, WHOLE, open_counter
from tests.desktop.test_gig_presenter import Bench
from tests.fakes.gig_screen import FakeGigScreen
from tests.fakes.local_records import CAI_MING

UNTOUCHED = Standing(has_open_doubt=False, has_draft=False, collected_at_ms=None)
WEN_XING = Member("p-elsewhere", "文*星", "", None, UNTOUCHED)
CAI = Member(CAI_MING, "蔡*明", "", 46, UNTOUCHED)


@pytest.fixture
def bench(words: Words) -> Bench:
    screen = FakeGigScreen()
    presenter, counter = open_counter(screen, words)
    return Bench(screen, presenter, counter, words)


@pytest.fixture
def lettered(bench: Bench) -> Bench:
    bench.counter.typed_like["cm"] = (CAI, WEN_XING)
    return bench


def choices(bench: Bench) -> list[str]:
    assert bench.screen.ask is not None
    return [choice.label for choice in bench.screen.ask.choices]


def from_elsewhere(bench: Bench) -> None:
    """Somebody of another town and county has answered everything."""
    bench.presenter.arrive(NEW_NUMBER)
    agree(bench.presenter)
    said = {
        **WHOLE,
        COUNTY: "350583",
        TOWN: "350583001",
        VILLAGE: "350583001001",
        NAME: "蒋国珍",
        "/gig_register/cap/trades": "07",
        "/gig_register/pay/pay_min": "260",
        "/gig_register/who/phone": "13612345678",
    }
    for reference, text in said.items():
        bench.registration.answer(reference, text)


def test_letters_offer_who_may_be_meant_and_somebody_new(lettered: Bench) -> None:
    lettered.presenter.arrive("cm")

    assert lettered.screen.face is Face.ASK
    assert choices(lettered) == ["蔡*明 · 46 岁", "文*星", lettered.say("new_person")]
    assert lettered.presenter.registration is None
    assert lettered.screen.head is None


def test_who_was_meant_is_served_under_their_record(lettered: Bench) -> None:
    lettered.presenter.arrive("cm")
    lettered.presenter.choose(CAI_MING)

    assert lettered.registration.subject_id == CAI_MING


def test_somebody_new_is_not_called_by_the_letters(lettered: Bench) -> None:
    lettered.presenter.arrive("cm")
    lettered.presenter.choose("")

    assert lettered.registration.text(NAME) == ""
    assert lettered.registration.text(ID_NUMBER) == ""


def test_letters_that_find_nobody_are_asked_back(bench: Bench) -> None:
    bench.presenter.arrive("hzh")

    assert bench.presenter.registration is None
    assert bench.screen.problem == bench.words.text("screens.gig.letters_unknown", letters="hzh")


def test_letters_typed_once_more_are_a_name(bench: Bench) -> None:
    bench.presenter.arrive("John Smith")
    bench.presenter.arrive("John Smith")

    assert bench.registration.text(NAME) == "John Smith"


def test_letters_are_asked_back_again_after_anything_else(bench: Bench) -> None:
    bench.presenter.arrive("hzh")
    bench.presenter.arrive("1")
    bench.presenter.arrive("hzh")

    assert bench.presenter.registration is None


def test_what_is_found_after_the_door_closed_is_shown_to_nobody(lettered: Bench) -> None:
    lettered.counter.lookups = []
    lettered.presenter.arrive("cm")
    lettered.presenter.forget()
    [found] = lettered.counter.lookups
    found()

    assert lettered.screen.face is Face.IDLE
    assert lettered.screen.ask is None


def test_who_was_scanned_during_a_search_is_not_driven_away_by_it(lettered: Bench) -> None:
    lettered.counter.lookups = []
    lettered.presenter.arrive("cm")
    lettered.presenter.arrive(LIN_NUMBER)
    [found] = lettered.counter.lookups
    found()

    assert lettered.head.name == "林*强"
    assert lettered.registration.text(ID_NUMBER) == LIN_NUMBER


def test_a_chinese_name_nobody_has_needs_no_asking_back(bench: Bench) -> None:
    bench.presenter.arrive("蒋国珍")

    assert bench.registration.text(NAME) == "蒋国珍"


def test_a_station_of_the_county_registers_somebody_from_elsewhere(bench: Bench) -> None:
    from_elsewhere(bench)
    bench.presenter.serving.finish()

    [(_, form)] = bench.counter.submitted
    assert form.values[VILLAGE] == "350583001001"


def test_for_a_station_elsewhere_nobody_from_elsewhere_is_registered(bench: Bench) -> None:
    bench.counter.station = "LGYZ-350583-001"
    from_elsewhere(bench)
    bench.presenter.serving.finish()

    assert bench.counter.submitted == []
    assert bench.asked == STATION
    assert bench.screen.said[-1] == (bench.say("station_elsewhere"), True)


def test_with_the_right_station_they_are(bench: Bench) -> None:
    bench.counter.station = "LGYZ-350583-001"
    from_elsewhere(bench)
    bench.presenter.serving.finish()
    bench.presenter.serving.answer_ask("LGYZ-350582-001", is_whole=False)
    bench.presenter.serving.go_on()
    bench.presenter.serving.finish()

    [(_, form)] = bench.counter.submitted
    assert form.values[STATION] == "LGYZ-350582-001"
    assert bench.counter.of_window == {STATION: "LGYZ-350582-001"}


def test_a_trade_has_one_key_for_everybody(bench: Bench) -> None:
    bench.presenter.arrive(NEW_NUMBER)
    agree(bench.presenter)
    bench.presenter.serving.answer_ask("蒋国珍", is_whole=False)
    bench.presenter.serving.go_on()
    new = [tick.value for tick in bench.sheet.trades]
    bench.presenter.other_person()
    bench.presenter.arrive(LIN_NUMBER)
    agree(bench.presenter)

    assert [tick.value for tick in bench.sheet.trades] == new
