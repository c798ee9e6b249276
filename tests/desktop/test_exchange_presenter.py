"""The page 同步 without Qt: the hero, the stages and the four states."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from desktop.components.delivery_step import StepState
from desktop.exchange.delivery_steps import delivery_steps
from desktop.exchange.exchange_page import Fact, Hero, HeroAct, QueueLine, Stage, StageState
from desktop.exchange.exchange_presenter import DeviceMembership, ExchangePresenter
from desktop.exchange.sync_state import advanced, ended, failed, share_of, started
from desktop.shell.sync_indicator import Connection, SyncStatus, indicate
from desktop.tokens import Tone
from desktop.traffic import Traffic
from resources.words import Words
from store.outbox import DeliveryState
from sync.progress import SyncOutcome, SyncProgress, SyncState, SyncStep
from tests.desktop.stories import QUEUE
from tests.fakes.clock import STORY_STARTS_MS, FakeClock


class RecordingScreen:
    hero: Hero
    stages: Sequence[Stage]
    lines: Sequence[QueueLine]
    count: str
    facts: Sequence[Fact]
    traffic: Sequence[Fact]
    is_retry_offered = False

    def show_hero(self, hero: Hero) -> None:
        self.hero = hero

    def show_stages(self, stages: Sequence[Stage]) -> None:
        self.stages = stages

    def show_queue(self, lines: Sequence[QueueLine], *, count: str) -> None:
        self.lines, self.count = lines, count

    def show_facts(self, facts: Sequence[Fact]) -> None:
        self.facts = facts

    def show_traffic(self, facts: Sequence[Fact]) -> None:
        self.traffic = facts

    def offer_retry(self, *, is_offered: bool) -> None:
        self.is_retry_offered = is_offered


@pytest.fixture
def screen() -> RecordingScreen:
    return RecordingScreen()


@pytest.fixture
def presenter(screen: RecordingScreen, clock: FakeClock, words: Words) -> ExchangePresenter:
    return ExchangePresenter(screen, clock=clock, words=words)


def states(stages: Sequence[Stage]) -> list[StageState]:
    return [stage.state for stage in stages]


def test_uploading_says_how_many_and_offers_to_pause(
    presenter: ExchangePresenter, screen: RecordingScreen
) -> None:
    running = SyncStatus(Connection.RUNNING, unsent=5, share=0.52)
    presenter.show_status(running, SyncProgress(SyncStep.UPLOAD, 3, 5))

    assert screen.hero.title == "正在上传 3 / 5"
    assert screen.hero.act is HeroAct.PAUSE
    assert states(screen.stages)[:4] == [
        StageState.DONE,
        StageState.DONE,
        StageState.CURRENT,
        StageState.AHEAD,
    ]


def test_offline_says_that_everything_is_safe_here(
    presenter: ExchangePresenter, screen: RecordingScreen
) -> None:
    presenter.show_status(SyncStatus(Connection.OFFLINE, unsent=3))

    assert screen.hero.title == "没连上平台"
    assert screen.hero.quiet == "资料都在本机。稍后自动再试。"
    assert screen.hero.tone is Tone.OFF


def test_online_with_unsent_work_never_claims_that_all_is_up(
    presenter: ExchangePresenter, screen: RecordingScreen
) -> None:
    presenter.show_status(SyncStatus(Connection.OK, unsent=2, last_success_ms=STORY_STARTS_MS))

    assert screen.hero.title == "有 2 条要上传"


def test_what_came_back_stands_first_with_its_reason_and_what_arrived_last(
    presenter: ExchangePresenter, screen: RecordingScreen
) -> None:
    presenter.show_queue(QUEUE)

    assert screen.lines[0].title == "许*荣 · 就业状况简表"
    assert screen.lines[0].trouble.startswith("这份档案不在这台电脑上")
    assert screen.lines[-1].title == "黄*华 · 就业状况简表"
    assert screen.count == "4 条"


def test_work_the_city_set_aside_is_explained_and_nothing_is_asked(
    presenter: ExchangePresenter, screen: RecordingScreen
) -> None:
    waiting = replace(QUEUE[0], state=DeliveryState.CHECKED, code="item-set-aside")
    presenter.show_queue([waiting, replace(waiting, code=None)])

    told, quiet = screen.lines
    assert told.wait.startswith("市里正在查看这一项。市里的程序处理这一项时出了错，这不是您的错。")
    assert told.wait.endswith("不用重填。")
    assert (told.trouble, quiet.wait) == ("", "")


def test_the_device_is_shown_with_its_platform_and_area(
    presenter: ExchangePresenter, screen: RecordingScreen
) -> None:
    presenter.show_membership(DeviceMembership("platform.example", "3f9a·c07e", "象山社区"))

    assert [fact.value for fact in screen.facts] == [
        "platform.example",
        "象山社区",
        "还没有过",
        "3f9a·c07e",
    ]


def test_what_came_back_can_be_put_right_and_nothing_else_asks_for_a_person(
    presenter: ExchangePresenter, screen: RecordingScreen
) -> None:
    presenter.show_queue(QUEUE)

    assert [(line.act, line.aside) for line in screen.lines] == [
        ("改一改再交", "知道了"),
        ("", ""),
        ("", ""),
        ("", ""),
        ("", ""),
    ]


def test_what_waits_can_be_tried_at_once_unless_it_is_being_tried(
    presenter: ExchangePresenter, screen: RecordingScreen
) -> None:
    presenter.show_queue(QUEUE)
    presenter.show_status(SyncStatus(Connection.OFFLINE, unsent=1))
    is_offered_offline = screen.is_retry_offered
    presenter.show_status(SyncStatus(Connection.RUNNING, unsent=1))

    assert is_offered_offline
    assert not screen.is_retry_offered


def test_delivered_work_shows_the_receipt_it_went_with(
    presenter: ExchangePresenter, screen: RecordingScreen
) -> None:
    delivered = replace(QUEUE[2], receipt="3f9ac07e")
    presenter.show_queue([delivered, replace(QUEUE[3], receipt="77e0a419")])

    details = [line.detail for line in screen.lines]
    assert details[1].endswith("回执 3f9ac07e")
    assert "回执" not in details[0]


def test_traffic_is_said_in_both_directions(presenter: ExchangePresenter, screen: RecordingScreen) -> None:
    presenter.show_traffic(Traffic("2026-11-22", 1_200, 1_300_000, 90_000, 52_428_800))

    assert [fact.value for fact in screen.traffic] == ["上传 1 KB · 下载 1.2 MB", "上传 88 KB · 下载 50.0 MB"]


def test_sealed_work_is_still_on_this_computer(words: Words) -> None:
    steps = delivery_steps(DeliveryState.SEALED, {DeliveryState.QUEUED: STORY_STARTS_MS}, words=words)

    assert [step.word for step in steps] == ["本机", "已送达", "已校验", "已应用"]
    assert [step.state for step in steps][:2] == [StepState.CURRENT, StepState.AHEAD]
    assert steps[0].time == "08:00"


def test_applied_work_has_passed_all_four_stops(words: Words) -> None:
    steps = delivery_steps(DeliveryState.APPLIED, {}, words=words)

    assert {step.state for step in steps} == {StepState.DONE}


def test_returned_work_ends_at_its_return(words: Words) -> None:
    times = {DeliveryState.QUEUED: 1, DeliveryState.DELIVERED: 2, DeliveryState.RETURNED: 3}
    steps = delivery_steps(DeliveryState.RETURNED, times, words=words)

    assert [step.word for step in steps] == ["本机", "已送达", "退回"]
    assert steps[-1].state is StepState.RETURNED


def test_a_failed_exchange_keeps_the_last_good_one() -> None:
    good = ended(SyncStatus(), SyncOutcome(SyncState.OK, None, 1, 0, at_ms=5))
    broken = failed(started(good))
    offline = ended(started(good), SyncOutcome(SyncState.OFFLINE, "server-unreachable", 0, 0, at_ms=9))

    assert (broken.connection, broken.last_success_ms) == (Connection.OFFLINE, 5)
    assert (offline.connection, offline.last_success_ms) == (Connection.OFFLINE, 5)


def test_the_share_never_runs_past_the_whole() -> None:
    shares = [share_of(SyncProgress(step, 9, 3)) for step in SyncStep]

    assert shares == sorted(shares)
    assert shares[-1] == 1.0


def test_the_chip_says_progress_in_per_cent(words: Words) -> None:
    status = advanced(SyncStatus(unsent=5), SyncProgress(SyncStep.UPLOAD, 1, 2))

    assert indicate(status, words=words).text == "正在同步 50%"


def test_the_chip_is_calm_offline_and_counts_what_waits(words: Words) -> None:
    indication = indicate(SyncStatus(Connection.OFFLINE, unsent=3), words=words)

    assert (indication.text, indication.tone) == ("离线 · 3 条待上传", Tone.OFF)


def test_refused_work_of_an_ended_device_says_what_to_do_and_that_the_work_comes_along(
    presenter: ExchangePresenter, screen: RecordingScreen
) -> None:
    outcome = SyncOutcome(SyncState.REFUSED, "handing-in-refused", pushed=0, pulled=0, at_ms=STORY_STARTS_MS)

    presenter.show_status(ended(SyncStatus(unsent=2), outcome))

    assert screen.hero.title == "本机剩下的内容不能再用原来的身份交回"
    assert "申请新的邀请" in screen.hero.quiet
    assert "一并带过去" in screen.hero.quiet
    assert screen.hero.tone is Tone.WARN
