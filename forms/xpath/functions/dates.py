"""Functions on dates and times. A date travels as its written text, a number of days where counted."""

import math
from datetime import datetime
from typing import Final

from forms.instance.moments import EPOCH, count_days, from_days, read_moment, read_time
from forms.instance.values import read_number, write_moment
from forms.xpath.coercion import to_text
from forms.xpath.context import Context, Value
from forms.xpath.functions.signature import Function

# Month and day names follow ODK: English, whatever the language of the form.
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def _moment(value: Value) -> datetime | None:
    """Read a written date or moment, or a number of days."""
    if isinstance(value, float):
        return from_days(value)
    text = to_text(value)
    moment = read_moment(text)
    return moment if moment is not None else from_days(read_number(text))


def _today(context: Context) -> Value:
    return context.world.clock.now().date().isoformat()


def _now(context: Context) -> Value:
    return write_moment(context.world.clock.now())


def _date(_context: Context, value: Value) -> Value:
    """Give a date; a written moment keeps its time of day until a date node takes it."""
    moment = _moment(value)
    if moment is None:
        return ""
    is_written = not isinstance(value, float) and "T" in to_text(value)
    return write_moment(moment) if is_written else moment.date().isoformat()


def _date_time(context: Context, value: Value) -> Value:
    moment = _moment(value)
    if moment is None:
        return ""
    zone = context.world.clock.now().tzinfo
    return write_moment(moment if moment.tzinfo is not None else moment.replace(tzinfo=zone))


def _decimal_date_time(_context: Context, value: Value) -> Value:
    moment = _moment(value)
    return count_days(moment) if moment is not None else math.nan


def _decimal_time(_context: Context, value: Value) -> Value:
    text = to_text(value)
    moment = read_time(text)
    if moment is None:
        whole = read_moment(text)
        moment = whole.time() if whole is not None else None
    if moment is None:
        return math.nan
    seconds = moment.hour * 3600 + moment.minute * 60 + moment.second + moment.microsecond / 1e6
    return seconds / 86_400


def _format_date(_context: Context, value: Value, pattern: Value) -> Value:
    moment = _moment(value)
    if moment is None:
        by_clock = read_time(to_text(value))
        moment = datetime.combine(EPOCH, by_clock) if by_clock is not None else None
    return format_moment(moment, to_text(pattern)) if moment is not None else ""


def format_moment(moment: datetime, pattern: str) -> str:
    """Fill ODK's date pattern; a code ODK does not know is left as written."""
    filled: list[str] = []
    index = 0
    while index < len(pattern):
        code = pattern[index + 1 : index + 2]
        if pattern[index] == "%" and code:
            filled.append(_fill(moment, code))
            index += 2
        else:
            filled.append(pattern[index])
            index += 1
    return "".join(filled)


def _fill(moment: datetime, code: str) -> str:  # one line a code of ODK's table
    known = {
        "%": "%",
        "Y": f"{moment.year:04d}",
        "y": f"{moment.year % 100:02d}",
        "m": f"{moment.month:02d}",
        "n": str(moment.month),
        "b": _MONTHS[moment.month - 1],
        "d": f"{moment.day:02d}",
        "e": str(moment.day),
        "a": _DAYS[moment.weekday()],
        "W": str(moment.isocalendar().week),
        "H": f"{moment.hour:02d}",
        "h": str(moment.hour),
        "M": f"{moment.minute:02d}",
        "S": f"{moment.second:02d}",
        "3": f"{moment.microsecond // 1000:03d}",
    }
    return known.get(code, f"%{code}")


DATES: Final = {
    "date": Function(1, 1, _date),
    "date-time": Function(1, 1, _date_time),
    "decimal-date-time": Function(1, 1, _decimal_date_time),
    "decimal-time": Function(1, 1, _decimal_time),
    "format-date": Function(2, 2, _format_date),
    "format-date-time": Function(2, 2, _format_date),
    "now": Function(0, 0, _now),
    "today": Function(0, 0, _today),
}
