"""Dates and times of answers: read strictly, counted in days since 1970-01-01.

ODK compares and subtracts dates as numbers of days. An instant counts by the
wall clock it was written with: `now()` in the village and `today()` then agree
on what day it is, which counting in UTC would not.
"""

import math
import re
from datetime import date, datetime, time, timedelta
from typing import Final

EPOCH: Final = date(1970, 1, 1)
_MOMENT: Final = re.compile(
    r"(\d{4})-(\d{1,2})-(\d{1,2})"
    r"(?:T(\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?(Z|[+-]\d{2}(?::?\d{2})?)?)?",
    re.ASCII,
)
_TIME: Final = re.compile(
    r"(\d{1,2}):(\d{2})(?::(\d{2})(?:\.(\d{1,9}))?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?", re.ASCII
)


def read_moment(text: str) -> datetime | None:
    """Read a date, or a date and time, as it is written; None where it is neither."""
    match = _MOMENT.fullmatch(text.strip())
    if match is None:
        return None
    year, month, day, hour, minute, second, fraction, offset = match.groups()
    clock = f"{hour or '00'}:{minute or '00'}:{second or '00'}.{(fraction or '0')[:6].ljust(6, '0')}"
    spelled = f"{year}-{month:0>2}-{day:0>2}T{clock}{_offset(offset)}"
    try:
        return datetime.fromisoformat(spelled)
    except ValueError:
        return None


def read_date(text: str) -> date | None:
    moment = read_moment(text)
    return moment.date() if moment is not None else None


def read_time(text: str) -> time | None:
    """Read a time of day, with or without seconds and offset."""
    match = _TIME.fullmatch(text.strip())
    if match is None:
        return None
    hour, minute, second, fraction, offset = match.groups()
    spelled = f"{hour:0>2}:{minute}:{second or '00'}.{(fraction or '0')[:6].ljust(6, '0')}{_offset(offset)}"
    try:
        return time.fromisoformat(spelled)
    except ValueError:
        return None


def _offset(written: str | None) -> str:
    if not written or written == "Z":
        return "+00:00" if written else ""
    digits = written[1:].replace(":", "").ljust(4, "0")
    return f"{written[0]}{digits[:2]}:{digits[2:]}"


def count_days(moment: datetime) -> float:
    """Count the days since 1970, the time of day as a fraction."""
    seconds = moment.hour * 3600 + moment.minute * 60 + moment.second + moment.microsecond / 1e6
    return (moment.date() - EPOCH).days + seconds / 86_400


def from_days(days: float) -> datetime | None:
    """Give the moment so many days after 1970; None outside the calendar."""
    if not math.isfinite(days):
        return None
    try:
        return datetime(1970, 1, 1) + timedelta(milliseconds=round(days * 86_400_000))  # noqa: DTZ001 - wall clock
    except OverflowError:
        return None


def days_of_text(text: str) -> float:
    """Count the days of a written date or moment; anything else is NaN."""
    # The length and the dashes rule out nearly all text before the pattern has to.
    if len(text) < 8 or text[4] != "-":
        return math.nan
    moment = read_moment(text)
    return count_days(moment) if moment is not None else math.nan
