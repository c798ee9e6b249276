"""任务 in its states: what was sent, what came back, and the round of a month."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from PySide6.QtWidgets import QWidget

from desktop.moments import local_time
from desktop.operations.rounds import Round, RoundHouse, VisitOutcome
from desktop.operations.task_story import TaskStop, TaskStory
from desktop.shell.main_window import MainWindow
from desktop.tasks.rounds_presenter import RoundsPresenter
from desktop.tasks.tasks_presenter import TasksPresenter
from desktop.tasks.tasks_view import TasksView
from employment.assignment import AssignmentState
from resources.words import Words
from tests.desktop.stories import HOUR_MS, TASKS
from tests.fakes.clock import STORY_STARTS_MS, FakeClock

TODAY: Final = local_time(STORY_STARTS_MS).date()
TIMES: Final = {
    stop: STORY_STARTS_MS - (30 - 6 * place) * HOUR_MS
    for place, stop in enumerate(
        (TaskStop.DISPATCHED, TaskStop.RECEIVED, TaskStop.RECORDED, TaskStop.CHECKED)
    )
}


def framed(words: Words) -> tuple[MainWindow, TasksView]:
    window, view = MainWindow(words), TasksView(words)
    for key, icon in (("today", "house"), ("scan", "scan-qr-code"), ("records", "users")):
        window.add_page(key, words.text(f"screens.pages.{key}"), icon, QWidget())
    window.show_operator("林秀梅", place="象山社区")
    sentence = words.text("screens.tasks.sentence")
    window.add_page("tasks", words.text("screens.pages.tasks"), "clipboard-list", view, sentence=sentence)
    window.go_to("tasks")
    return window, view


def tasks(words: Words) -> QWidget:
    window, view = framed(words)
    fresh = [
        replace(task, story=TaskStory({stop: TIMES[stop] for stop in list(TIMES)[:2]})) for task in TASKS[:2]
    ]
    elsewhere = replace(TASKS[2], village="350582001015")
    checked = replace(TASKS[3], state=AssignmentState.CHECKED, story=TaskStory(TIMES))
    here = [replace(task, village="350582001014") for task in fresh]
    TasksPresenter(view, clock=FakeClock(), words=words).show_tasks([*here, elsewhere, checked])
    return window


def tasks_returned(words: Words) -> QWidget:
    window, view = framed(words)
    story = TaskStory({**TIMES, TaskStop.RETURNED: STORY_STARTS_MS}, note="照片看不清单位名称，请补一张。")
    noted = replace(TASKS[0], state=AssignmentState.RETURNED, story=story)
    still = replace(TASKS[1], state=AssignmentState.RETURNED, story=TaskStory(story.times))
    TasksPresenter(view, clock=FakeClock(), words=words).show_tasks([noted, still])
    return window


def tasks_empty(words: Words) -> QWidget:
    window, view = framed(words)
    TasksPresenter(view, clock=FakeClock(), words=words).show_tasks([])
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


def rounds_empty(words: Words) -> QWidget:
    return show_rounds(words, ())


def show_rounds(words: Words, register: tuple[RoundHouse, ...]) -> QWidget:
    window, view = framed(words)
    found = Round(register, date(TODAY.year, TODAY.month, 1))
    presenter = RoundsPresenter(
        view.rounds,
        words=words,
        now_ms=lambda: STORY_STARTS_MS,
        now_s=lambda: 0.0,
        read=lambda *, done, failed: done(found),
        record=lambda visit, *, done, failed: None,
        recorded=lambda: None,
        failed=lambda error: None,
    )
    view.rounds.house_chosen.connect(presenter.choose)
    view.rounds_opened.connect(presenter.refresh)
    view.tabs[1].click()
    presenter.choose_filter("all")
    return window


SCREENS: tuple[Callable[[Words], QWidget], ...] = (tasks, tasks_returned, tasks_empty, rounds, rounds_empty)
