"""Filling a form from a file of answers, as an officer would, without a screen.

Answers are given in the file's order. An entry that is named and not there yet is
added, where a person could add it; what a person could not answer is skipped and
reported, so that a script and its form can be brought together step by step.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar

from forms import FormError, FormSession, FormSubmission, Strength, Violation
from forms.errors import QuestionUnknownError

Answers = tuple[tuple[str, str], ...]
_ENTRY = re.compile(r"\[(\d{1,4})\]")


class AnswersBrokenError(FormError):
    """The file of answers is neither an object of texts nor a list of pairs of texts."""

    code: ClassVar[str] = "form-answers-broken"


@dataclass(frozen=True, slots=True)
class Skipped:
    """An answer nobody could have given, and why."""

    reference: str
    code: str


@dataclass(frozen=True, slots=True)
class FilledForm:
    """Where the answers led; `submission` is there when nothing stops the form."""

    values: Mapping[str, str]
    skipped: tuple[Skipped, ...]
    violations: tuple[Violation, ...]
    submission: FormSubmission | None


def read_answers(content: bytes) -> Answers:
    """Read `{reference: text}`, or `[[reference, text], …]` where order or repetition matters.

    Raises:
        AnswersBrokenError: it is neither.

    """
    try:
        written = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise AnswersBrokenError from error
    pairs = list(written.items()) if isinstance(written, dict) else written
    if not isinstance(pairs, list) or not all(map(_is_pair, pairs)):
        raise AnswersBrokenError
    return tuple((reference, text) for reference, text in pairs)


def _is_pair(pair: object) -> bool:
    return isinstance(pair, list | tuple) and len(pair) == 2 and all(isinstance(each, str) for each in pair)


def fill_form(session: FormSession, answers: Answers, *, instance_id: str) -> FilledForm:
    """Give every answer and finish the form, if it can be finished."""
    skipped: list[Skipped] = []
    for reference, text in answers:
        try:
            _answer(session, reference, text)
        except FormError as refusal:
            skipped.append(Skipped(reference, refusal.code))
    violations = session.violations()
    stops = any(violation.strength is Strength.STOP for violation in violations)
    submission = None if stops else session.finalise(instance_id=instance_id)
    return FilledForm(session.values(), tuple(skipped), violations, submission)


def _answer(session: FormSession, reference: str, text: str) -> None:
    try:
        session.answer(reference, text)
    except QuestionUnknownError:
        _add_missing_entries(session, reference)
        session.answer(reference, text)


def _add_missing_entries(session: FormSession, reference: str) -> None:
    """Add the entries a reference names, the outer ones first."""
    for match in _ENTRY.finditer(reference):
        repeat = reference[: match.start()]
        for _ in range(_count_entries(session, repeat), int(match.group(1))):
            session.add_repeat(repeat)


def _count_entries(session: FormSession, reference: str) -> int:
    counts = (len(repeat.entries) for repeat in session.repeats() if repeat.reference == reference)
    return next(counts, 0)
