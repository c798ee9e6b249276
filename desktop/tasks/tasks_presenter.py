"""Turns tasks into list lines; knows no widgets."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Protocol

from desktop.components.delivery_step import Step, StepState
from desktop.moments import local_time, say_date
from desktop.operations.casework import TaskCard
from desktop.task_words import card_words
from desktop.tokens import Tone
from employment.assignment import AssignmentState
from resources.words import Words
from sync.ports import Clock

_CHAIN: Final = (
    AssignmentState.DISPATCHED,
    AssignmentState.RECORDED,
    AssignmentState.CHECKED,
    AssignmentState.APPLIED,
)


@dataclass(frozen=True, slots=True)
class TaskEntry:
    """One task with why it was sent, what to ask, and its way through the chain."""

    id: str
    title: str
    explanation: str
    question: str
    due: str
    due_tone: Tone
    steps: tuple[Step, ...]
    act: str
    verify: str
    is_next: bool


class TasksScreen(Protocol):
    def show_tasks(self, entries: Sequence[TaskEntry]) -> None: ...


class TasksPresenter:
    """Open tasks first; the first open one carries the filled button."""

    def __init__(self, screen: TasksScreen, *, clock: Clock, words: Words) -> None:
        self._screen, self._clock, self._words = screen, clock, words

    def show_tasks(self, tasks: Sequence[TaskCard]) -> None:
        today = local_time(self._clock.now_ms()).date()
        entries = [self._entry(task, today, is_next=place == 0) for place, task in enumerate(tasks)]
        self._screen.show_tasks(entries)

    def _entry(self, task: TaskCard, today: date, *, is_next: bool) -> TaskEntry:
        text = self._words.text
        said = card_words(task, language=self._words.language)
        title = text("screens.today.task_title", title=said.title, subject=task.subject)
        question = text("screens.tasks.ask", question=said.question) if said.question else ""
        due, tone = self._due(task.due_on, today)
        return TaskEntry(
            id=task.id,
            title=title if task.subject else said.title,
            explanation=" · ".join(part for part in (said.explanation, task.address) if part),
            question=question if task.is_open else "",
            due=due if task.is_open else "",
            due_tone=tone,
            steps=self._steps(task.state),
            act=text("screens.tasks.act") if task.is_open else "",
            verify=text("screens.tasks.verify") if task.is_open else "",
            is_next=is_next and task.is_open,
        )

    def _due(self, due_on: date | None, today: date) -> tuple[str, Tone]:
        if due_on is None:
            return self._words.text("screens.today.due_chip_none"), Tone.OFF
        tone = Tone.DANGER if due_on < today else Tone.WARN if due_on == today else Tone.OFF
        return self._words.text("screens.tasks.due", date=say_date(due_on, words=self._words)), tone

    def _steps(self, state: AssignmentState) -> tuple[Step, ...]:
        if state is AssignmentState.RETURNED:
            done = [self._step(stop, StepState.DONE) for stop in _CHAIN[:2]]
            return (*done, self._step(state, StepState.RETURNED))
        reached = _CHAIN.index(state)
        return tuple(self._step(stop, _state(place, reached)) for place, stop in enumerate(_CHAIN))

    def _step(self, stop: AssignmentState, state: StepState) -> Step:
        return Step(self._words.text(f"screens.tasks.state_{stop}"), state)


def _state(place: int, reached: int) -> StepState:
    if place > reached:
        return StepState.AHEAD
    is_last = place == len(_CHAIN) - 1
    return StepState.CURRENT if place == reached and not is_last else StepState.DONE
