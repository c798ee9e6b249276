"""任务 in its states: what was sent, what came back, and the round of a month."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from PySide6.QtWidgets import QWidget

from desktop.moments import local_time
from desktop.operations.rounds import Round, RoundHouse, VisitOutcome
from desktop.operations.task_story import TaskStop, TaskStory
from desktop.pages import rail_pages
from desktop.shell.main_window import MainWindow
from desktop.tasks.rounds_presenter import RoundsPresenter
from desktop.tasks.rounds_view import RoundsView
from desktop.tasks.tasks_presenter import TasksPresenter
from desktop.tasks.tasks_view import TasksView
from employment.assignment import AssignmentState
from resources.words import Words
from tests.desktop.stories import HOUR_MS, TASKS
from tests.desktop.whole_rail import at_work
from tests.fakes.clock import STORY_STARTS_MS, FakeClock

TODAY: Final = local_time(STORY_STARTS_MS).date()
TIMES: Final = {
    stop: STORY_STARTS_MS - (30 - 6 * place) * HOUR_MS
    for place, stop in enumerate(
        (TaskStop.DISPATCHED, TaskStop.RECEIVED, TaskStop.RECORDED, TaskStop.CHECKED)
    )
}


def framed(words: Words) -> tuple[MainWindow, TasksView]:
    view = TasksView(words)
    return at_work(words, rail_pages.TASKS, view), view


def inbox(view: TasksView, words: Words) -> TasksPresenter:
    presenter = TasksPresenter(view, clock=FakeClock(), words=words)
    view.chosen.connect(presenter.choose)
    return presenter


def tasks(words: Words) -> QWidget:
    window, view = framed(words)
    fresh = [
        replace(task, story=TaskStory({stop: TIMES[stop] for stop in list(TIMES)[:2]})) for task in TASKS[:2]
    ]
    elsewhere = replace(TASKS[2], village="350582001015")
    checked = replace(TASKS[3], state=AssignmentState.CHECKED, story=TaskStory(TIMES))
    here = [replace(task, village="350582001014") for task in fresh]
    inbox(view, words).show_tasks([*here, elsewhere, checked])
    return window


def tasks_returned(words: Words) -> QWidget:
    window, view = framed(words)
    story = TaskStory({**TIMES, TaskStop.RETURNED: STORY_STARTS_MS}, note="照片看不清单位名称，请补一张。")
    noted = replace(TASKS[0], state=AssignmentState.RETURNED, story=story)
    still = replace(TASKS[1], state=AssignmentState.RETURNED, story=TaskStory(story.times))
    inbox(view, words).show_tasks([noted, still])
    return window


def tasks_applied(words: Words) -> QWidget:
    """A task that went all the way, with the receipts of the platform."""
    window, view = framed(words)
    stops = (*TIMES, TaskStop.DELIVERED, TaskStop.APPLIED)
    times = {stop: TIMES.get(stop, STORY_STARTS_MS - HOUR_MS) for stop in stops}
    applied = replace(TASKS[3], state=AssignmentState.APPLIED, story=TaskStory(times))
    presenter = inbox(view, words)
    presenter.show_tasks([*TASKS[:2], applied])
    view.list.setCurrentIndex(view.model.index_of(applied.id))
    view.panes.open_beside()
    return window


def tasks_empty(words: Words) -> QWidget:
    window, view = framed(words)
    inbox(view, words).show_tasks([])
    return window


def houses() -> tuple[RoundHouse, ...]:
    met: tuple[VisitOutcome | None, ...] = (*VisitOutcome, None, None)
    return tuple(
        RoundHouse(
            id=f"h-{number}",
            address=f"象山路 {number * 2} 号",
            number=f"{number:04}",
            village="350582001014",
            head_id=f"p-{number}",
            head="蔡*明",
            members=number % 4 + 1,
            outcome=outcome,
            visited_on=None if outcome is None else TODAY - timedelta(days=number),
            revisit_on=TODAY if outcome is VisitOutcome.ABSENT else None,
        )
        for number, outcome in enumerate(met, start=1)
    )


def rounds(words: Words) -> QWidget:
    return show_rounds(words, houses())


def rounds_house(words: Words) -> QWidget:
    """One house of the round, as it stands alone on a narrow window."""
    window = show_rounds(words, houses())
    view = window.page(rail_pages.ROUNDS)
    assert isinstance(view, RoundsView)
    view.panes.open_beside()
    return window


def rounds_empty(words: Words) -> QWidget:
    return show_rounds(words, ())


def show_rounds(words: Words, register: tuple[RoundHouse, ...]) -> MainWindow:
    view = RoundsView(words)
    window = at_work(words, rail_pages.ROUNDS, view)
    presenter = open_round(view, words, register)
    presenter.choose_filter("all")
    return window


def open_round(view: RoundsView, words: Words, register: tuple[RoundHouse, ...]) -> RoundsPresenter:
    """Give the presenter of a round over these houses, this month; what is recorded goes nowhere."""
    found = Round(register, date(TODAY.year, TODAY.month, 1))
    presenter = RoundsPresenter(
        view,
        words=words,
        now_ms=lambda: STORY_STARTS_MS,
        now_s=lambda: 0.0,
        read=lambda *, done, failed: done(found),
        record=lambda visit, *, done, failed: None,
        recorded=lambda: None,
        failed=lambda error: None,
    )
    view.house_chosen.connect(presenter.choose)
    presenter.refresh()
    return presenter


SCREENS: tuple[Callable[[Words], QWidget], ...] = (
    tasks,
    tasks_returned,
    tasks_applied,
    tasks_empty,
    rounds,
    rounds_house,
    rounds_empty,
)
