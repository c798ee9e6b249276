"""Answers as people write them, brought into the spelling a form keeps; and back for the eye.

Dates are typed with dots, dashes, 年月日 or nothing in between; full-width digits come
from the Chinese keyboard. What cannot be understood is passed on as it stands, so that
the form itself says what is wrong with it.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Final

from employment.privacy import mask_name, mask_phone, mask_resident_id
from forms import QuestionKind, QuestionView

_DATE: Final = re.compile(r"([0-9]{4})\s*[-./年]\s*([0-9]{1,2})\s*[-./月]\s*([0-9]{1,2})\s*日?")
_COMPACT_DATE: Final = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})")
_MASKS: Final[Mapping[str, Callable[[str], str]]] = {
    "cn_name": mask_name,
    "cn_id_any": mask_resident_id,
    "cn_mobile": mask_phone,
}
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


def show_answer(question: QuestionView) -> str:
    """Write a kept answer for the eye: choices by their words, known names and numbers masked.

    What the officer types is shown as typed, or it could not be checked; what was known
    before is not asked, so it need not be readable to whoever looks on.
    """
    if question.choices:
        return question.choice_label
    return show_masked(question) if question.is_readonly else question.value


def show_masked(question: QuestionView) -> str:
    """Write an answer for where neighbours look on: known names and numbers are masked, typed here or not."""
    if question.choices:
        return question.choice_label
    called = question.binds.get("qz:validator", "").partition("(")[0].strip()
    mask = _MASKS.get(called)
    return question.value if mask is None or not question.value else mask(question.value)


def _spell_date(plain: str) -> str:
    found = _DATE.fullmatch(plain) or _COMPACT_DATE.fullmatch(plain)
    if found is None:
        return plain
    year, month, day = (int(part) for part in found.groups())
    return f"{year:04d}-{month:02d}-{day:02d}"
