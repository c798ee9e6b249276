"""The inbox in words: groups by due day, one village at a time, and the way of a task with its receipts."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date

import pytest

from desktop.caseload.caseload_screen import VillageChoice
from desktop.operations.task_story import TaskStop, TaskStory
from desktop.tasks.tasks_presenter import TasksPresenter
from desktop.tasks.tasks_screen import TaskLine, TaskPage
from employment.assignment import AssignmentState
from resources.words import Words
from tests.desktop.stories import TASKS
from tests.fakes.clock import STORY_STARTS_MS, FakeClock

XIANGSHAN, YANGGUANG = "350582001014", "350582001015"


@dataclass
class Screen:
    lines: Sequence[TaskLine] = ()
    count: str = ""
    chosen: str = ""
    page: TaskPage | None = None
    villages: Sequence[VillageChoice] = field(default_factory=list)

    def show_lines(self, lines: Sequence[TaskLine], *, count: str, chosen: str) -> None:
        self.lines, self.count, self.chosen = lines, count, chosen

    def show_task(self, page: TaskPage | None) -> None:
        self.page = page

    def show_villages(self, villages: Sequence[VillageChoice]) -> None:
        self.villages = villages


@pytest.fixture
def screen() -> Screen:
    return Screen()


@pytest.fixture
def inbox(screen: Screen) -> TasksPresenter:
    return TasksPresenter(screen, clock=FakeClock(), words=Words("zh_CN"))


def test_each_group_is_headed_once_with_how_many_it_holds(inbox: TasksPresenter, screen: Screen) -> None:
    undated = replace(TASKS[0], id="t-undated", due_on=None)
    far = replace(TASKS[0], id="t-far", due_on=date(2027, 1, 8))
    done = replace(TASKS[0], id="t-done", state=AssignmentState.CHECKED)

    inbox.show_tasks([*TASKS, far, undated, done])

    assert [line.heading for line in screen.lines] == [
        "已逾期 1",
        "今天到期 2",
        "",
        "七天内到期 2",
        "",
        "以后到期 1",
        "不限期 1",
        "已办 1",
    ]
    assert screen.count == "待办 7 件"


def test_a_village_keeps_its_own_tasks_and_chooses_among_them(inbox: TasksPresenter, screen: Screen) -> None:
    near = replace(TASKS[0], village=XIANGSHAN)
    far = replace(TASKS[1], village=YANGGUANG)
    inbox.show_tasks([near, far])

    inbox.choose_village(YANGGUANG)

    assert [line.id for line in screen.lines] == [far.id]
    assert screen.chosen == far.id
    assert screen.page is not None
    assert screen.page.id == far.id


def test_a_checked_task_names_the_receipts_the_platform_signed(inbox: TasksPresenter, screen: Screen) -> None:
    stops = (TaskStop.RECEIVED, TaskStop.RECORDED, TaskStop.DELIVERED, TaskStop.CHECKED)
    story = TaskStory({stop: STORY_STARTS_MS + place for place, stop in enumerate(stops)})

    inbox.show_tasks([replace(TASKS[0], state=AssignmentState.CHECKED, story=story)])

    assert screen.page is not None
    said = [(line.word, line.source, line.is_signed) for line in screen.page.receipts]
    assert said == [
        ("签收", "这台电脑收到", False),
        ("录入", "这台电脑填好", False),
        ("送达", "平台收到", True),
        ("校验", "平台核验", True),
    ]


def test_a_doubt_is_verified_first_and_another_task_is_collected_first(
    inbox: TasksPresenter, screen: Screen
) -> None:
    inbox.show_tasks(TASKS[:2])
    assert screen.page is not None
    of_doubt = [act.is_verifying for act in screen.page.acts]
    inbox.choose(TASKS[1].id)

    assert of_doubt == [True, False]
    assert [act.is_verifying for act in screen.page.acts] == [False, True]


def test_a_task_about_a_house_is_not_offered_the_form_of_a_person(
    inbox: TasksPresenter, screen: Screen
) -> None:
    inbox.show_tasks([replace(TASKS[3], subject_kind="household", rule_id="D41")])

    assert screen.page is not None
    assert [act.is_verifying for act in screen.page.acts] == [False]


def test_news_without_the_task_at_hand_go_on_with_the_most_pressing(
    inbox: TasksPresenter, screen: Screen
) -> None:
    inbox.show_tasks(TASKS)
    inbox.choose(TASKS[2].id)
    inbox.show_tasks(TASKS[:2])

    assert screen.chosen == TASKS[0].id
