"""The life of a task: 派发 dispatched → 录入 recorded → 校验 checked → 应用 applied, or 退回 returned.

One table says every step there is; what is not in it cannot happen.
"""

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from employment.errors import AssignmentTransitionError


class AssignmentState(StrEnum):
    """Where a task stands."""

    DISPATCHED = "dispatched"
    RECORDED = "recorded"
    CHECKED = "checked"
    APPLIED = "applied"
    RETURNED = "returned"


class AssignmentEvent(StrEnum):
    """What happens to a task: the officer records, the platform does the rest."""

    RECORD = "record"
    CHECK = "check"
    APPLY = "apply"
    RETURN = "return"


TRANSITIONS: Final[Mapping[tuple[AssignmentState, AssignmentEvent], AssignmentState]] = {
    (AssignmentState.DISPATCHED, AssignmentEvent.RECORD): AssignmentState.RECORDED,
    (AssignmentState.RECORDED, AssignmentEvent.CHECK): AssignmentState.CHECKED,
    (AssignmentState.RECORDED, AssignmentEvent.RETURN): AssignmentState.RETURNED,
    (AssignmentState.CHECKED, AssignmentEvent.APPLY): AssignmentState.APPLIED,
    (AssignmentState.CHECKED, AssignmentEvent.RETURN): AssignmentState.RETURNED,
    (AssignmentState.RETURNED, AssignmentEvent.RECORD): AssignmentState.RECORDED,
}


def advance(state: AssignmentState, event: AssignmentEvent) -> AssignmentState:
    """Take one step.

    Raises:
        AssignmentTransitionError: this step does not exist from here.

    """
    following = TRANSITIONS.get((state, event))
    if following is None:
        raise AssignmentTransitionError(state=state, event=event)
    return following
