"""What the day looks like, read in one go from the replica.

Names leave here masked: screens stand open on a table in somebody's hall.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Final

from desktop.city_forms import city_titles
from desktop.moments import local_time
from desktop.operations.subjects import read_subject, subject_name
from desktop.operations.task_story import TaskStory, read_task_story
from employment.assignment import AssignmentState
from store.conflicts import open_conflicts
from store.connection import Store
from store.drafts import list_draft_heads
from store.outbox import unsent_work
from store.records import StoredRecord, count_filled, count_records, list_records, read_record
from store.returned_work import returned_work
from store.submissions import visits_since

_OPEN = (AssignmentState.DISPATCHED, AssignmentState.RETURNED)
# A list shows the whole way of this many; who has more first does what is due.
TASKS_TOLD: Final = 80
_COMPLETE_FIELDS = ("person_name", "id_no", "phone", "emp_status")


@dataclass(frozen=True, slots=True)
class TaskCard:
    """One task as a list shows it; the name is masked."""

    id: str
    title: str
    subject_kind: str
    subject_id: str
    subject: str
    address: str
    explanation: str
    question: str
    rule_id: str
    due_on: date | None
    state: AssignmentState
    village: str = ""
    story: TaskStory = field(default_factory=lambda: TaskStory({}))

    @property
    def is_open(self) -> bool:
        return self.state in _OPEN


@dataclass(frozen=True, slots=True)
class DraftCard:
    """A form put aside; the name is masked."""

    id: str
    form_id: str
    subject_id: str | None
    subject: str
    saved_at_ms: int
    form_name: str = ""  # the city's title of a form the program does not know


@dataclass(frozen=True, slots=True)
class MonthProgress:
    """Households visited this month and week, and how many persons are complete."""

    visited: int
    households: int
    visited_this_week: int
    complete: int
    persons: int


@dataclass(frozen=True, slots=True)
class Day:
    """Everything the page 今日 needs; tasks are open ones, the most pressing first."""

    tasks: tuple[TaskCard, ...]
    drafts: tuple[DraftCard, ...]
    unsent: int
    oldest_unsent_ms: int | None
    progress: MonthProgress
    returned: int = 0  # pieces of work that came back and wait for a person
    differing: int = 0  # records in which something waits to be decided
    closed_code: str | None = None  # why records are closed; no task and no name is shown then


def close_day(day: Day, *, code: str) -> Day:
    """Leave what the officer's own work needs: how much waits, and drafts without a name."""
    drafts = tuple(replace(draft, subject="") for draft in day.drafts)
    return replace(day, tasks=(), drafts=drafts, differing=0, closed_code=code)


def read_day(store: Store, *, now_ms: int) -> Day:
    unsent, oldest_unsent_ms = unsent_work(store)
    return Day(
        tasks=tuple(task for task in list_tasks(store) if task.is_open),
        drafts=tuple(_draft_cards(store)),
        unsent=unsent,
        oldest_unsent_ms=oldest_unsent_ms,
        returned=len(returned_work(store)),
        progress=_month_progress(store, now_ms=now_ms),
        differing=len({(one.record_kind, one.record_id) for one in open_conflicts(store)}),
    )


def list_tasks(store: Store) -> tuple[TaskCard, ...]:
    """Give every task, open ones first, then by due date."""
    cards = [_task_card(store, record) for record in list_records(store, "task") if not record.is_deleted]
    cards.sort(key=lambda card: (not card.is_open, card.due_on or date.max, card.id))
    told = [replace(card, story=read_task_story(store, card.id)) for card in cards[:TASKS_TOLD]]
    return (*told, *cards[TASKS_TOLD:])


def _task_card(store: Store, record: StoredRecord) -> TaskCard:
    fields = record.fields
    subject_id = _text(fields, "subject_id")
    due_on = _text(fields, "due_on")
    return TaskCard(
        id=record.id,
        title=_text(fields, "title"),
        subject_kind=_text(fields, "subject_kind"),
        subject_id=subject_id,
        subject=subject_name(store, subject_id),
        address=_address(store, subject_id),
        explanation=_text(fields, "explanation"),
        question=_text(fields, "question"),
        rule_id=_text(fields, "rule_id"),
        due_on=date.fromisoformat(due_on) if due_on else None,
        state=AssignmentState(_text(fields, "state") or AssignmentState.DISPATCHED),
        village=_village(store, subject_id),
    )


def _draft_cards(store: Store) -> Iterable[DraftCard]:
    drafts = list_draft_heads(store)
    titles = city_titles(store, [draft.form_id for draft in drafts])
    for draft in drafts:
        name, form_name = subject_name(store, draft.subject_id), titles.get(draft.form_id, "")
        yield DraftCard(draft.id, draft.form_id, draft.subject_id, name, draft.saved_at_ms, form_name)


def _month_progress(store: Store, *, now_ms: int) -> MonthProgress:
    now = local_time(now_ms)
    month, monday = now.date().replace(day=1), now.date() - timedelta(days=now.weekday())
    midnight = now.replace(hour=0, minute=0, second=0, microsecond=0)
    since = midnight - (now.date() - min(month, monday))
    visits = [
        (local_time(at_ms).date(), _household_of(store, subject_id))
        for subject_id, at_ms in visits_since(store, int(since.timestamp() * 1000))
    ]
    return MonthProgress(
        visited=len({house for day, house in visits if house and day >= month}),
        households=count_records(store, "household"),
        visited_this_week=len({house for day, house in visits if house and day >= monday}),
        complete=count_filled(store, "person", _COMPLETE_FIELDS),
        persons=count_records(store, "person"),
    )


def _household_of(store: Store, subject_id: str | None) -> str:
    record = read_subject(store, subject_id)
    if record is None:
        return ""
    return record.id if record.kind == "household" else _text(record.fields, "household_id")


def _village(store: Store, subject_id: str) -> str:
    house = read_record(store, "household", _household_of(store, subject_id))
    return _text(house.fields, "village") if house else ""


def _address(store: Store, subject_id: str) -> str:
    house = read_record(store, "household", _household_of(store, subject_id))
    return _text(house.fields, "address") if house else ""


def _text(fields: Mapping[str, str | int | bool | None], name: str) -> str:
    value = fields.get(name)
    return "" if value is None else str(value)
