"""When a worker is free, in four answers a counter can tick, for three questions of the form.

今天就能干 and 明天起 say from which day, 只周末 on which days, 只晚上 at what time of the day. What
a worker said last time may be finer than that; it stays until somebody ticks something else.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from desktop.gig.questions import DAYS, FROM_DATE, SLOTS


class FreeTime(StrEnum):
    """One answer; TODAY and TOMORROW exclude each other."""

    TODAY = "today"
    TOMORROW = "tomorrow"
    WEEKENDS = "weekends"
    EVENINGS = "evenings"


ALL_DAYS: Final = "1 2 3 4 5 6 7"  # list `weekday`
WEEKEND: Final = "6 7"
ANY_TIME: Final = "any"  # list `timeslot`
EVENING: Final = "night"


def begin_free_times(answers: Mapping[str, str], *, today: date) -> Mapping[str, str]:
    """Give the answers a registration begins with: free from today, otherwise as last time."""
    return {
        FROM_DATE: today.isoformat(),
        DAYS: answers.get(DAYS) or ALL_DAYS,
        SLOTS: answers.get(SLOTS) or ANY_TIME,
    }


def read_free_times(answers: Mapping[str, str], *, today: date) -> frozenset[FreeTime]:
    """Give the ticks that stand for these answers."""
    says = {
        FreeTime.TODAY: answers.get(FROM_DATE) == today.isoformat(),
        FreeTime.TOMORROW: answers.get(FROM_DATE) == (today + timedelta(days=1)).isoformat(),
        FreeTime.WEEKENDS: answers.get(DAYS) == WEEKEND,
        FreeTime.EVENINGS: answers.get(SLOTS) == EVENING,
    }
    return frozenset(each for each, is_said in says.items() if is_said)


def tick(choice: FreeTime, *, ticked: frozenset[FreeTime], today: date) -> Mapping[str, str]:
    """Give the answers that change when somebody presses one."""
    is_on = choice not in ticked
    match choice:
        case FreeTime.TODAY:
            return {FROM_DATE: today.isoformat()}
        case FreeTime.TOMORROW:
            return {FROM_DATE: (today + timedelta(days=1 if is_on else 0)).isoformat()}
        case FreeTime.WEEKENDS:
            return {DAYS: WEEKEND if is_on else ALL_DAYS}
        case FreeTime.EVENINGS:
            return {SLOTS: EVENING if is_on else ANY_TIME}
