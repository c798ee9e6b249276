"""From doubts to tasks and back: 派发, and closing what a visit has cleared up.

Every rule is asked, only those whose default action is to dispatch send an officer: what
stops or hints was the device's to say. The same doubt about the same subject is one task,
however often the rule finds it.
A task ends when a new form about its subject leaves no such doubt, or says that it was
looked at again; while the doubt stands, an answered task comes back to the officer.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from employment import (
    AssignmentEvent,
    AssignmentState,
    DefaultAction,
    Doubt,
    Rule,
    RuleContext,
    RulePack,
    advance,
    check,
    month_of,
    shipped_references,
)
from server_stub.platform.form_shelf import CITY_TIME
from server_stub.platform.insurance import insurance_of, newest_month
from server_stub.platform.ledger import Ledger
from server_stub.platform.merging import first_revision, next_revision
from server_stub.platform.records import CityRecord, Provenance, Source
from sync.change import FieldValue
from sync.ports import Entropy

TASK: Final = "task"
_FROM_ANSWER: Final = (AssignmentEvent.RECORD, AssignmentEvent.CHECK, AssignmentEvent.APPLY)
# The steps that end a task, from wherever it stands.
_CLOSING: Final[Mapping[AssignmentState, Sequence[AssignmentEvent]]] = {
    AssignmentState.DISPATCHED: _FROM_ANSWER,
    AssignmentState.RETURNED: _FROM_ANSWER,
    AssignmentState.RECORDED: _FROM_ANSWER[1:],
    AssignmentState.CHECKED: _FROM_ANSWER[2:],
    AssignmentState.APPLIED: (),
}
_COMING_BACK: Final = (AssignmentEvent.RECORD, AssignmentEvent.RETURN)
_PLATFORM: Final = "platform"


@dataclass(frozen=True, slots=True)
class Dispatcher:
    """Finds doubts and keeps their tasks, inside one transaction."""

    ledger: Ledger
    rules: RulePack
    task_days: int
    now_ms: int
    entropy: Entropy

    def review(
        self, person: CityRecord, *, item_id: str, verified: Collection[str] = ()
    ) -> Iterator[CityRecord]:
        """Check a person again; give the tasks that are new or have ended.

        `verified` are the rules whose doubts the officer has looked at again: nobody is sent for them.
        """
        doubts = [doubt for doubt in self.find_doubts(person) if doubt.rule_id not in verified]
        found = {doubt.rule_id for doubt in doubts}
        open_tasks = {str(task.fields["rule_id"]): task for task in self._open_tasks(person.id)}
        for rule_id, task in open_tasks.items():
            if rule_id not in found:
                yield self._move(task, _CLOSING[state_of(task)], item_id=item_id)
        for doubt in doubts:
            if doubt.rule_id not in open_tasks and self._is_dispatched(doubt):
                yield self._open(doubt, person, item_id=item_id)

    def record_answer(self, task: CityRecord, *, item_id: str, verified: Collection[str] = ()) -> CityRecord:
        """Take the officer's answer to a task: it ends, or comes back while the doubt stands.

        A doubt that was `verified` stands no longer: the record is right, odd as it looks.
        """
        if state_of(task) not in (AssignmentState.DISPATCHED, AssignmentState.RETURNED):
            return task
        subject = self.ledger.read(str(task.fields["subject_kind"]), task.belongs_to)
        doubts = self.find_doubts(subject) if subject else ()
        rule_id = task.fields["rule_id"]
        still_stands = rule_id not in verified and any(doubt.rule_id == rule_id for doubt in doubts)
        events = _COMING_BACK if still_stands else _FROM_ANSWER
        return self._move(task, events, item_id=item_id)

    def find_doubts(self, person: CityRecord) -> tuple[Doubt, ...]:
        """Ask every rule of the pack about a record, as a device asks about a form; a tombstone has none."""
        if person.is_deleted:
            return ()
        today = self._today().date()
        context = RuleContext(
            today=today,
            references=shipped_references(),
            insurance=insurance_of(self.ledger.connection, person.id),
            insurance_month=newest_month(self.ledger.connection) or month_of(today),
        )
        return check(self.rules, person.fields, subject_id=person.id, context=context)

    def _is_dispatched(self, doubt: Doubt) -> bool:
        return self.rules.rules[doubt.rule_id].default_action is DefaultAction.DISPATCH

    def _open_tasks(self, subject_id: str) -> Sequence[CityRecord]:
        tasks = self.ledger.owned(TASK, subject_id)
        return [task for task in tasks if not is_ended(task)]

    def _open(self, doubt: Doubt, person: CityRecord, *, item_id: str) -> CityRecord:
        task = CityRecord(
            kind=TASK,
            id=f"t-{self.entropy.uuid()}",
            revision=first_revision(self.now_ms),
            fields=self._task_fields(doubt, self.rules.rules[doubt.rule_id], item_id=item_id),
            village=person.village,
            belongs_to=person.id,
        )
        self._write(task, item_id=item_id)
        return task

    def _task_fields(self, doubt: Doubt, rule: Rule, *, item_id: str) -> dict[str, FieldValue]:
        due_on = self._today().date() + timedelta(days=self.task_days)
        return {
            "subject_kind": "person",
            "subject_id": doubt.subject_id,
            "rule_id": doubt.rule_id,
            "severity": doubt.severity.value,
            "title": rule.name_zh,
            "explanation": rule.explanation_zh,
            "question": rule.question_zh,
            "due_on": due_on.isoformat(),
            "state": AssignmentState.DISPATCHED.value,
            "created_from": item_id,
        }

    def _move(self, task: CityRecord, events: Sequence[AssignmentEvent], *, item_id: str) -> CityRecord:
        state = state_of(task)
        for event in events:
            state = advance(state, event)
        moved = replace(
            task,
            fields={**task.fields, "state": state.value},
            revision=next_revision(task, now_ms=self.now_ms),
        )
        self._write(moved, item_id=item_id)
        return moved

    def _write(self, task: CityRecord, *, item_id: str) -> None:
        provenance = Provenance(Source.PLATFORM, _PLATFORM, item_id, self.now_ms)
        self.ledger.write(task, provenance=provenance)

    def _today(self) -> datetime:
        return datetime.fromtimestamp(self.now_ms / 1000, UTC).astimezone(CITY_TIME)


def is_ended(task: CityRecord) -> bool:
    """Say whether nobody has to go any more."""
    return state_of(task) is AssignmentState.APPLIED


def state_of(task: CityRecord) -> AssignmentState:
    return AssignmentState(str(task.fields["state"]))
