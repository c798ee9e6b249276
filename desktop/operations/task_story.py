"""How a task went, with its times: 派发, 签收, 录入, 送达, 校验, 应用 or 退回, and what the checker wrote.

When the platform sent it stands in its first revision; when it arrived and what came after is in the
history and the outbox of this computer. A stop nobody has reached has no time.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from employment.assignment import AssignmentState
from store import DeliveryState, Store, items_of_record, record_history
from sync.errors import MessageMalformedError
from sync.merge.revision import time_of


class TaskStop(StrEnum):
    """The stops of a task, in the order it passes them."""

    DISPATCHED = "dispatched"
    RECEIVED = "received"
    RECORDED = "recorded"
    DELIVERED = "delivered"
    CHECKED = "checked"
    APPLIED = "applied"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class TaskStory:
    """When each stop was reached, and why a task came back: a code of the city, or the checker's words."""

    times: Mapping[TaskStop, int]
    code: str | None = None
    note: str = ""


_OF_DELIVERY: Mapping[DeliveryState, TaskStop] = {
    DeliveryState.DELIVERED: TaskStop.DELIVERED,
    DeliveryState.CHECKED: TaskStop.CHECKED,
    DeliveryState.APPLIED: TaskStop.APPLIED,
}


def read_task_story(store: Store, task_id: str) -> TaskStory:
    """Read the way of one task; of work done twice, the last time counts."""
    times: dict[TaskStop, int] = {}
    note = ""
    for version in record_history(store, "task", task_id):
        state = version.fields.get("state")
        if not times:
            times[TaskStop.RECEIVED] = version.changed_at_ms
            sent = _sent_at(version.revision)
            if sent is not None:
                times[TaskStop.DISPATCHED] = sent
        if state == AssignmentState.RECORDED and version.origin.source == "device":
            times = {
                name: at for name, at in times.items() if name in (TaskStop.DISPATCHED, TaskStop.RECEIVED)
            }
            times[TaskStop.RECORDED] = version.changed_at_ms
        elif state in (AssignmentState.RETURNED, AssignmentState.APPLIED):
            times.setdefault(TaskStop(str(state)), version.changed_at_ms)
        note = str(version.fields.get("review_note") or "")
    items = items_of_record(store, "task", task_id)
    last = items[-1] if items else None
    if last is not None:
        reached = {
            stop: at for state, at in last.state_times.items() for stop in [_OF_DELIVERY.get(state)] if stop
        }
        times.update(reached)
    return TaskStory(times, None if last is None else last.code, note)


def _sent_at(revision: str) -> int | None:
    try:
        return time_of(revision).wall_ms
    except MessageMalformedError:
        return None
