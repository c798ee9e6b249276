"""Work that came back is never hidden behind a green word: every place that counts says so."""

from dataclasses import replace

import pytest

from desktop.exchange.exchange_page import HeroAct
from desktop.exchange.exchange_presenter import ExchangePresenter
from desktop.exchange.sync_state import ended, started
from desktop.operations.exchange import QueueRow
from desktop.shell.sync_indicator import Connection, SyncStatus, indicate
from desktop.today.today_page import DIFFERENCES, RETURNED
from desktop.today.today_presenter import TodayPresenter
from desktop.tokens import Tone
from resources.words import Words
from sync.progress import SyncOutcome, SyncState
from tests.desktop.stories import DAY, EMPTY_DAY, QUEUE
from tests.desktop.test_exchange_presenter import RecordingScreen as ExchangeRecorder
from tests.desktop.test_today_presenter import RecordingScreen as TodayRecorder
from tests.fakes.clock import STORY_STARTS_MS, FakeClock

ALL_WELL = SyncStatus(Connection.OK, returned=2, last_success_ms=STORY_STARTS_MS)
CAME_BACK = QUEUE[4]
DEALT_WITH = replace(CAME_BACK, needs_person=False)


@pytest.fixture
def exchange(clock: FakeClock, words: Words) -> tuple[ExchangePresenter, ExchangeRecorder]:
    screen = ExchangeRecorder()
    return ExchangePresenter(screen, clock=clock, words=words), screen


@pytest.fixture
def today(clock: FakeClock, words: Words) -> tuple[TodayPresenter, TodayRecorder]:
    screen = TodayRecorder()
    return TodayPresenter(screen, clock=clock, words=words), screen


def test_hero_says_what_came_back_and_leads_there(
    exchange: tuple[ExchangePresenter, ExchangeRecorder],
) -> None:
    presenter, screen = exchange
    presenter.show_status(ALL_WELL)

    assert screen.hero.title == "2 条被退回，要你看一下"
    assert "成功" not in screen.hero.quiet
    assert (screen.hero.tone, screen.hero.act, screen.hero.act_text) == (Tone.WARN, HeroAct.LOOK, "去看看")


def test_hero_says_besides_what_still_waits(exchange: tuple[ExchangePresenter, ExchangeRecorder]) -> None:
    presenter, screen = exchange
    presenter.show_status(replace(ALL_WELL, connection=Connection.OFFLINE, unsent=3))

    assert screen.hero.title == "2 条被退回，要你看一下"
    assert screen.hero.quiet.endswith("资料都在本机。稍后自动再试。")


@pytest.mark.parametrize(
    ("connection", "act"), [(Connection.RUNNING, HeroAct.PAUSE), (Connection.PAUSED, HeroAct.RESUME)]
)
def test_running_or_paused_exchange_keeps_its_own_act(
    exchange: tuple[ExchangePresenter, ExchangeRecorder], connection: Connection, act: HeroAct
) -> None:
    presenter, screen = exchange
    presenter.show_status(replace(ALL_WELL, connection=connection))

    assert screen.hero.act is act


def test_hero_is_green_again_when_all_was_dealt_with(
    exchange: tuple[ExchangePresenter, ExchangeRecorder],
) -> None:
    presenter, screen = exchange
    presenter.show_status(replace(ALL_WELL, returned=0))

    assert (screen.hero.title, screen.hero.tone) == ("都传好了", Tone.OK)


def test_what_was_dealt_with_stays_at_the_end_and_asks_for_nothing(
    exchange: tuple[ExchangePresenter, ExchangeRecorder],
) -> None:
    presenter, screen = exchange
    waiting: tuple[QueueRow, ...] = (DEALT_WITH, replace(CAME_BACK, id="uuid:6"), QUEUE[3])
    presenter.show_queue(waiting)

    first, _, last = screen.lines
    assert (first.id, last.id, screen.count) == ("uuid:6", CAME_BACK.id, "2 条")
    assert (last.wait, last.trouble, last.act, last.aside) == ("退回过，已经处理了。", "", "", "")
    assert last.tone is Tone.OFF


@pytest.mark.parametrize(
    ("connection", "said"),
    [
        (Connection.OK, "2 条被退回"),
        (Connection.NEVER, "2 条被退回"),
        (Connection.OFFLINE, "离线 · 2 条被退回"),
        (Connection.PAUSED, "2 条被退回"),
    ],
)
def test_chip_is_amber_for_what_came_back(connection: Connection, said: str, words: Words) -> None:
    indication = indicate(replace(ALL_WELL, connection=connection), words=words)

    assert (indication.text, indication.tone) == (said, Tone.WARN)


def test_next_exchange_forgets_nothing_that_came_back() -> None:
    outcome = SyncOutcome(SyncState.OK, None, pushed=0, pulled=0, at_ms=STORY_STARTS_MS)

    assert ended(started(ALL_WELL), outcome).returned == 2


def test_today_never_says_all_is_up_over_what_came_back(today: tuple[TodayPresenter, TodayRecorder]) -> None:
    presenter, screen = today
    presenter.show_day(replace(EMPTY_DAY, returned=2))

    assert (screen.figures["unsent"].remark, screen.figures["unsent"].remark_tone) == (
        "2 条被退回",
        Tone.WARN,
    )
    assert [(line.id, line.title, line.is_next) for line in screen.tasks] == [
        (RETURNED, "被退回的：2 条", True)
    ]
    assert not screen.heading.is_scan_next


def test_what_came_back_is_the_one_next_step_of_today(today: tuple[TodayPresenter, TodayRecorder]) -> None:
    presenter, screen = today
    presenter.show_day(replace(DAY, returned=1, differing=2))

    assert [line.id for line in screen.tasks][:2] == [RETURNED, DIFFERENCES]
    assert [line.is_next for line in screen.tasks] == [True, False, False, False, False]
