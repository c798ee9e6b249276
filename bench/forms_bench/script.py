"""A seeded script of answers, found by filling the form once; every engine replays the same one.

First every question that can be answered is, in the order of asking and without
breaking a rule where that is possible; then a sample is answered again at random,
which is what most keystrokes of a long form are: changes far from the start.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

from forms import DeviceProperties, FormDefinition, FormError, FormSession, QuestionKind, QuestionView

FIRST_PASS: Final = 2_500
SECOND_PASS: Final = 400
_TRIES: Final = 6
_DEVICE: Final = DeviceProperties(device_id="bench:device", username="bench")


@dataclass(frozen=True, slots=True)
class Step:
    """Answer `reference`, then look at it and at `look`, the question asked next."""

    reference: str
    value: str
    look: str


class StandingClock:
    """Always the same moment, so that a script means the same today and tomorrow."""

    def now(self) -> datetime:
        return datetime(2026, 11, 20, 9, 30, tzinfo=UTC)


def open_session(definition: FormDefinition) -> FormSession:
    return FormSession.start(definition, clock=StandingClock(), device=_DEVICE)


def write_script(definition: FormDefinition, *, seed: int) -> tuple[Step, ...]:
    """Fill the form once and tell how."""
    session, chance = open_session(definition), random.Random(seed)
    asked = [reference for section in session.sections() for reference in section.questions]
    taken = [found for reference in asked[:FIRST_PASS] if (found := _answer(session, reference, chance))]
    known = sorted({reference for reference, _ in taken})
    for _ in range(SECOND_PASS if known else 0):
        found = _answer(session, chance.choice(known), chance)
        if found is not None:
            taken.append(found)
    # Answers dropped on the way are given once more, so that the filled form is complete again.
    last = [found for reference in known if (found := _complete(session, reference, chance))]
    return tuple(_with_looks([*taken, *last]))


def _with_looks(taken: list[tuple[str, str]]) -> Iterator[Step]:
    following = [*taken[1:], *taken[:1]]
    for (reference, value), (look, _) in zip(taken, following, strict=True):
        yield Step(reference, value, look)


def _complete(session: FormSession, reference: str, chance: random.Random) -> tuple[str, str] | None:
    view = session.question(reference)
    return _answer(session, reference, chance) if view.is_relevant and not view.value else None


def _answer(session: FormSession, reference: str, chance: random.Random) -> tuple[str, str] | None:
    view = session.question(reference)
    if not view.is_relevant or view.is_readonly:
        return None
    for value in _candidates(view, chance):
        try:
            session.answer(reference, value)
        except FormError:
            continue
        if session.question(reference).violation is None:
            return reference, value
    try:
        session.answer(reference, "")
    except FormError:
        return None
    return reference, ""


def _candidates(view: QuestionView, chance: random.Random) -> Iterator[str]:
    offered = [choice.value for choice in view.choices]
    for _ in range(_TRIES):
        match view.kind:
            case QuestionKind.SELECT_ONE if offered:
                yield chance.choice(offered)
            case QuestionKind.SELECT_MANY if offered:
                yield " ".join(sorted(set(chance.choices(offered, k=2)), key=offered.index))
            case QuestionKind.INTEGER | QuestionKind.RANGE:
                yield str(
                    chance.choice((chance.randint(0, 9), chance.randint(10, 30), chance.randint(31, 99)))
                )
            case QuestionKind.DECIMAL:
                yield f"{chance.randint(1, 9000)}.5"
            case QuestionKind.DATE:
                yield f"{chance.randint(1980, 2020)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
            case QuestionKind.TEXT:
                yield chance.choice(
                    (f"答 {chance.randint(1, 999)}", f"139{chance.randint(10**7, 10**8 - 1)}")
                )
            case _:
                return
