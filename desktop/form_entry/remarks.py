"""What the rules remark about a whole form, and the officer's word on what had to be verified.

A remark stands until its grounds, the answers it was made of, change; with them a word that was
given about it lapses, because it was about other answers. The words are the rule's own, in the
language of the screen.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from employment import FormFinding
from forms import Confirmation, FormError, FormSession, Strength, Violation

Judge = Callable[[Mapping[str, str]], Sequence[FormFinding]]
RemarkKey = tuple[str, str]  # code and reference

_ORDER: Final = (Strength.STOP, Strength.MUST_VERIFY, Strength.HINT)


@dataclass(frozen=True, slots=True)
class Remark:
    """One doubt at one question; `grounds` are the answers it was made of, by reference.

    `mend_at` is the question to go to; blank where nothing it reads can be changed in this form.
    """

    code: str
    reference: str
    strength: Strength
    title: str
    explanation: str
    question: str
    grounds: Mapping[str, str]
    mend_at: str

    @property
    def key(self) -> RemarkKey:
        return (self.code, self.reference)


@dataclass(frozen=True, slots=True)
class OfficerWord:
    """What an officer wrote about a remark, and whether it is confirmed; about these grounds only."""

    note: str
    is_confirmed: bool
    grounds: Mapping[str, str]


NO_WORD: Final = OfficerWord("", is_confirmed=False, grounds={})


def nothing_to_remark(values: Mapping[str, str]) -> Sequence[FormFinding]:
    """Ask no rules: for a form that is only looked at."""
    del values
    return ()


@dataclass(slots=True)
class OfficerWords:
    """The words given so far; part of the draft."""

    words: dict[RemarkKey, OfficerWord] = field(default_factory=dict)

    def about(self, remark: Remark) -> OfficerWord:
        word = self.words.get(remark.key, NO_WORD)
        return word if dict(word.grounds) == dict(remark.grounds) else NO_WORD

    def write(self, remark: Remark, note: str) -> None:
        """Keep what is typed; a word that is being changed is not confirmed."""
        self.words[remark.key] = OfficerWord(note, is_confirmed=False, grounds=remark.grounds)

    def confirm(self, remark: Remark) -> bool:
        """Confirm what was written; say whether there was anything."""
        note = self.about(remark).note.strip()
        if note:
            self.words[remark.key] = OfficerWord(note, is_confirmed=True, grounds=remark.grounds)
        return bool(note)

    def confirmations(self, remarks: Sequence[Remark]) -> tuple[Confirmation, ...]:
        """Give what goes into the finished form: confirmed words about what still has to be verified."""
        given = ((remark, self.about(remark)) for remark in remarks)
        return tuple(
            Confirmation(remark.reference, remark.code, word.note)
            for remark, word in given
            if word.is_confirmed and remark.strength is Strength.MUST_VERIFY
        )

    def open_remarks(self, remarks: Sequence[Remark]) -> tuple[Remark, ...]:
        """Give the remarks that wait for the officer's word."""
        waiting = (remark for remark in remarks if remark.strength is Strength.MUST_VERIFY)
        return tuple(remark for remark in waiting if not self.about(remark).is_confirmed)


def find_remarks(
    session: FormSession, judge: Judge, *, language: str, sentence: Callable[[Violation], str]
) -> tuple[Remark, ...]:
    """Ask the rules and the form itself; what stops comes first, then what must be verified.

    A question the form itself stops is mended first, and what a rule asks about a question the
    form does not ask a second time. `sentence` gives the words of a violation.
    """
    values = session.asked()
    violations = {violation.reference: violation for violation in session.violations()}
    stopped = {ref for ref, violation in violations.items() if violation.strength is Strength.STOP}
    by_rules = [
        _of_finding(finding, values, language=language, session=session)
        for finding in judge(values)
        if not stopped.intersection(finding.references)
    ]
    asked = {remark.reference for remark in by_rules if remark.strength is not Strength.HINT}
    by_form = [
        _of_violation(violation, session, sentence(violation))
        for violation in violations.values()
        if violation.strength is Strength.MUST_VERIFY and violation.reference not in asked
    ]
    return tuple(sorted((*by_rules, *by_form), key=lambda remark: _ORDER.index(remark.strength)))


def _can_mend(session: FormSession, reference: str) -> bool:
    """Say whether somebody can be asked this: a rule reads what the form computes or holds, too."""
    try:
        question = session.question(reference)
    except FormError:
        return False
    return question.is_relevant and not question.is_readonly


def _of_finding(
    finding: FormFinding, values: Mapping[str, str], *, language: str, session: FormSession
) -> Remark:
    rule, is_english = finding.rule, language == "en"
    return Remark(
        code=rule.id,
        reference=finding.reference,
        strength=Strength(finding.strength),
        title=rule.name_en if is_english else rule.name_zh,
        explanation=rule.explanation_en if is_english else rule.explanation_zh,
        question=rule.question_en if is_english else rule.question_zh,
        grounds={reference: values.get(reference, "") for reference in finding.references},
        mend_at=next((each for each in finding.references if _can_mend(session, each)), ""),
    )


def _of_violation(violation: Violation, session: FormSession, sentence: str) -> Remark:
    question = session.question(violation.reference)
    return Remark(
        code=violation.code,
        reference=violation.reference,
        strength=violation.strength,
        title=question.label,
        explanation=sentence,
        question="",
        grounds={violation.reference: question.value},
        mend_at=violation.reference,
    )
