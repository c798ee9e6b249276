"""Times as people say them: 今天 08:51, 昨天 17:20, 11月20日.

The whole country keeps one time zone, so it is a constant here and no zone table has
to be shipped.
"""

from datetime import date, datetime, timedelta, timezone
from typing import Final

from resources.words import Words

CHINA: Final = timezone(timedelta(hours=8))


def local_time(at_ms: int) -> datetime:
    return datetime.fromtimestamp(at_ms / 1000, tz=CHINA)


def say_clock(at_ms: int) -> str:
    return f"{local_time(at_ms):%H:%M}"


def say_date(day: date, *, words: Words) -> str:
    month = words.text(f"screens.months.{day.month}")
    return words.text("screens.moments.date", month=month, day=day.day)


def say_full_date(day: date, *, words: Words) -> str:
    month = words.text(f"screens.months.{day.month}")
    weekday = words.text(f"screens.weekdays.{day.isoweekday()}")
    return words.text("screens.moments.full_date", month=month, day=day.day, weekday=weekday)


def say_moment(at_ms: int | None, *, now_ms: int, words: Words) -> str:
    """Name the day when it is near, then the time; a date alone when it is past."""
    if at_ms is None:
        return words.text("screens.moments.never")
    moment, now = local_time(at_ms), local_time(now_ms)
    days = (now.date() - moment.date()).days
    if days == 0:
        return words.text("screens.moments.today", time=f"{moment:%H:%M}")
    if days == 1:
        return words.text("screens.moments.yesterday", time=f"{moment:%H:%M}")
    return say_date(moment.date(), words=words)
