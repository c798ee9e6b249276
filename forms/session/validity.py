"""Which answers may not stay as they are: at most one violation a question.

A blank answer is only ever missing, never wrong; a question that is not relevant
is neither. How much a constraint holds up is the form's word (`qz:strength`).
"""

from typing import Final

from forms.instance.node import Node
from forms.instance.reference import reference_of
from forms.instance.values import spell
from forms.session.choices import offered_values
from forms.session.filling import Filling
from forms.session.wording import Wording
from forms.validators import Judgement, gravest
from forms.views import SELECTS, QuestionKind, Strength, Violation
from forms.xpath.coercion import to_boolean, to_text

REQUIRED: Final = "answer-required"
REFUSED: Final = "answer-refused"
NOT_OFFERED: Final = "answer-not-offered"
WRONG_TYPE: Final = "answer-wrong-type"


def find_violation(filling: Filling, node: Node, words: Wording) -> Violation | None:
    """Check one question."""
    if not node.is_relevant:
        return None
    bind = node.shape.bind
    if not node.text:
        if not is_required(filling, node):
            return None
        return _violation(node, REQUIRED, words.render(bind.required_message, node))
    if not _is_of_its_type(node):
        return _violation(node, WRONG_TYPE, "")
    if not _is_offered(filling, node):
        return _violation(node, NOT_OFFERED, "")
    if not meets_constraint(filling, node):
        message = words.render(bind.constraint_message, node)
        return _violation(node, REFUSED, message, strength=_strength(node))
    verdict = gravest(_verdicts(filling, node))
    if verdict is None:
        return None
    return Violation(reference_of(node), verdict.strength, verdict.code, verdict.message)


def _verdicts(filling: Filling, node: Node) -> list[Judgement]:
    """Ask the validators; not about what the form keeps, which nobody at the door could mend."""
    if node.shape.bind.validators and is_readonly(filling, node):
        return []
    given = (
        call.validator(*(to_text(filling.evaluate(argument, node)) for argument in call.arguments))
        for call in node.shape.bind.validators
    )
    return [verdict for verdict in given if verdict is not None]


def is_required(filling: Filling, node: Node) -> bool:
    expression = node.shape.bind.required
    return expression is not None and to_boolean(filling.evaluate(expression, node))


def is_readonly(filling: Filling, node: Node) -> bool:
    """Whether the form keeps this answer, or a group around it, from being written."""
    current: Node | None = node
    while current is not None:
        expression = current.shape.bind.readonly
        if expression is not None and to_boolean(filling.evaluate(expression, current)):
            return True
        current = current.parent
    return False


def meets_constraint(filling: Filling, node: Node) -> bool:
    expression = node.shape.bind.constraint
    return expression is None or not node.text or to_boolean(filling.evaluate(expression, node))


def is_stopped(filling: Filling, node: Node) -> bool:
    """Whether the constraint of the question refuses the answer that stands there."""
    return node.is_relevant and not meets_constraint(filling, node) and _strength(node) is Strength.STOP


def _is_of_its_type(node: Node) -> bool:
    question = node.shape.question
    # A list of numbers is no number; its parts are judged by what is offered.
    if question is not None and question.kind in SELECTS - {QuestionKind.SELECT_ONE}:
        return True
    return spell(node.text, node.shape.bind.value_type) is not None


def _is_offered(filling: Filling, node: Node) -> bool:
    question = node.shape.question
    if question is None or question.kind not in SELECTS:
        return True
    chosen = {node.text} if question.kind is QuestionKind.SELECT_ONE else set(node.text.split())
    return chosen <= offered_values(filling, node).keys()


def _strength(node: Node) -> Strength:
    written = node.shape.bind.extras.get("qz:strength", Strength.STOP)
    return Strength(written) if written in set(Strength) else Strength.STOP


def _violation(node: Node, code: str, message: str, *, strength: Strength = Strength.STOP) -> Violation:
    return Violation(reference_of(node), strength, code, message)
