"""What is said about an alarm: what happened, what it means, what to do, when, and who has looked."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from desktop.moments import say_moment
from resources.words import Words
from store.trust import Alarm

_CLOCKS: Final = frozenset({"clock-behind", "clock-ahead"})
_SEEN_SHOWN: Final = 3


@dataclass(frozen=True, slots=True)
class AlarmLine:
    """One open alarm in words; code and subject name it for whoever says that it was seen."""

    code: str
    subject: str
    title: str
    explanation: str
    next_step: str
    moment: str
    icon: str


@dataclass(frozen=True, slots=True)
class AlarmPage:
    """The open ones, the newest first, and lines about those last seen."""

    open: tuple[AlarmLine, ...] = ()
    seen: tuple[str, ...] = ()


def say_alarms(alarms: Sequence[Alarm], *, now_ms: int, words: Words) -> AlarmPage:
    """Put all alarms there ever were into words."""
    waiting = sorted((one for one in alarms if one.is_open), key=lambda one: -one.raised_at_ms)
    seen = sorted((one for one in alarms if not one.is_open), key=lambda one: -(one.seen_at_ms or 0))
    return AlarmPage(
        tuple(_line(one, now_ms=now_ms, words=words) for one in waiting),
        tuple(_seen(one, now_ms=now_ms, words=words) for one in seen[:_SEEN_SHOWN]),
    )


def _line(alarm: Alarm, *, now_ms: int, words: Words) -> AlarmLine:
    said = words.error(alarm.code, _parameters(alarm))
    return AlarmLine(
        code=alarm.code,
        subject=alarm.subject,
        title=said.title,
        explanation=said.explanation,
        next_step=said.next_step,
        moment=say_moment(alarm.raised_at_ms, now_ms=now_ms, words=words),
        icon="clock" if alarm.code in _CLOCKS else "triangle-alert",
    )


def _seen(alarm: Alarm, *, now_ms: int, words: Words) -> str:
    moment = say_moment(alarm.seen_at_ms, now_ms=now_ms, words=words)
    title = words.error(alarm.code, _parameters(alarm)).title
    return words.text("screens.device.alarm_seen", title=title, who=alarm.seen_by or "", moment=moment)


def _parameters(alarm: Alarm) -> dict[str, str]:
    """Give the sentences of a code what they speak of: a number of an envelope, or of the list."""
    return {"subject": alarm.subject, "version": alarm.subject}
