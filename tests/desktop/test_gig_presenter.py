"""The counter's order: who is served, what is asked when, who waits, and what is never lost."""

from dataclasses import dataclass

import pytest

from desktop.gig.gig_presenter import GigPresenter
from desktop.gig.gig_screen import Face, Field, PersonHead, Sheet, Side
from desktop.gig.questions import CONSENT, ID_NUMBER, NAME, PAY, PHONE, TRADES
from desktop.gig.registration import Registration
from desktop.gig.trade_pages import TURN
from desktop.gig.waiting_line import LINE_MS
from resources.words import Words
from tests.desktop.gig_screens import agree
from tests.desktop.gig_story import LIN_NUMBER, NEW_NUMBER, FakeGigCounter, open_counter
from tests.fakes.gig_screen import FakeGigScreen
from tests.fakes.local_records import CAI_MING, PERSONS


@dataclass
class Bench:
    screen: FakeGigScreen
    presenter: GigPresenter
    counter: FakeGigCounter
    words: Words

    @property
    def registration(self) -> Registration:
        assert self.presenter.registration is not None
        return self.presenter.registration

    @property
    def head(self) -> PersonHead:
        assert self.screen.head is not None
        return self.screen.head

    @property
    def sheet(self) -> Sheet:
        assert self.screen.sheet is not None
        return self.screen.sheet

    @property
    def side(self) -> Side:
        assert self.screen.side is not None
        return self.screen.side

    @property
    def asked(self) -> str:
        """Name the question that is asked alone now."""
        assert self.screen.ask is not None
        assert self.screen.ask.question is not None
        return self.screen.ask.question.reference

    def field(self, reference: str) -> Field:
        return next(field for field in self.sheet.fields if field.reference == reference)

    def tick(self, *trades: str) -> None:
        for trade in trades:
            self.presenter.serving.sheet.tick_trade(trade)

    def say(self, key: str) -> str:
        return self.words.text(f"screens.gig.{key}")


@pytest.fixture
def bench(words: Words) -> Bench:
    screen = FakeGigScreen()
    presenter, counter = open_counter(screen, words)
    return Bench(screen, presenter, counter, words)


def test_a_returning_worker_is_known_by_their_number_and_named_masked(bench: Bench) -> None:
    bench.presenter.arrive(LIN_NUMBER)

    assert bench.head.name == "林*强"
    assert bench.head.mark == bench.say("returning")
    assert "8月15日" in bench.head.detail
    assert LIN_NUMBER not in bench.head.detail


def test_nothing_is_asked_before_consent(bench: Bench) -> None:
    bench.presenter.arrive(NEW_NUMBER)

    assert bench.asked == CONSENT
    assert bench.screen.ask is not None
    assert bench.screen.ask.notice.startswith("【告知书】")


def test_consent_is_asked_anew_of_whoever_gave_it_before(bench: Bench) -> None:
    bench.presenter.arrive(LIN_NUMBER)

    assert bench.registration.text(CONSENT) == ""


def test_what_a_returning_worker_said_last_time_stands_on_the_sheet(bench: Bench) -> None:
    bench.presenter.arrive(LIN_NUMBER)
    agree(bench.presenter)

    assert bench.screen.face is Face.SHEET
    assert [tick.value for tick in bench.sheet.trades if tick.is_ticked] == ["07", "21"]
    assert (bench.field(PAY).text, bench.field(PHONE).text) == ("260", "13855077721")


def test_a_number_scanned_before_consent_is_an_answer_after_it(bench: Bench) -> None:
    bench.presenter.arrive(NEW_NUMBER)
    before = bench.registration.session.values().get(ID_NUMBER)
    agree(bench.presenter)

    assert before is None
    assert bench.registration.session.values()[ID_NUMBER] == NEW_NUMBER


def test_the_sex_a_number_tells_is_not_asked(bench: Bench) -> None:
    bench.presenter.arrive(NEW_NUMBER)
    agree(bench.presenter)

    assert bench.registration.session.values()["/gig_register/who/sex"] == "2"


def test_somebody_who_refuses_leaves_nothing_behind(bench: Bench) -> None:
    bench.presenter.arrive(NEW_NUMBER)
    bench.presenter.serving.answer_ask("0", is_whole=True)
    is_told = bench.registration.stopping() != ()
    bench.presenter.other_person()

    assert is_told
    assert bench.counter.kept == {}
    assert len(bench.counter.discarded) == 1
    assert bench.side.waiting == ()


def test_what_holds_registering_up_is_said_in_its_place(bench: Bench) -> None:
    bench.presenter.arrive(LIN_NUMBER)
    agree(bench.presenter)
    bench.presenter.serving.sheet.edit(PHONE, "1385")
    bench.presenter.serving.finish()

    assert bench.counter.submitted == []
    assert bench.screen.focus == PHONE
    assert bench.field(PHONE).problem == "请输入11位手机号。"
    assert bench.field(PHONE).text == "1385"

    bench.presenter.serving.sheet.edit(PHONE, "13850001234")

    assert bench.field(PHONE).problem == ""


def test_more_trades_than_the_form_takes_are_refused_in_place(bench: Bench) -> None:
    bench.presenter.arrive(LIN_NUMBER)
    agree(bench.presenter)
    bench.tick(*(tick.value for tick in bench.sheet.trades[2:7]))

    assert bench.sheet.trades_problem == "最多选6项。"


