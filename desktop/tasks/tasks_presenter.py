"""Turns tasks into list lines; knows no widgets."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Protocol

from desktop.caseload.caseload_screen import VillageChoice
from desktop.components.delivery_step import Step, StepState
from desktop.moments import local_time, say_date, say_moment
from desktop.operations.casework import TASKS_TOLD, TaskCard
from desktop.operations.task_story import TaskStop
from desktop.places import place_of
from desktop.task_words import card_words
from desktop.tokens import Tone
from employment.assignment import AssignmentState
from resources.words import Words
from sync.ports import Clock

_CHAIN: Final = (
    TaskStop.DISPATCHED,
    TaskStop.RECEIVED,
    TaskStop.RECORDED,
    TaskStop.CHECKED,
    TaskStop.APPLIED,
)
_REACHED: Final = {
    AssignmentState.DISPATCHED: TaskStop.RECEIVED,
    AssignmentState.RECORDED: TaskStop.RECORDED,
    AssignmentState.CHECKED: TaskStop.CHECKED,
    AssignmentState.APPLIED: TaskStop.APPLIED,
}


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
    returned: str = ""  # what the checker says of a task that came back


class TasksScreen(Protocol):
    def show_tasks(self, entries: Sequence[TaskEntry]) -> None: ...
    def show_villages(self, villages: Sequence[VillageChoice]) -> None: ...


class TasksPresenter:
    """Open tasks first; the first open one carries the filled button."""

    def __init__(self, screen: TasksScreen, *, clock: Clock, words: Words) -> None:
        self._screen, self._clock, self._words = screen, clock, words
        self._tasks: tuple[TaskCard, ...] = ()
        self._village = ""

    def show_tasks(self, tasks: Sequence[TaskCard]) -> None:
        self._tasks = tuple(tasks)
        self._show()

    def choose_village(self, code: str) -> None:
        """Keep to one village; an empty code means all."""
        self._village = code
        self._show()

    def _show(self) -> None:
        today = local_time(self._clock.now_ms()).date()
        counted = Counter(task.village for task in self._tasks if task.is_open and task.village)
        if self._village not in counted:
            self._village = ""
        kept = [task for task in self._tasks if self._village in ("", task.village)][:TASKS_TOLD]
        entries = [self._entry(task, today, is_next=place == 0) for place, task in enumerate(kept)]
        self._screen.show_villages(self._villages(counted))
        self._screen.show_tasks(entries)

    def _villages(self, counted: Mapping[str, int]) -> list[VillageChoice]:
        if len(counted) < 2:
            return []
        say = self._words.text
        everywhere = say("screens.tasks.all_villages", count=sum(counted.values()))
        return [
            VillageChoice("", everywhere, is_on=not self._village),
            *(
                VillageChoice(
                    code,
                    say("screens.tasks.village", place=place_of([code]), count=count),
                    is_on=code == self._village,
                )
                for code, count in sorted(counted.items())
            ),
        ]

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
            steps=self._steps(task),
            act=text("screens.tasks.act") if task.is_open else "",
            verify=text("screens.tasks.verify") if task.is_open else "",
            is_next=is_next and task.is_open,
            returned=self._returned(task, said.question),
        )

    def _due(self, due_on: date | None, today: date) -> tuple[str, Tone]:
        if due_on is None:
            return self._words.text("screens.today.due_chip_none"), Tone.OFF
        tone = Tone.DANGER if due_on < today else Tone.WARN if due_on == today else Tone.OFF
        return self._words.text("screens.tasks.due", date=say_date(due_on, words=self._words)), tone

    def _returned(self, task: TaskCard, question: str) -> str:
        """Say why a task came back: the checker's words, the city's reason, or that the doubt stands."""
        if task.state is not AssignmentState.RETURNED:
            return ""
        if task.story.note:
            return self._words.text("screens.tasks.returned_note", note=task.story.note)
        if task.story.code:
            return self._words.error(task.story.code).title
        return self._words.text("screens.tasks.returned_still", question=question)

    def _steps(self, task: TaskCard) -> tuple[Step, ...]:
        times = task.story.times
        if task.state is AssignmentState.RETURNED:
            done = [self._step(stop, StepState.DONE, times) for stop in _CHAIN[:3]]
            return (*done, self._step(TaskStop.RETURNED, StepState.RETURNED, times))
        reached = _CHAIN.index(_REACHED[task.state])
        return tuple(self._step(stop, _state(place, reached), times) for place, stop in enumerate(_CHAIN))

    def _step(self, stop: TaskStop, state: StepState, times: Mapping[TaskStop, int]) -> Step:
        now_ms = self._clock.now_ms()
        at_ms = None if state is StepState.AHEAD else times.get(stop)
        time = "" if at_ms is None else say_moment(at_ms, now_ms=now_ms, words=self._words)
        return Step(self._words.text(f"screens.tasks.state_{stop}"), state, time)


def _state(place: int, reached: int) -> StepState:
    if place > reached:
        return StepState.AHEAD
    is_last = place == len(_CHAIN) - 1
    return StepState.CURRENT if place == reached and not is_last else StepState.DONE
