from itertools import product

import pytest

from employment import AssignmentEvent, AssignmentState, advance
from employment.assignment import TRANSITIONS
from employment.errors import AssignmentTransitionError

EVERYTHING_ELSE = sorted(set(product(AssignmentState, AssignmentEvent)) - set(TRANSITIONS))


def test_task_goes_from_dispatch_to_application() -> None:
    recorded = advance(AssignmentState.DISPATCHED, AssignmentEvent.RECORD)
    checked = advance(recorded, AssignmentEvent.CHECK)

    assert advance(checked, AssignmentEvent.APPLY) is AssignmentState.APPLIED


def test_returned_task_can_be_recorded_again() -> None:
    returned = advance(AssignmentState.CHECKED, AssignmentEvent.RETURN)

    assert advance(returned, AssignmentEvent.RECORD) is AssignmentState.RECORDED


@pytest.mark.parametrize(("state", "event"), EVERYTHING_ELSE)
def test_every_other_step_is_refused(state: AssignmentState, event: AssignmentEvent) -> None:
    with pytest.raises(AssignmentTransitionError) as raised:
        advance(state, event)

    assert raised.value.parameters == {"state": state, "event": event}


def test_applied_is_the_end() -> None:
    assert not any(state is AssignmentState.APPLIED for state, _ in TRANSITIONS)
