"""Rules beyond a form's own: validators a program registers, named by forms under `qz:validator`.

The attribute is in a namespace of ours, which other ODK clients pass over: they
apply the ordinary `constraint` of the same bind, we apply both. A validator sees
texts and gives a verdict; it knows neither forms nor screens, so the same function
serves at the door and on the server.

What a verdict must say is a port (`Judgement`), not a class of ours: a package of rules
answers in its own values, spelled with the words of `Strength`, and neither package
imports the other. So whoever loads a form hands the rules over as they are, and no
adapter stands between the two, once for each end.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final, Protocol

from forms.views import Strength
from forms.xpath.compiled import Compiled

ATTRIBUTE: Final = "qz:validator"
_SEVERITY: Final = (Strength.STOP, Strength.MUST_VERIFY, Strength.HINT)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a validator has against an answer: how much it holds up, a code, and words of its own."""

    strength: Strength
    code: str
    message: str = ""


class Judgement(Protocol):
    """Any value that says what a `Verdict` says; its strength is a word of `Strength`."""

    @property
    def strength(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def message(self) -> str: ...


class Validator(Protocol):
    """Judges the texts of its arguments, the answer itself first; None where there is nothing to say."""

    def __call__(self, *texts: str) -> Judgement | None: ...


Validators = Mapping[str, Validator]
NO_VALIDATORS: Final[Validators] = {}


@dataclass(frozen=True, slots=True, eq=False)
class ValidatorCall:
    """One validator of one bind, and the expressions whose values it is given."""

    validator: Validator
    arguments: tuple[Compiled, ...]


def gravest(judgements: Iterable[Judgement]) -> Verdict | None:
    """The judgement that holds up most, the first of equals, as a verdict."""
    verdicts = [Verdict(Strength(each.strength), each.code, each.message) for each in judgements]
    return min(verdicts, key=lambda verdict: _SEVERITY.index(verdict.strength), default=None)
