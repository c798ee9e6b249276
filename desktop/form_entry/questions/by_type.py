"""Which widget answers which kind of question: one table.

A kind without a widget of its own is answered as text, in the spelling the form engine
reads; it checks the text, so nothing wrong can pass.
"""

from collections.abc import Callable, Mapping
from typing import Final

from desktop.form_entry.questions.date import DateInput
from desktop.form_entry.questions.note import FixedAnswer, NoteInput
from desktop.form_entry.questions.number import NumberInput
from desktop.form_entry.questions.option_columns import needs_list
from desktop.form_entry.questions.question_input import QuestionInput
from desktop.form_entry.questions.select_many import SelectMany
from desktop.form_entry.questions.select_one import SelectOneCards, SelectOneList
from desktop.form_entry.questions.text import LongTextInput, TextInput
from forms import Choice, QuestionKind, QuestionView
from resources.words import Words

Build = Callable[[QuestionView, Words], QuestionInput]


def build_input(question: QuestionView, words: Words) -> QuestionInput:
    """Make the widget for one question as it stands now."""
    if question.is_readonly and question.kind is not QuestionKind.NOTE:
        return FixedAnswer()
    return _TABLE.get(question.kind, _text)(question, words)


def _text(question: QuestionView, words: Words) -> QuestionInput:  # noqa: ARG001 — one signature for all
    if "multiline" in question.appearance:
        return LongTextInput()
    return TextInput(is_digits="numbers" in question.appearance)


def _number(question: QuestionView, words: Words) -> QuestionInput:  # noqa: ARG001
    return NumberInput(example=words.text("screens.form.number_example"))


def _date(question: QuestionView, words: Words) -> QuestionInput:  # noqa: ARG001
    return DateInput(example=words.text("screens.form.date_example"))


def _select_one(question: QuestionView, words: Words) -> QuestionInput:
    if needs_list(question.choices, question.appearance):
        return SelectOneList(question.choices, invitation=words.text("screens.form.choose"))
    return SelectOneCards(question.choices)


def _select_many(question: QuestionView, words: Words) -> QuestionInput:  # noqa: ARG001
    return SelectMany(question.choices)


def _note(question: QuestionView, words: Words) -> QuestionInput:  # noqa: ARG001
    return NoteInput()


def _acknowledge(question: QuestionView, words: Words) -> QuestionInput:
    return SelectMany((Choice("OK", question.hint or words.text("screens.form.acknowledge")),))


_TABLE: Final[Mapping[QuestionKind, Build]] = {
    QuestionKind.INTEGER: _number,
    QuestionKind.DECIMAL: _number,
    QuestionKind.RANGE: _number,
    QuestionKind.DATE: _date,
    QuestionKind.SELECT_ONE: _select_one,
    QuestionKind.SELECT_MANY: _select_many,
    QuestionKind.RANK: _select_many,
    QuestionKind.NOTE: _note,
    QuestionKind.ACKNOWLEDGE: _acknowledge,
}