def test_the_eighth_key_turns_the_page_and_keeps_what_is_ticked(bench: Bench) -> None:
    bench.presenter.arrive(LIN_NUMBER)
    agree(bench.presenter)
    first = [tick.value for tick in bench.sheet.trades]
    bench.presenter.serving.sheet.tick_trade(TURN)

    second = [tick.value for tick in bench.sheet.trades]
    assert not set(first[:7]) & set(second[:7])
    assert bench.registration.text(TRADES) == "07 21"


def test_registering_counts_and_says_who_was_just_here(bench: Bench) -> None:
    bench.presenter.arrive(LIN_NUMBER)
    agree(bench.presenter)
    bench.presenter.serving.finish()

    assert bench.screen.face is Face.IDLE
    assert bench.side.count == "4 人"
    assert bench.side.latest[0].label == "林*强 · 搬运送货"
    assert (bench.say("registered"), False) in bench.screen.said


def test_whoever_is_being_registered_is_not_put_aside_as_a_draft_again(bench: Bench) -> None:
    bench.presenter.arrive(LIN_NUMBER)
    agree(bench.presenter)
    bench.counter.is_slow = True
    bench.presenter.serving.finish()

    bench.presenter.other_person()
    [registered] = bench.counter.answers
    registered()

    assert (bench.counter.kept, len(bench.counter.submitted)) == ({}, 1)
    assert (bench.screen.face, bench.side.waiting) == (Face.IDLE, ())


def test_a_form_that_could_not_be_kept_stays_at_the_counter(bench: Bench) -> None:
    bench.presenter.arrive(LIN_NUMBER)
    agree(bench.presenter)
    bench.counter.fails_with = "磁盘满了"
    bench.presenter.serving.finish()

    assert ("磁盘满了", True) in bench.screen.said
    assert bench.registration.text(NAME) == "林志强"
    assert not bench.screen.is_busy


def test_whoever_is_put_aside_waits_in_line_and_comes_back_as_they_were(bench: Bench) -> None:
    bench.presenter.arrive(LIN_NUMBER)
    agree(bench.presenter)
    bench.presenter.serving.sheet.edit(PAY, "300")
    bench.presenter.other_person()
    [waiting] = bench.side.waiting
    bench.presenter.call(waiting.key)

    assert waiting.name == "林*强"
    assert bench.registration.text(PAY) == "300"
    assert bench.side.waiting == ()


def test_scanning_somebody_put_aside_goes_on_where_they_stopped(bench: Bench) -> None:
    bench.presenter.arrive(LIN_NUMBER)
    agree(bench.presenter)
    bench.presenter.serving.sheet.edit(PAY, "300")
    bench.presenter.other_person()
    bench.presenter.arrive(LIN_NUMBER)

    assert bench.registration.text(PAY) == "300"
    assert bench.side.waiting == ()


def test_after_half_an_hour_the_line_is_left_and_the_draft_is_not(bench: Bench) -> None:
    bench.presenter.arrive(LIN_NUMBER)
    agree(bench.presenter)
    bench.presenter.other_person()
    bench.counter.clock.advance(LINE_MS / 1000)
    bench.presenter.look_at_the_clock()

    assert bench.side.waiting == ()
    assert len(bench.counter.kept) == 1


def test_whoever_is_scanned_meanwhile_joins_the_line_once(bench: Bench) -> None:
    bench.presenter.arrive(NEW_NUMBER)
    bench.presenter.arrive(LIN_NUMBER)
    bench.presenter.arrive(LIN_NUMBER)

    assert [one.name for one in bench.side.waiting] == ["林*强"]


def test_a_household_asks_which_member_it_is(bench: Bench) -> None:
    bench.presenter.arrive("0921")
    assert bench.screen.ask is not None
    offered = [choice.label for choice in bench.screen.ask.choices]
    bench.presenter.choose(CAI_MING)

    assert len(offered) == len(PERSONS)
    assert bench.head.name == "蔡*明"
    assert bench.registration.subject_id == CAI_MING


def test_a_code_of_nobody_is_said_where_it_was_scanned(bench: Bench) -> None:
    bench.presenter.arrive("https://example.cn/poster")

    assert bench.screen.problem == bench.say("nobody")


def test_gigs_that_fit_say_why(bench: Bench) -> None:
    bench.presenter.arrive(LIN_NUMBER)

    assert bench.side.fits[0].title == "家具搬运工"
    assert "同县" in bench.side.fits[0].detail
    assert bench.side.fits[0].pay == "6500 元/月"


def test_behind_the_locked_door_nobody_is_left_at_the_counter(bench: Bench) -> None:
    bench.presenter.arrive(LIN_NUMBER)
    agree(bench.presenter)
    bench.presenter.forget()

    assert bench.presenter.registration is None
    assert len(bench.counter.kept) == 1
    assert bench.screen.head is None


def test_whoever_comes_before_the_past_is_read_is_served_when_it_is(bench: Bench) -> None:
    bench.presenter.hold()

    assert bench.presenter.arrive(LIN_NUMBER)
    assert bench.presenter.registration is None
    bench.presenter.look_again()

    assert bench.head.name == "林*强"


def test_what_the_counter_learns_later_takes_nothing_away(bench: Bench) -> None:
    bench.presenter.arrive("https://example.cn/poster")
    told = bench.screen.problem

    bench.presenter.look_again()

    assert told
    assert bench.screen.problem == told
