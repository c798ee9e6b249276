"""An exception, told to a person.

An error of ours carries a code, and the catalogue has its words. Anything else is our
mistake: the person reads an apology and a reference number, and the log gets the
number, the kind of error and the places it passed - never its text, which may quote
a name or an answer.
"""

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from desktop.log_file import places
from resources.words import Words

logger = logging.getLogger(__name__)

_REFERENCE_BYTES: Final = 3


class Draws(Protocol):
    """The part of the exchange's Entropy port a reference number needs."""

    def take(self, count: int) -> bytes: ...


@dataclass(frozen=True, slots=True)
class ErrorReport:
    """What happened, why nothing is lost, what to do, and the code for support."""

    title: str
    explanation: str
    next_step: str
    code: str

    def in_one_line(self, words: Words) -> str:
        """Say it where there is room for one line only."""
        return words.text("screens.program.error", title=self.title, next_step=self.next_step, code=self.code)


def report_error(error: BaseException, *, words: Words, entropy: Draws) -> ErrorReport:
    """Find the words for an error; an unknown one gets a reference number and a log entry."""
    code = _code(error)
    if code and words.knows(f"errors.{code}.title"):
        known = words.error(code, _parameters(error))
        return ErrorReport(known.title, known.explanation, known.next_step, code)
    reference = f"QC-{entropy.take(_REFERENCE_BYTES).hex().upper()}"
    logger.error(
        "unexpected %s, reference %s, at %s", type(error).__name__, reference, places(error.__traceback__)
    )
    apology = words.error("unexpected", {"code": reference})
    return ErrorReport(apology.title, apology.explanation, apology.next_step, reference)


def _code(error: BaseException) -> str | None:
    # A relay's own code beats "the server refused" (sync.errors).
    code = getattr(error, "shown_code", None) or getattr(error, "code", None)
    return code if isinstance(code, str) else None


def _parameters(error: BaseException) -> Mapping[str, str]:
    parameters = getattr(error, "parameters", None)
    return parameters if isinstance(parameters, Mapping) else {}
