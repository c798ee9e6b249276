"""What is asked of a form before it is finished, and again when it arrives: one function for both ends.

The officer hears a rule's doubt at the review and mends the answer, or says that it is true all
the same; the platform asks the same rules about the same answers and believes nobody's word
that nothing was found. A doubt the officer looked at again is the office's to believe: it
sends nobody for it. Only doubts these answers raise can be answered so; what the platform
knows besides, such as months of insurance, takes the verification form.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from employment.answers import person_edits
from employment.form_strengths import Beside, FormFinding, FormStrength, check_answers
from employment.person import FieldValue
from employment.rule_pack import RulePack
from employment.rules.case import RuleContext
from employment.tables import shipped_answer_table


@dataclass(frozen=True, slots=True)
class AnsweredAbout:
    """The record a form is about as it was before; no fields where there is none."""

    id: str
    fields: Mapping[str, FieldValue]


def review_answers(
    pack: RulePack, answers: Mapping[str, str], *, about: AnsweredAbout, context: RuleContext
) -> tuple[FormFinding, ...]:
    """Ask every rule about the answers of a form and the record as they would leave it.

    `answers` are the relevant ones by reference, blank where a question was left blank, and
    `context.household` the other members as recorded.
    What the form only shows, such as a name to recognise somebody by, is read and never remarked
    upon: nobody at the door could mend it.
    """
    table = shipped_answer_table()
    shown = table.only_shown(answers)
    given = {reference: text for reference, text in answers.items() if text}
    after = {
        **about.fields,
        **{field: given[reference] for reference, field in shown.items() if reference in given},
        **person_edits(given, about=about.fields),
    }
    # A question this form does not ask was not left blank in it.
    known = {name: value for name, value in after.items() if value not in (None, "")}
    beside = Beside(known, table.corrections(given))
    asked = {reference: text for reference, text in answers.items() if reference not in shown}
    return check_answers(pack, asked, subject_id=about.id, context=context, beside=beside)


def stopping(findings: Iterable[FormFinding]) -> tuple[FormFinding, ...]:
    """Give the findings with which a form can not be finished."""
    return tuple(each for each in findings if each.strength is FormStrength.STOP)


def verified(findings: Iterable[FormFinding], confirmed: Iterable[tuple[str, str]]) -> frozenset[str]:
    """Name the rules whose doubts an officer has looked at again: all of them, at every question.

    `confirmed` are pairs of a rule id and the reference of the question.
    """
    said = frozenset(confirmed)
    asked = [each for each in findings if each.strength is FormStrength.MUST_VERIFY]
    open_rules = {each.rule.id for each in asked if (each.rule.id, each.reference) not in said}
    return frozenset(each.rule.id for each in asked) - open_rules
