"""One live node → the view of its question."""

from types import MappingProxyType
from typing import Final

from forms.errors import QuestionUnknownError
from forms.instance.node import Node
from forms.instance.reference import reference_of
from forms.instance.values import ValueType
from forms.session.choices import offered_choices
from forms.session.filling import Filling
from forms.session.validity import find_violation, is_readonly, is_required
from forms.session.wording import Wording
from forms.views import QuestionKind, QuestionView
from forms.xform.controls import Question

_ALWAYS: Final = "true()"


def view_question(filling: Filling, node: Node, words: Wording) -> QuestionView:
    """Show a question as it stands now.

    Raises:
        QuestionUnknownError: the node is asked nowhere.

    """
    question = node.shape.question
    if question is None:
        raise QuestionUnknownError(reference=reference_of(node))
    return QuestionView(
        reference=reference_of(node),
        kind=_kind(question, node),
        label=words.render(question.label, node),
        hint=words.render(question.hint, node),
        value=node.text,
        choices=offered_choices(filling, node, words),
        is_required=is_required(filling, node),
        is_readonly=is_readonly(filling, node),
        is_relevant=node.is_relevant,
        appearance=question.appearance,
        violation=find_violation(filling, node, words),
        media=words.media(question.label.text_id),
        binds=MappingProxyType({**node.shape.bind.extras, **question.extras}),
    )


def _kind(question: Question, node: Node) -> QuestionKind:
    """A text nobody can ever write, with nothing in it, is a note: forms write both the same way."""
    bind = node.shape.bind
    is_fixed = bind.readonly is not None and bind.readonly.text.strip() == _ALWAYS
    is_note = is_fixed and not node.text and bind.value_type is ValueType.TEXT
    return QuestionKind.NOTE if is_note and question.kind is QuestionKind.TEXT else question.kind
