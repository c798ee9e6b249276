"""What an expression gives → the text a node keeps."""

import math
import re
from typing import Final

from forms.errors import AnswerCharactersError, AnswerTooLongError, AnswerTypeError
from forms.instance.moments import from_days
from forms.instance.node import Node
from forms.instance.values import ValueType, spell, write_moment, write_number
from forms.views import QuestionKind
from forms.xpath.coercion import to_text
from forms.xpath.context import Value

# XML 1.0 §2.2: no submission can carry these, however they are written.
UNWRITABLE: Final = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
MAX_ANSWER_CHARACTERS: Final = 100_000
_LISTS: Final = frozenset({QuestionKind.SELECT_MANY, QuestionKind.RANK})


def spell_answer(node: Node, text: str, *, reference: str) -> str:
    """Bring a person's answer into the spelling that is kept.

    Raises:
        AnswerTypeError, AnswerCharactersError, AnswerTooLongError: it cannot be kept.

    """
    if len(text) > MAX_ANSWER_CHARACTERS:
        raise AnswerTooLongError(reference=reference, limit=str(MAX_ANSWER_CHARACTERS))
    if UNWRITABLE.search(text):
        raise AnswerCharactersError(reference=reference)
    question = node.shape.question
    if question is not None and question.kind in _LISTS:
        return " ".join(text.split())
    kind = node.shape.bind.value_type
    spelled = spell(text, kind)
    if spelled is None:
        raise AnswerTypeError(reference=reference, type=kind.value)
    # A choice is kept as it is offered: `02` is another than `2`.
    is_choice = question is not None and question.kind is QuestionKind.SELECT_ONE
    return text.strip() if is_choice else spelled


def keep_written_items(node: Node, text: str) -> str:
    """Give what a form, this version or an earlier one, puts in, without what is no choice written into it.

    Choices found in a list are looked up when the form settles; those of Collect's `search()`
    stand elsewhere.
    """
    question = node.shape.question
    if question is None or not question.items or question.itemset is not None:
        return text
    if any("search(" in word for word in question.appearance):
        return text
    offered = {item.value for item in question.items}
    chosen = [text.strip()] if question.kind is QuestionKind.SELECT_ONE else text.split()
    return " ".join(value for value in chosen if value in offered)


def store_value(value: Value, kind: ValueType) -> str:
    """Spell a computed value in the node's type; no number, and no value of the type, is blank."""
    if isinstance(value, float):
        return _store_number(value, kind)
    text = UNWRITABLE.sub("", to_text(value))
    return spell(text, kind) or ""


def _store_number(value: float, kind: ValueType) -> str:
    if math.isnan(value):
        return ""
    if kind in {ValueType.DATE, ValueType.DATE_TIME}:
        moment = from_days(value)
        if moment is None:
            return ""
        return moment.date().isoformat() if kind is ValueType.DATE else write_moment(moment)
    if kind is ValueType.INTEGER:
        return spell(write_number(value), kind) or ""
    return write_number(value)
