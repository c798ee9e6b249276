"""The widget for one question asked alone: cards with number keys, a list, or a line of text.

The same widgets as in a form; photos, places on a map and the like are not asked at a counter.
"""

from desktop.form_entry.questions.option_columns import needs_list
from desktop.form_entry.questions.question_input import QuestionInput
from desktop.form_entry.questions.select_many import SelectMany
from desktop.form_entry.questions.select_one import SelectOneCards, SelectOneList
from desktop.form_entry.questions.text import TextInput
from forms import QuestionKind, QuestionView
from resources.words import Words

_FIGURES = frozenset({QuestionKind.INTEGER, QuestionKind.DECIMAL, QuestionKind.DATE})


def ask_input(question: QuestionView, words: Words) -> QuestionInput:
    """Make it for a question as it stands now."""
    match question.kind:
        case QuestionKind.SELECT_ONE if needs_list(question.choices, question.appearance):
            return SelectOneList(question.choices, invitation=words.text("screens.form.choose"))
        case QuestionKind.SELECT_ONE:
            return SelectOneCards(question.choices)
        case QuestionKind.SELECT_MANY:
            return SelectMany(question.choices)
        case kind:
            is_digits = kind in _FIGURES or "numbers" in question.appearance
            return TextInput(is_digits=is_digits)
