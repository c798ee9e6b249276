"""A registration put aside is gone on with at the station it was begun at, or the officer is asked."""

import pytest

from desktop.gig.elsewhere import Stay
from desktop.gig.questions import CONSENT, PAY, SCENE, STATION
from desktop.gig.registration import Registration
from resources.words import Words
from tests.desktop.gig_story import LIN_NUMBER, NEW_NUMBER, open_counter
from tests.desktop.test_gig_presenter import Bench
from tests.fakes.gig_screen import FakeGigScreen

HERE, THERE = "LGYZ-350582-001", "LGYZ-350582-007"


@pytest.fixture
def bench(words: Words) -> Bench:
    screen = FakeGigScreen()
    presenter, counter = open_counter(screen, words)
    return Bench(screen, presenter, counter, words)


def put_aside(bench: Bench, station: str = HERE) -> Registration:
    """Begin somebody at a station and leave them among the drafts: the line has forgotten them."""
    bench.presenter.arrive(NEW_NUMBER)
    draft = bench.registration
    draft.answer(CONSENT, "1")
    draft.answer(STATION, station)
    draft.answer(SCENE, "park")
    draft.answer(PAY, "240")
    bench.presenter.forget()
    return draft


def choices(bench: Bench) -> list[str]:
    assert bench.screen.ask is not None
    return [f"{choice.label}：{choice.detail}" for choice in bench.screen.ask.choices]


def test_at_the_same_station_it_goes_on_at_once(bench: Bench) -> None:
    draft = put_aside(bench)
    bench.presenter.resume(draft)

    assert bench.registration is draft
    assert bench.registration.text(PAY) == "240"


def test_at_another_station_it_is_asked_and_nobody_is_served_before(bench: Bench) -> None:
    bench.presenter.resume(put_aside(bench, THERE))

    assert bench.presenter.registration is None
    assert bench.screen.ask is not None
    assert bench.screen.ask.title == bench.say("begun_elsewhere")
    assert choices(bench) == [
        "照原来的：晋江市零工驿站 007 · 园区零工",
        "改成这个窗口的：晋江市零工驿站 001 · 园区零工",
    ]


def test_the_station_it_was_begun_at_stays_and_the_window_stays_where_it_is(bench: Bench) -> None:
    bench.presenter.resume(put_aside(bench, THERE))
    bench.presenter.choose(Stay.BEGUN)

    assert bench.registration.text(STATION) == THERE
    assert bench.counter.station == HERE


def test_this_window_is_written_into_the_form(bench: Bench) -> None:
    bench.presenter.resume(put_aside(bench, THERE))
    bench.presenter.choose(Stay.HERE)

    assert bench.registration.text(STATION) == HERE
    assert bench.registration.is_touched


def test_another_scene_is_asked_about_too(bench: Bench) -> None:
    bench.counter.keep_of_window(SCENE, "market")
    bench.presenter.resume(put_aside(bench))

    assert bench.presenter.registration is None


def test_what_a_form_does_not_say_yet_it_takes_from_the_window(bench: Bench) -> None:
    draft = put_aside(bench, "")
    bench.presenter.resume(draft)

    assert bench.registration.text(STATION) == HERE


def test_whoever_stands_at_the_counter_waits_meanwhile(bench: Bench) -> None:
    draft = put_aside(bench, THERE)
    bench.presenter.arrive(LIN_NUMBER)
    bench.presenter.resume(draft)
    bench.presenter.choose(Stay.BEGUN)

    assert bench.registration is draft
    assert [line.name for line in bench.side.waiting] == ["林*强"]


def test_somebody_in_line_comes_as_they_stand_there(bench: Bench) -> None:
    bench.presenter.arrive(NEW_NUMBER)
    waiting = bench.registration
    waiting.answer(CONSENT, "1")
    bench.presenter.other_person()
    older = bench.counter.begin(bench.presenter.serving.worker)
    older.draft_id = waiting.draft_id
    bench.presenter.resume(older)

    assert bench.registration is waiting
    assert bench.side.waiting == ()
