"""Answers as people write them, brought into the spelling a form keeps; and back for the eye.

Dates are typed with dots, dashes, 年月日 or nothing in between; full-width digits come
from the Chinese keyboard. What cannot be understood is passed on as it stands, so that
the form itself says what is wrong with it.
"""

import re
import unicodedata
from datetime import date
from typing import Final

from forms import QuestionKind

_DATE: Final = re.compile(r"([0-9]{4})\s*[-./年]\s*([0-9]{1,2})\s*[-./月]\s*([0-9]{1,2})\s*日?")
_COMPACT_DATE: Final = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_GROUPING: Final = re.compile(r"(?<=[0-9])[,\s](?=[0-9]{3}\b)")


def spell_typed(text: str, kind: QuestionKind) -> str:
    """Bring typed text into the form's spelling."""
    plain = unicodedata.normalize("NFKC", text).strip()
    match kind:
        case QuestionKind.DATE:
            return _spell_date(plain)
        case QuestionKind.INTEGER | QuestionKind.DECIMAL:
            return _GROUPING.sub("", plain)
        case QuestionKind.TEXT:
            return text.strip()
        case _:
            return text


def show_answer(value: str, kind: QuestionKind) -> str:
    """Write a kept answer the way a person reads it."""
    if kind is not QuestionKind.DATE:
        return value
    try:
        day = date.fromisoformat(value)
    except ValueError:
        return value
    return f"{day.year}-{day.month:02d}-{day.day:02d}"


def _spell_date(plain: str) -> str:
    found = _DATE.fullmatch(plain) or _COMPACT_DATE.fullmatch(plain)
    if found is None:
        return plain
    year, month, day = (int(part) for part in found.groups())
    return f"{year:04d}-{month:02d}-{day:02d}"
