"""Every node of a filling as it stands, for readers that compare, print or archive a whole state.

A screen asks question by question; a comparison of engines, `quancai form run` and
a test want everything at once, groups, attributes and calculated values included.
"""

from collections.abc import Iterator

from forms.instance.node import Node
from forms.instance.reference import reference_of
from forms.session.choices import offered_choices
from forms.session.filling import Filling
from forms.session.validity import is_readonly, is_required, meets_constraint
from forms.session.wording import Wording
from forms.views import SELECTS, NodeView


def view_nodes(filling: Filling, words: Wording) -> Iterator[NodeView]:
    """Give the nodes in document order, attributes after their element."""
    return (_view(filling, node, words) for node in filling.root.walk_all())


def _view(filling: Filling, node: Node, words: Wording) -> NodeView:
    question = node.shape.question if node.is_relevant and not node.children else None
    has_constraint = node.shape.bind.constraint is not None and node.is_relevant
    return NodeView(
        reference=reference_of(node),
        is_leaf=not node.children,
        value="" if node.children else node.text,
        is_relevant=node.is_relevant,
        is_required=is_required(filling, node),
        is_readonly=is_readonly(filling, node),
        meets_constraint=meets_constraint(filling, node) if has_constraint else None,
        kind=question.kind if question is not None else None,
        label=words.render(question.label, node) if question is not None else "",
        choices=(
            offered_choices(filling, node, words)
            if question is not None and question.kind in SELECTS
            else None
        ),
    )
