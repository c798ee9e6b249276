"""A filled form as it is printed: questions and answers, at the foot who printed it, when, what for.

A print leaves the protected replica, so by default names and numbers are masked and sensitive
answers only said to be given; in full it asks what for, and that is kept with the record. Photos and
signatures are shown, small, in full only: nobody can tell what is on a photo.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from desktop.form_entry.answer_spelling import show_typed
from desktop.form_entry.filled_files import is_drawn
from desktop.form_entry.place_words import is_place, say_place
from desktop.form_entry.print_masking import show_on_masked_sheet
from forms import QuestionKind, QuestionView
from resources.words import Words

_FILES: Final = frozenset({QuestionKind.IMAGE, QuestionKind.AUDIO, QuestionKind.VIDEO, QuestionKind.FILE})


@dataclass(frozen=True, slots=True)
class PrintedLine:
    """A question and its answer; of a photo or a signature in full the picture, as it is kept."""

    asked: str
    answer: str
    picture: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class PrintedGroup:
    """A heading and its lines."""

    title: str
    lines: tuple[PrintedLine, ...]


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
    questions: Iterable[QuestionView], words: Words, *, files: Mapping[str, bytes], is_full: bool
) -> tuple[PrintedLine, ...]:
    """Give the answered questions of a group with their answers, in full or as anybody may read them."""
    answered = (question for question in questions if question.value)
    return tuple(_line(each, words, files=files, is_full=is_full) for each in answered)


def _line(question: QuestionView, words: Words, *, files: Mapping[str, bytes], is_full: bool) -> PrintedLine:
    if question.kind in _FILES:  # the name of its file says nothing
        said = words.text(f"screens.form.given.{'signature' if is_drawn(question) else question.kind}")
        is_shown = is_full and question.kind is QuestionKind.IMAGE
        return PrintedLine(question.label, said, files.get(question.value, b"") if is_shown else b"")
    if is_full:
        return PrintedLine(question.label, _in_full(question, words))
    given = words.text("screens.form.print.given")
    return PrintedLine(question.label, show_on_masked_sheet(question, given=given))


def _in_full(question: QuestionView, words: Words) -> str:
    if is_place(question):
        return say_place(question, words)
    return question.choice_label if question.choices else show_typed(question)
