"""The page 今日 without Qt: what is said, in which order, and which step is next."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from desktop.components.figure import Figure
from desktop.components.notice import Notice
from desktop.shell.sync_indicator import Connection, SyncStatus
from desktop.today.today_page import DIFFERENCES, DraftLine, EmptyTasks, Heading, Progress, TaskLine
from desktop.today.today_presenter import TodayPresenter
from desktop.tokens import Tone
from resources.words import Words
from tests.desktop.stories import DAY, EMPTY_DAY, TASKS
from tests.fakes.clock import FakeClock


class RecordingScreen:
    heading: Heading
    notice: Notice | None = None
    figures: dict[str, Figure]
    tasks: Sequence[TaskLine]
    empty: EmptyTasks
    progress: Progress
    drafts: Sequence[DraftLine]

    def show_heading(self, heading: Heading) -> None:
        self.heading = heading

    def show_notice(self, notice: Notice | None) -> None:
        self.notice = notice

    def show_figures(self, *, tasks: Figure, unsent: Figure, doubts: Figure, drafts: Figure) -> None:
        self.figures = {"tasks": tasks, "unsent": unsent, "doubts": doubts, "drafts": drafts}

    def show_tasks(self, lines: Sequence[TaskLine], *, empty: EmptyTasks) -> None:
        self.tasks, self.empty = lines, empty

    def show_progress(self, progress: Progress) -> None:
        self.progress = progress

    def show_drafts(self, lines: Sequence[DraftLine]) -> None:
        self.drafts = lines


@pytest.fixture
def screen() -> RecordingScreen:
    return RecordingScreen()


@pytest.fixture
def presenter(screen: RecordingScreen, clock: FakeClock, words: Words) -> TodayPresenter:
    presenter = TodayPresenter(screen, clock=clock, words=words)
    presenter.greet("林秀梅", place="青阳街道象山社区")
    return presenter


def test_the_officer_is_greeted_by_given_name_with_day_and_place(
    presenter: TodayPresenter, screen: RecordingScreen
) -> None:
    assert screen.heading.title == "上午好，秀梅"
    assert screen.heading.sentence == "11月22日 星期日 · 青阳街道象山社区"


@pytest.mark.parametrize(
    ("hours", "greeting"),  # since eight in the morning
    [
        (0, "上午好"),
        (2.99, "上午好"),
        (3, "中午好"),
        (5, "下午好"),
        (9.99, "下午好"),
        (10, "晚上好"),
        (15, "夜里好"),
        (18, "夜里好"),
        (20.99, "夜里好"),
        (21, "早上好"),
        (23.99, "早上好"),
    ],
)
def test_the_greeting_follows_the_hour(
    presenter: TodayPresenter, screen: RecordingScreen, clock: FakeClock, hours: float, greeting: str
) -> None:
    clock.advance(hours * 3600)
    presenter.show_day(DAY)

    assert screen.heading.title == f"{greeting}，秀梅"


def test_the_first_task_is_the_next_step_and_scanning_is_not(
    presenter: TodayPresenter, screen: RecordingScreen
) -> None:
    presenter.show_day(DAY)

    assert [line.is_next for line in screen.tasks] == [True, False, False, False, False]
    assert not screen.heading.is_scan_next


def test_what_two_people_changed_differently_comes_before_the_tasks(
    presenter: TodayPresenter, screen: RecordingScreen
) -> None:
    presenter.show_day(replace(DAY, differing=2))

    assert (screen.tasks[0].id, screen.tasks[0].title) == (DIFFERENCES, "核对不一样的：2 份档案")
    assert [line.is_next for line in screen.tasks] == [True, False, False, False, False]
    assert screen.figures["tasks"].number == len(TASKS)
    assert not screen.heading.is_scan_next


def test_without_tasks_scanning_is_the_next_step(presenter: TodayPresenter, screen: RecordingScreen) -> None:
    presenter.show_day(replace(DAY, tasks=()))

    assert screen.heading.is_scan_next
    assert screen.empty.sentence == "今天没有要办的任务。"


def test_a_new_computer_is_told_to_sync_first(presenter: TodayPresenter, screen: RecordingScreen) -> None:
    presenter.show_day(EMPTY_DAY)

    assert screen.empty.act == "立即同步"


def test_due_dates_are_said_in_days(presenter: TodayPresenter, screen: RecordingScreen) -> None:
    presenter.show_day(DAY)

    assert [line.due for line in screen.tasks] == [
        "逾期 1 天",
        "今天到期",
        "今天到期",
        "11月25日",
        "11月28日",
    ]
    assert [line.due_tone for line in screen.tasks][:2] == [Tone.DANGER, Tone.WARN]


def test_a_doubt_says_whom_why_and_where_with_the_name_masked(
    presenter: TodayPresenter, screen: RecordingScreen
) -> None:
    presenter.show_day(DAY)

    assert screen.tasks[0].title == "核实就业状态：蔡*明"
    assert screen.tasks[0].detail == "象山路 12 号 · 系统显示已参保，登记为失业"
    assert screen.tasks[0].act == "去核实"


def test_at_most_five_tasks_are_listed_and_all_are_counted(
    presenter: TodayPresenter, screen: RecordingScreen
) -> None:
    presenter.show_day(replace(DAY, tasks=TASKS + TASKS))

    assert len(screen.tasks) == 5
    assert screen.figures["tasks"].number == 10


def test_figures_carry_what_presses_most(presenter: TodayPresenter, screen: RecordingScreen) -> None:
    presenter.show_day(DAY)

    assert screen.figures["tasks"] == Figure(5, "件", "1 件已逾期", Tone.WARN)
    assert screen.figures["unsent"] == Figure(3, "条", "最早 昨天 17:00")
    assert screen.figures["doubts"].number == 1


def test_progress_is_said_in_figures(presenter: TodayPresenter, screen: RecordingScreen) -> None:
    presenter.show_day(DAY)

    assert screen.progress.figures == "126 / 180 户"
    assert screen.progress.share == pytest.approx(0.7)
    assert screen.progress.complete == "96%"


def test_offline_is_a_calm_banner_and_a_good_exchange_takes_it_away(
    presenter: TodayPresenter, screen: RecordingScreen
) -> None:
    presenter.show_sync(SyncStatus(Connection.OFFLINE, unsent=3))
    offline = screen.notice
    presenter.show_sync(SyncStatus(Connection.OK))

    assert offline is not None
    assert (offline.tone, offline.sentence) == (Tone.OFF, "现在没有网络，可以照常采集。")
    assert screen.notice is None


def test_a_refusal_is_said_in_its_own_words(presenter: TodayPresenter, screen: RecordingScreen) -> None:
    presenter.show_sync(SyncStatus(Connection.REFUSED, code="record-missing"))

    assert screen.notice is not None
    assert screen.notice.sentence == "这份档案不在这台电脑上"


def test_drafts_offer_to_go_on(presenter: TodayPresenter, screen: RecordingScreen) -> None:
    presenter.show_day(DAY)

    assert screen.drafts[0].title == "陈*华 · 就业状况简表"
    assert screen.drafts[0].detail == "没填完 · 今天 07:00"


def test_a_day_without_doubts_and_drafts_says_so(presenter: TodayPresenter, screen: RecordingScreen) -> None:
    presenter.show_day(EMPTY_DAY)

    assert screen.figures["doubts"].remark == "没有疑点"
    assert screen.figures["drafts"].remark == "都填完了"


def test_a_new_version_is_one_calm_line_and_gives_way_to_what_is_urgent(
    presenter: TodayPresenter, screen: RecordingScreen
) -> None:
    presenter.show_update("新版本 0.2.0 已备好")
    calm = screen.notice
    presenter.show_sync(SyncStatus(connection=Connection.OFFLINE))
    offline = screen.notice
    presenter.show_sync(SyncStatus())

    assert calm is not None
    assert (calm.tone, calm.sentence, calm.act) == (Tone.INFO, "新版本 0.2.0 已备好", "")
    assert offline is not None
    assert offline.tone is Tone.OFF
    assert screen.notice == calm


def test_a_line_that_is_over_goes_away(presenter: TodayPresenter, screen: RecordingScreen) -> None:
    presenter.show_update("新版本 0.2.0 已备好")
    presenter.show_update("")

    assert screen.notice is None
