"""The types an answer can have, and the one spelling each value is stored in.

Answers are text everywhere: in the tree, in drafts, in submissions. What a
person or a calculation gives is brought into the spelling of its type here, so
that equal values are equal text.
"""

import math
import re
from datetime import date, datetime, time
from enum import StrEnum
from typing import Final

from forms.instance.moments import read_moment, read_time


class ValueType(StrEnum):
    """The data types of binds; everything unknown is text, as in both reference engines."""

    TEXT = "string"
    INTEGER = "int"
    DECIMAL = "decimal"
    BOOLEAN = "boolean"
    DATE = "date"
    TIME = "time"
    DATE_TIME = "dateTime"
    GEOPOINT = "geopoint"
    GEOTRACE = "geotrace"
    GEOSHAPE = "geoshape"
    BINARY = "binary"
    BARCODE = "barcode"


_ALIASES: Final = {
    "integer": ValueType.INTEGER,
    "long": ValueType.INTEGER,
    "double": ValueType.DECIMAL,
    "float": ValueType.DECIMAL,
    "datetime": ValueType.DATE_TIME,
    "select": ValueType.TEXT,
    "select1": ValueType.TEXT,
}
_NUMBER: Final = re.compile(r"\s*[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?\s*", re.ASCII)
_INTEGERS: Final = range(-(2**31), 2**31)  # xsd:int, the only integer of the ODK XForms specification


def value_type(written: str) -> ValueType:
    """Read the `type` of a bind, with or without a prefix such as `xsd:`."""
    name = written.rpartition(":")[2].strip()
    try:
        return ValueType(name)
    except ValueError:
        return _ALIASES.get(name.lower(), ValueType.TEXT)


def read_number(text: str) -> float:
    """Read a decimal number; anything else is NaN."""
    return float(text) if _NUMBER.fullmatch(text) else math.nan


def write_number(value: float) -> str:
    """Spell a number without exponent and without a needless `.0`; NaN stays `NaN`."""
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if value == math.trunc(value) and abs(value) < 1e21:
        return str(int(value))
    text = repr(value)
    return f"{value:.30f}".rstrip("0") if "e-" in text else text


def spell(text: str, kind: ValueType) -> str | None:
    """Bring an answer into the spelling of its type; None where it is not of that type."""
    stripped = text.strip()
    if not stripped:
        return "" if kind is not ValueType.TEXT else text
    speller = _SPELLERS.get(kind)
    return speller(stripped) if speller is not None else text


def _integer(text: str) -> str | None:
    value = read_number(text)
    if not math.isfinite(value) or math.trunc(value) not in _INTEGERS:
        return None
    return str(math.trunc(value))


def _decimal(text: str) -> str | None:
    value = read_number(text)
    return write_number(value) if math.isfinite(value) else None


def _boolean(text: str) -> str | None:
    return {"true": "true", "1": "true", "false": "false", "0": "false"}.get(text.lower())


def _date(text: str) -> str | None:
    moment = read_moment(text)
    return moment.date().isoformat() if moment is not None else None


def _time(text: str) -> str | None:
    moment = read_time(text)
    return _with_offset(moment.strftime("%H:%M:%S"), moment) if moment is not None else None


def _date_time(text: str) -> str | None:
    moment = read_moment(text)
    return write_moment(moment) if moment is not None else None


def write_moment(moment: datetime) -> str:
    """Spell an instant as submissions do: milliseconds, and the offset where one is known."""
    return _with_offset(moment.strftime("%Y-%m-%dT%H:%M:%S"), moment)


def write_date(day: date) -> str:
    return day.isoformat()


def _with_offset(text: str, moment: datetime | time) -> str:
    offset = moment.strftime("%z")
    suffix = "Z" if offset == "+0000" else f"{offset[:3]}:{offset[3:5]}" if offset else ""
    return f"{text}.{moment.microsecond // 1000:03d}{suffix}"


def _geopoint(text: str) -> str | None:
    parts = [read_number(part) for part in text.split()]
    if not 2 <= len(parts) <= 4 or not all(math.isfinite(part) for part in parts):
        return None
    if abs(parts[0]) > 90 or abs(parts[1]) > 180:
        return None
    return " ".join(_degrees(part) for part in [*parts, 0.0, 0.0][:4])


def _degrees(value: float) -> str:
    text = write_number(value)
    return text if "." in text else f"{text}.0"


def _geo_line(text: str) -> str | None:
    points = [_geopoint(point) for point in text.split(";") if point.strip()]
    known = [point for point in points if point is not None]
    return ";".join(known) if points and len(known) == len(points) else None


_SPELLERS: Final = {
    ValueType.INTEGER: _integer,
    ValueType.DECIMAL: _decimal,
    ValueType.BOOLEAN: _boolean,
    ValueType.DATE: _date,
    ValueType.TIME: _time,
    ValueType.DATE_TIME: _date_time,
    ValueType.GEOPOINT: _geopoint,
    ValueType.GEOTRACE: _geo_line,
    ValueType.GEOSHAPE: _geo_line,
}
