"""Which open task a form answers: whoever was sent for a doubt fills a form, and the task hears of it."""

from collections.abc import Sequence
from typing import Final

from employment.answers import answered_task, answers_doubts
from employment.assignment import AssignmentState
from forms import FormSession
from store import StoredRecord

_OPEN: Final = (AssignmentState.DISPATCHED, AssignmentState.RETURNED)


def answered_by(session: FormSession, tasks: Sequence[StoredRecord]) -> str | None:
    """Name the task a form answers: the one it was begun for, or the first open one about the person."""
    if not answers_doubts(session.definition.form_id):
        return None
    asked = answered_task(session.values())
    open_tasks = [task.id for task in tasks if task.fields.get("state") in _OPEN]
    return next((task for task in open_tasks if asked in (None, task)), None)
