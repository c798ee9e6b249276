"""What a task says in the inbox and on its own page: the sentences, its stops, and whose word each is.

A task of a rule is a doubt, and what settles a doubt is the verification form, so that is offered
first; the form about the person stays beside it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from desktop.components.delivery_step import Step, StepState
from desktop.moments import local_time, say_date, say_moment
from desktop.operations.casework import TaskCard
from desktop.operations.task_story import TaskStop
from desktop.places import place_of
from desktop.task_words import TaskWords, card_words
from desktop.tasks.tasks_screen import ReceiptLine, TaskAct, TaskLine, TaskPage
from desktop.tokens import Tone
from employment.assignment import AssignmentState
from resources.words import Words

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
# The platform signs these; the other stops are this computer's own word, or stand in the task itself.
_SIGNED: Final = (TaskStop.DELIVERED, TaskStop.CHECKED, TaskStop.APPLIED)


@dataclass(frozen=True, slots=True)
class TaskPageWords:
    """Says tasks in one language at one moment."""

    words: Words
    now_ms: int

    def line(self, card: TaskCard, *, heading: str) -> TaskLine:
        due, tone = self._due(card)
        icon, icon_tone = _icon(card)
        return TaskLine(
            id=card.id,
            title=self._said(card).title,
            detail=self._whom(card),
            icon=icon,
            icon_tone=icon_tone,
            due=due,
            due_tone=tone,
            steps=self._steps(card),
            heading=heading,
        )

    def page(self, card: TaskCard) -> TaskPage:
        said = self._said(card)
        due, tone = self._due(card)
        return TaskPage(
            id=card.id,
            title=said.title,
            detail=self._whom(card),
            explanation=said.explanation,
            question=said.question,
            due=due,
            due_tone=tone,
            steps=self._steps(card),
            receipts=self._receipts(card),
            acts=self.acts(card),
            rule=self.words.text("screens.tasks.rule", rule=card.rule_id) if card.rule_id else "",
            returned=self._returned(card, said.question),
        )

    def acts(self, card: TaskCard) -> tuple[TaskAct, ...]:
        """Give what can be done about a task, the best first; nothing about one that is done."""
        if not card.is_open:
            return ()
        if card.subject_kind != "person":
            return (TaskAct(self.words.text("screens.tasks.act_elsewhere"), is_verifying=False),)
        verify = TaskAct(self.words.text("screens.tasks.verify"), is_verifying=True)
        collect = TaskAct(self.words.text("screens.tasks.act"), is_verifying=False)
        return (verify, collect) if card.rule_id else (collect, verify)

    def _said(self, card: TaskCard) -> TaskWords:
        return card_words(card, language=self.words.language)

    def _whom(self, card: TaskCard) -> str:
        village = place_of([card.village]) if card.village else ""
        return " · ".join(part for part in (card.subject, card.address, village) if part)

    def _due(self, card: TaskCard) -> tuple[str, Tone]:
        if not card.is_open:
            return "", Tone.OFF
        if card.due_on is None:
            return self.words.text("screens.today.due_chip_none"), Tone.OFF
        today = local_time(self.now_ms).date()
        if card.due_on < today:
            return self.words.count("screens.today.days_late", (today - card.due_on).days), Tone.DANGER
        if card.due_on == today:
            return self.words.text("screens.today.due_chip_today"), Tone.WARN
        return self.words.text("screens.tasks.due", date=say_date(card.due_on, words=self.words)), Tone.OFF

    def _returned(self, card: TaskCard, question: str) -> str:
        """Say why a task came back: the checker's words, the city's reason, or that the doubt stands."""
        if card.state is not AssignmentState.RETURNED:
            return ""
        if card.story.note:
            return self.words.text("screens.tasks.returned_note", note=card.story.note)
        if card.story.code:
            return self.words.error(card.story.code).title
        return self.words.text("screens.tasks.returned_still", question=question)

    def _receipts(self, card: TaskCard) -> tuple[ReceiptLine, ...]:
        reached = [(stop, card.story.times[stop]) for stop in TaskStop if stop in card.story.times]
        return tuple(
            ReceiptLine(
                word=self.words.text(f"screens.tasks.state_{stop}"),
                source=self.words.text(f"screens.tasks.source_{stop}"),
                moment=say_moment(at_ms, now_ms=self.now_ms, words=self.words),
                tone=Tone.DANGER if stop is TaskStop.RETURNED else Tone.OK,
                is_signed=stop in _SIGNED,
            )
            for stop, at_ms in reached
        )

    def _steps(self, card: TaskCard) -> tuple[Step, ...]:
        times = card.story.times
        if card.state is AssignmentState.RETURNED:
            done = [self._step(stop, StepState.DONE, times) for stop in _CHAIN[:3]]
            return (*done, self._step(TaskStop.RETURNED, StepState.RETURNED, times))
        reached = _CHAIN.index(_REACHED[card.state])
        return tuple(self._step(stop, _state(place, reached), times) for place, stop in enumerate(_CHAIN))

    def _step(self, stop: TaskStop, state: StepState, times: Mapping[TaskStop, int]) -> Step:
        at_ms = None if state is StepState.AHEAD else times.get(stop)
        time = "" if at_ms is None else say_moment(at_ms, now_ms=self.now_ms, words=self.words)
        return Step(self.words.text(f"screens.tasks.state_{stop}"), state, time)


def _icon(card: TaskCard) -> tuple[str, Tone]:
    if card.state is AssignmentState.RETURNED:
        return "undo-2", Tone.DANGER
    if not card.is_open:
        return "circle-check", Tone.OK
    return ("triangle-alert", Tone.WARN) if card.rule_id else ("footprints", Tone.PRIMARY)


def _state(place: int, reached: int) -> StepState:
    if place > reached:
        return StepState.AHEAD
    is_last = place == len(_CHAIN) - 1
    return StepState.CURRENT if place == reached and not is_last else StepState.DONE
