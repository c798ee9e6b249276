"""Turns tasks into an inbox by due day, and the one at hand into its page; knows no widgets.

Open tasks stand first, by how pressing they are: 已逾期, 今天到期, 七天内, 以后, 不限期.
What is done stands last.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Final

from desktop.caseload.caseload_screen import VillageChoice
from desktop.moments import local_time
from desktop.operations.casework import TaskCard
from desktop.places import place_of
from desktop.tasks.task_page_words import TaskPageWords
from desktop.tasks.tasks_screen import TaskLine, TasksScreen
from employment.assignment import AssignmentState
from resources.words import Words
from sync.ports import Clock

_SOON_DAYS: Final = 7


class TasksPresenter:
    """Keeps which task is at hand over every piece of news; the most pressing one at first."""

    def __init__(
        self,
        screen: TasksScreen,
        *,
        clock: Clock,
        words: Words,
        open_task: Callable[[str], None] = lambda _task_id: None,
        verify_task: Callable[[str], None] = lambda _task_id: None,
    ) -> None:
        self._screen, self._clock, self._words = screen, clock, words
        self._open_task, self._verify_task = open_task, verify_task
        self._tasks: tuple[TaskCard, ...] = ()
        self._village = self._chosen = ""

    def show_tasks(self, tasks: Sequence[TaskCard]) -> None:
        self._tasks = tuple(tasks)
        self._show()

    def choose_village(self, code: str) -> None:
        """Keep to one village; an empty code means all."""
        self._village = code
        self._show()

    def choose(self, task_id: str) -> None:
        """Put one task at hand."""
        if task_id != self._chosen:
            self._chosen = task_id
            self._show_chosen()

    def act(self, *, is_verifying: bool) -> None:
        """Open the form of the task at hand: the verification of its doubt, or the one about the person."""
        card = self._card()
        if card is not None and card.is_open:
            (self._verify_task if is_verifying else self._open_task)(card.id)

    def act_first(self) -> None:
        """Do what its page offers first, as Enter in the list does."""
        card = self._card()
        acts = self._page_words().acts(card) if card is not None else ()
        if acts:
            self.act(is_verifying=acts[0].is_verifying)

    def _show(self) -> None:
        counted = Counter(task.village for task in self._tasks if task.is_open and task.village)
        if self._village not in counted:
            self._village = ""
        kept = [task for task in self._tasks if self._village in ("", task.village)]
        if self._chosen not in {task.id for task in kept}:
            self._chosen = kept[0].id if kept else ""
        self._screen.show_villages(self._villages(counted))
        self._screen.show_lines(self._lines(kept), count=self._count(kept), chosen=self._chosen)
        self._show_chosen()

    def _show_chosen(self) -> None:
        card = self._card()
        self._screen.show_task(None if card is None else self._page_words().page(card))

    def _lines(self, kept: Sequence[TaskCard]) -> list[TaskLine]:
        say, today = self._page_words(), self._today()
        groups = [_group(task, today) for task in kept]
        sizes = Counter(groups)
        before = ["", *groups][: len(groups)]
        return [
            say.line(task, heading="" if group == last else self._heading(group, sizes[group]))
            for task, group, last in zip(kept, groups, before, strict=True)
        ]

    def _heading(self, group: str, count: int) -> str:
        return self._words.text(f"screens.tasks.group.{group}", count=count)

    def _count(self, kept: Sequence[TaskCard]) -> str:
        count = sum(task.is_open for task in kept)
        returned = sum(task.state is AssignmentState.RETURNED for task in kept)
        said = [self._words.text("screens.tasks.open_count", count=count)]
        if returned:
            said.append(self._words.text("screens.tasks.returned_count", count=returned))
        return " · ".join(said)

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

    def _card(self) -> TaskCard | None:
        return next((task for task in self._tasks if task.id == self._chosen), None)

    def _page_words(self) -> TaskPageWords:
        return TaskPageWords(self._words, now_ms=self._clock.now_ms())

    def _today(self) -> date:
        return local_time(self._clock.now_ms()).date()


def _group(task: TaskCard, today: date) -> str:
    if not task.is_open:
        return "done"
    if task.due_on is None:
        return "undated"
    days = (task.due_on - today).days
    if days < 0:
        return "overdue"
    if days == 0:
        return "today"
    return "soon" if days <= _SOON_DAYS else "later"
