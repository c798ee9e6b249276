"""A filled form as it is printed: questions and answers, at the foot who printed it, when, what for.

A print leaves the protected replica, so by default names and numbers are masked and sensitive
answers only said to be given; in full it asks what for, and that is kept with the record.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from desktop.form_entry.answer_spelling import show_masked, show_typed
from desktop.form_entry.filled_files import is_drawn
from forms import QuestionKind, QuestionView
from resources.words import Words

_SENSITIVE: Final = "敏感"
_FILES: Final = frozenset({QuestionKind.IMAGE, QuestionKind.AUDIO, QuestionKind.VIDEO, QuestionKind.FILE})


@dataclass(frozen=True, slots=True)
class PrintedGroup:
    """A heading and lines of question and answer."""

    title: str
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PrintedForm:
    """Everything on the paper; `foot` is on every page."""

    title: str
    subject: str
    groups: tuple[PrintedGroup, ...]
    foot: str = ""

    def signed_off(self, foot: str) -> "PrintedForm":
        return replace(self, foot=foot)


def print_lines(
    questions: Iterable[QuestionView], words: Words, *, is_full: bool
) -> tuple[tuple[str, str], ...]:
    """Give the answered questions of a group with their answers, in full or as anybody may read them."""
    answered = (question for question in questions if question.value)
    return tuple((each.label, _answer(each, words, is_full=is_full)) for each in answered)


def _answer(question: QuestionView, words: Words, *, is_full: bool) -> str:
    if question.kind in _FILES:  # the name of its file says nothing
        return words.text(f"screens.form.given.{'signature' if is_drawn(question) else question.kind}")
    if is_full:
        return question.choice_label if question.choices else show_typed(question)
    masked = show_masked(question)
    is_bare = masked in (show_typed(question), question.choice_label)
    if is_bare and question.binds.get("qz:pii") == _SENSITIVE:
        return words.text("screens.form.print.given")
    return masked
