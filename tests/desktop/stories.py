"""A morning in Xiangshan, as frozen values: what the screens are shown in tests."""

from datetime import date

from desktop.operations.casework import Day, DraftCard, MonthProgress, TaskCard
from desktop.operations.exchange import QueueRow
from employment.assignment import AssignmentState
from store.outbox import DeliveryState
from tests.fakes.clock import STORY_STARTS_MS

HOUR_MS = 3_600_000


def task(
    number: int,
    title: str,
    subject: str,
    *,
    due_on: date | None,
    rule_id: str = "",
    explanation: str = "系统显示已参保，登记为失业",
    state: AssignmentState = AssignmentState.DISPATCHED,
) -> TaskCard:
    return TaskCard(
        id=f"t-{number:032x}",
        title=title,
        subject_kind="person",
        subject_id=f"p-350582001014-09{number:02d}-1",
        subject=subject,
        address=f"象山路 {number * 12} 号",
        explanation=explanation,
        question="请询问是否已上班或挂靠缴费。",
        rule_id=rule_id,
        due_on=due_on,
        state=state,
    )


TASKS = (
    task(1, "核实就业状态", "蔡*明", due_on=date(2026, 11, 21), rule_id="D41"),
    task(2, "失业人员回访", "黄*珍", due_on=date(2026, 11, 22), explanation="第 2 次回访"),
    task(3, "高校毕业生跟踪", "吴*航", due_on=date(2026, 11, 22), explanation="还差 1 次岗位推荐"),
    task(4, "入户采集", "", due_on=date(2026, 11, 25), explanation="9 户，已采 4 户"),
    task(5, "零工跟踪", "林*强", due_on=date(2026, 11, 28), explanation="登记 3 个月"),
)

DAY = Day(
    tasks=TASKS,
    drafts=(
        DraftCard("d1", "employment_brief", "p-1", "陈*华", STORY_STARTS_MS - HOUR_MS),
        DraftCard("d2", "employment_brief", "p-2", "许*英", STORY_STARTS_MS - 16 * HOUR_MS),
    ),
    unsent=3,
    oldest_unsent_ms=STORY_STARTS_MS - 15 * HOUR_MS,
    progress=MonthProgress(visited=126, households=180, visited_this_week=31, complete=96, persons=100),
)

EMPTY_DAY = Day(
    tasks=(),
    drafts=(),
    unsent=0,
    oldest_unsent_ms=None,
    progress=MonthProgress(visited=0, households=0, visited_this_week=0, complete=0, persons=0),
)


def queue_row(
    number: int, subject: str, state: DeliveryState, *, code: str | None = None, stops: int = 1
) -> QueueRow:
    passed = (
        DeliveryState.QUEUED,
        DeliveryState.DELIVERED,
        DeliveryState.CHECKED,
        DeliveryState.APPLIED,
    )
    return QueueRow(
        id=f"uuid:{number}",
        form_id="employment_brief",
        subject_id=f"p-{number}",
        subject=subject,
        state=state,
        times={stop: STORY_STARTS_MS + place * 60_000 for place, stop in enumerate(passed[:stops])},
        size_bytes=86 * 1024,
        item_count=2,
        code=code,
        needs_person=state is DeliveryState.RETURNED,
    )


QUEUE = (
    queue_row(1, "黄*华", DeliveryState.APPLIED, stops=4),
    queue_row(2, "林*强", DeliveryState.CHECKED, stops=3),
    queue_row(3, "蔡*珊", DeliveryState.DELIVERED, stops=2),
    queue_row(4, "吴*航", DeliveryState.QUEUED),
    queue_row(5, "许*荣", DeliveryState.RETURNED, stops=2, code="record-missing"),
)
