"""How much a rule of the pack holds up a form that is being filled, and at which question.

A form knows three strengths. An error stops: nothing true can be written that way. A high
doubt must be verified: the officer looks again and says so, because the office will send
somebody otherwise. A medium or low one hints: it may well be right, and the platform settles
it later. Medium rules the catalogue wants stopped at entry (D06) must be verified, so that
whoever has no mobile phone can still be recorded. The words are the rule's own question.
A rule that only goes with other doubts (D04) asks nothing of the officer and is left out of
a form: among residents born before 1995 it holds for nearly everybody.
The strengths are spelled as the form engine spells them; neither package imports the other.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final

from employment.checking import check
from employment.doubt import Doubt, Severity
from employment.person import FieldValue
from employment.rule_pack import DefaultAction, Rule, RulePack
from employment.rules.case import RuleContext


class FormStrength(StrEnum):
    """What a finding does to a form."""

    STOP = "stop"
    MUST_VERIFY = "must-verify"
    HINT = "hint"


@dataclass(frozen=True, slots=True)
class FormFinding:
    """One doubt at one question; `references` are all questions it reads that the form has."""

    rule: Rule
    doubt: Doubt
    strength: FormStrength
    reference: str
    references: tuple[str, ...]


_BY_SEVERITY: Final[Mapping[Severity, FormStrength]] = {
    Severity.ERROR: FormStrength.STOP,
    Severity.HIGH: FormStrength.MUST_VERIFY,
    Severity.MEDIUM: FormStrength.HINT,
    Severity.LOW: FormStrength.HINT,
}
_WHO: Final = ("id_no", "person_name")
_REPEAT_ENTRY: Final = re.compile(r"(/.*\[[0-9]+\])/")


def strength_of(rule: Rule) -> FormStrength:
    """Give the strength of a rule inside a form."""
    strength = _BY_SEVERITY[rule.severity]
    if strength is FormStrength.HINT and rule.default_action is DefaultAction.STOP_ENTRY:
        return FormStrength.MUST_VERIFY
    return strength


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands beside the answers: fields the record has, and fields whose question has another name."""

    fields: Mapping[str, FieldValue] = field(default_factory=dict)
    references: Mapping[str, str] = field(default_factory=dict)


_NOTHING_BESIDE: Final = Beside()


def check_answers(
    pack: RulePack,
    answers: Mapping[str, str],
    *,
    subject_id: str,
    context: RuleContext,
    beside: Beside = _NOTHING_BESIDE,
) -> tuple[FormFinding, ...]:
    """Check the relevant answers of a form, by reference; each entry of a repeat is a record of its own.

    An entry is read together with the answers around it, such as the place of the household,
    and the other entries are its household. A finding about the answers around is given once.
    What the record says `beside` the answers is read too, but for an entry that asks who it is
    about; a finding is only given where the form asks one of the fields it reads.
    """
    records = _records(answers)
    found: dict[tuple[str, str], FormFinding] = {}
    for entry, asked in records.items():
        others = [_fields(other, answers) for place, other in records.items() if _are_apart(entry, place)]
        around = replace(context, household=(*context.household, *others))
        near = _NOTHING_BESIDE if _says_who(entry, asked) else beside
        record = {**near.references, **asked}
        fields = {**near.fields, **_fields(record, answers)}
        for finding in _findings(pack, record, fields, subject_id=subject_id, context=around):
            found.setdefault((finding.rule.id, finding.reference), finding)
    return tuple(found.values())


def _findings(
    pack: RulePack,
    record: Mapping[str, str],
    fields: Mapping[str, FieldValue],
    *,
    subject_id: str,
    context: RuleContext,
) -> Iterator[FormFinding]:
    for doubt in check(pack, fields, subject_id=subject_id, context=context):
        rule = pack.rules[doubt.rule_id]
        references = tuple(record[name] for name in rule.fields if name in record)
        if references and rule.default_action is not DefaultAction.HINT_ONLY:
            yield FormFinding(rule, doubt, strength_of(rule), references[0], references)


def _says_who(entry: str, asked: Mapping[str, str]) -> bool:
    """Tell whether an entry asks itself who it is about; then the record at hand is not about it."""
    return bool(entry) and any(asked.get(name, "").startswith(f"{entry}/") for name in _WHO)


def _fields(record: Mapping[str, str], answers: Mapping[str, str]) -> Mapping[str, str]:
    return {name: answers[reference] for name, reference in record.items()}


def _records(answers: Mapping[str, str]) -> Mapping[str, Mapping[str, str]]:
    """Give the reference of each field, by entry: fields are named as the questions are."""
    places = {reference: _entry(reference) for reference in answers}
    entries = [entry for entry in dict.fromkeys(places.values()) if entry] or [""]
    return {
        entry: {_leaf(reference): reference for reference in answers if _is_around(places[reference], entry)}
        for entry in entries
    }


def _is_around(place: str, entry: str) -> bool:
    return f"{entry}/".startswith(f"{place}/")


def _are_apart(entry: str, other: str) -> bool:
    return not (_is_around(entry, other) or _is_around(other, entry))


def _entry(reference: str) -> str:
    """Name the innermost entry of a repeat an answer stands in; blank outside of all."""
    found = _REPEAT_ENTRY.match(reference)
    return "" if found is None else found[1]


def _leaf(reference: str) -> str:
    return reference.rpartition("/")[2]
