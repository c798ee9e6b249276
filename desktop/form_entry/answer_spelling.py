"""Answers as people write them, brought into the spelling a form keeps; and back for the eye.

Dates are typed with dots, dashes, 年月日 or nothing in between; full-width digits come
from the Chinese keyboard. What cannot be understood is passed on as it stands, so that
the form itself says what is wrong with it.
"""

import re
import unicodedata
from collections.abc import Callable, Collection, Mapping
from typing import Final

from employment.privacy import mask_name, mask_phone, mask_resident_id
from forms import QuestionKind, QuestionView

_DATE: Final = re.compile(r"([0-9]{4})\s*[-./年]\s*([0-9]{1,2})\s*[-./月]\s*([0-9]{1,2})\s*日?")
_COMPACT_DATE: Final = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_MASKS: Final[Mapping[str, Callable[[str], str]]] = {
    "cn_name": mask_name,
    "cn_id_any": mask_resident_id,
    "cn_mobile": mask_phone,
    "cn_telephone": mask_phone,
}
_UNSEEN: Final = "••••••"
_MONTH: Final = re.compile(r"([0-9]{4})\s*[-./年]?\s*([0-9]{1,2})\s*月?")
_YEAR: Final = re.compile(r"([0-9]{4})\s*年?")
_CLOCK: Final = re.compile(r"([0-9]{1,2})\s*[:.点时]\s*([0-9]{1,2})?\s*分?|([0-9]{2})([0-9]{2})")
_KEPT_CLOCK: Final = re.compile(r"([0-9]{2}:[0-9]{2}):00(?:\.0+)?(?:Z|[+-][0-9:]+)?")
_GROUPING: Final = re.compile(r"(?<=[0-9])[,\s](?=[0-9]{3}\b)")


def spell_typed(text: str, kind: QuestionKind, *, appearance: Collection[str] = ()) -> str:
    """Bring typed text into the form's spelling; a month or a year is kept as its first day."""
    plain = unicodedata.normalize("NFKC", text).strip()
    match kind:
        case QuestionKind.DATE:
            return _spell_part_of_date(plain, appearance)
        case QuestionKind.TIME:
            return _spell_clock(plain)
        case QuestionKind.DATE_TIME:
            return _spell_moment(plain)
        case QuestionKind.INTEGER | QuestionKind.DECIMAL | QuestionKind.RANGE:
            return _GROUPING.sub("", plain)
        case QuestionKind.TEXT:
            return text.strip()
        case _:
            return text


def show_typed(question: QuestionView) -> str:
    """Write a kept answer as it would be typed: a clock without seconds, a month without its first day."""
    value = question.value
    match question.kind:
        case QuestionKind.DATE if "year" in question.appearance:
            return value.removesuffix("-01").removesuffix("-01")
        case QuestionKind.DATE if "month-year" in question.appearance:
            return value.removesuffix("-01")
        case QuestionKind.TIME:
            return _show_clock(value)
        case QuestionKind.DATE_TIME:
            day, separator, clock = value.partition("T")
            return f"{day} {_show_clock(clock)}" if separator else value
        case QuestionKind.INTEGER | QuestionKind.DECIMAL if "thousands-sep" in question.appearance:
            return _grouped(value)
        case _:
            return value


def show_answer(question: QuestionView) -> str:
    """Write a kept answer for the eye: choices by their words, known names and numbers masked.

    What the officer types is shown as typed, or it could not be checked; what was known
    before is not asked, so it need not be readable to whoever looks on.
    """
    if question.choices:
        return question.choice_label
    return show_masked(question) if question.is_readonly else show_typed(question)


def show_reviewed(question: QuestionView) -> str:
    """Write an answer for the review, where one that is typed unseen stays unseen."""
    if question.value and "masked" in question.appearance:
        return _UNSEEN
    return show_answer(question)


def show_masked(question: QuestionView) -> str:
    """Write an answer for where neighbours look on: known names and numbers are masked, typed here or not."""
    if question.choices:
        return question.choice_label
    mask = mask_of(question)
    return show_typed(question) if mask is None or not question.value else mask(question.value)


def mask_of(question: QuestionView) -> Callable[[str], str] | None:
    """Give how the name or the number of a question is masked; None where it is neither."""
    return _MASKS.get(validator_of(question))


def validator_of(question: QuestionView) -> str:
    """Name the validator of a question; blank where it has none."""
    return question.binds.get("qz:validator", "").partition("(")[0].strip()


def _spell_date(plain: str) -> str:
    found = _DATE.fullmatch(plain) or _COMPACT_DATE.fullmatch(plain)
    if found is None:
        return plain
    year, month, day = (int(part) for part in found.groups())
    return f"{year:04d}-{month:02d}-{day:02d}"


def _spell_part_of_date(plain: str, appearance: Collection[str]) -> str:
    """A date may be asked by its month or its year alone; a whole date answers that too."""
    if "year" in appearance:
        found = _YEAR.fullmatch(plain)
        return f"{found.group(1)}-01-01" if found else _spell_date(plain)
    if "month-year" in appearance:
        found = _MONTH.fullmatch(plain)
        return f"{found.group(1)}-{int(found.group(2)):02d}-01" if found else _spell_date(plain)
    return _spell_date(plain)


def _spell_clock(plain: str) -> str:
    found = _CLOCK.fullmatch(plain)
    if found is None:
        return plain
    hour, minute = found.group(1) or found.group(3), found.group(2) or found.group(4) or "0"
    return f"{int(hour):02d}:{int(minute):02d}"


def _spell_moment(plain: str) -> str:
    """A day and a time, with a space or nothing special between them."""
    found = _DATE.match(plain) or _COMPACT_DATE.match(plain)
    if found is None:
        return plain
    clock = plain[found.end() :].strip(" T")
    return f"{_spell_date(found.group(0))}T{_spell_clock(clock)}" if clock else _spell_date(found.group(0))


def _grouped(number: str) -> str:
    """Put a comma between the thousands, as `spell_typed` takes it out again."""
    whole, point, rest = number.partition(".")
    digits = whole.removeprefix("-")
    if not digits.isdecimal():
        return number
    return f"{whole.removesuffix(digits)}{int(digits):,}{point}{rest}"


def _show_clock(kept: str) -> str:
    found = _KEPT_CLOCK.fullmatch(kept)
    return found.group(1) if found else kept
