"""What of an answer stands on a masked sheet: its class in the form decides, and without one nothing does.

Names and numbers are masked as everywhere. Beyond that an answer of class 无 is about nobody and is
printed; of class 一般 a chosen category is, while what was typed is masked; 敏感 is only said to be
given, and so is what a form from elsewhere has no class for.
"""

from typing import Final

from desktop.form_entry.answer_spelling import mask_of, show_typed
from desktop.form_entry.place_words import is_place
from employment.privacy import mask_date, mask_text
from forms import QuestionKind, QuestionView

_DATES: Final = frozenset({QuestionKind.DATE, QuestionKind.DATE_TIME})


def show_on_masked_sheet(question: QuestionView, *, given: str) -> str:
    """Write an answer for whoever may come by a sheet; `given` stands for what is not written."""
    mask = mask_of(question)
    if mask is not None and not question.choices:
        return mask(question.value)
    match question.binds.get("qz:pii"):
        case "无" if not is_place(question):
            return question.choice_label if question.choices else show_typed(question)
        case "一般":
            return _personal(question, given=given)
        case _:
            return given


def _personal(question: QuestionView, *, given: str) -> str:
    if question.choices:
        return question.choice_label
    if question.kind in _DATES:
        return mask_date(question.value)
    return mask_text(question.value) if question.kind is QuestionKind.TEXT else given
