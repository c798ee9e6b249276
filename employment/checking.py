"""Running a rule pack over one record: fields and context in, doubts out, nothing else.

The device calls this while a form is filled and the platform when it arrives; with the same
pack, fields and context both get the same doubts in the same order.
"""

from collections.abc import Mapping

from employment.doubt import Doubt
from employment.person import FieldValue
from employment.rule_pack import Rule, RulePack
from employment.rules.case import RuleCase, RuleContext
from employment.rules.registry import RULE_CHECKS


def check(
    pack: RulePack, fields: Mapping[str, FieldValue], *, subject_id: str, context: RuleContext
) -> tuple[Doubt, ...]:
    """Run every rule of the pack on one record and give the doubts, by rule id."""
    case = RuleCase(subject_id=subject_id, fields=fields, context=context)
    return tuple(doubt for _, rule in sorted(pack.rules.items()) if (doubt := _doubt(rule, case)) is not None)


def _doubt(rule: Rule, case: RuleCase) -> Doubt | None:
    evidence = RULE_CHECKS[rule.id](case)
    if evidence is None:
        return None
    return Doubt(rule_id=rule.id, subject_id=case.subject_id, severity=rule.severity, evidence=evidence)
