"""A saved session goes on in another version of its form, and no answer is lost on the way.

Answers are placed by name and entry. What has no place, does not fit its new type
or is no longer offered is left over: kept with the session and in its drafts, with
the reason, until somebody has looked at it. The form is then computed anew; the
actions of its first load do not run again.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from forms.instance.growth import complete, is_attached
from forms.instance.node import Node
from forms.instance.reference import reference_of
from forms.instance.serialisation import add_attribute_of
from forms.instance.values import spell
from forms.namespaces import local_name
from forms.session.filling import Filling
from forms.session.storing import keep_written_items
from forms.views import SELECTS, LeftOver, LeftOverReason, MovePreview, QuestionKind
from forms.xform.definition import FormDefinition
from forms.xform.reader import Element, attributes_of
from forms.xform.shape import Shape

_OF_THE_FORM: Final = frozenset({"id", "version", "xmlns"})  # attributes of the root name the form itself


@dataclass(frozen=True, slots=True)
class Placed:
    """An answer that found its node."""

    node: Node
    reference: str  # as it was in the old session
    text: str


class Placement:
    """Puts the answers of an old document into the shapes of a new form."""

    def __init__(self, definition: FormDefinition) -> None:
        self.document = Node("", shape=definition.document)
        self.placed: list[Placed] = []
        self.left_over: list[LeftOver] = []
        self._known: set[Shape] = set()
        self._definition = definition

    def place(self, root: Element) -> None:
        """Place everything below the root, then complete the tree with what is new in the form."""
        # The root is the root, whatever a version calls it.
        self._place_as(self._definition.root, root, self.document, f"/{local_name(root.tag)}")
        complete(self.document)
        defaults = {node.shape: node.text for node in self._definition.prototype.walk_all()}
        for node in self.document.walk_all():
            if node.shape not in self._known and not node.text:
                node.text = spell(defaults.get(node.shape, ""), node.shape.bind.value_type) or ""

    def _place(self, element: Element, parent: Node, reference: str) -> None:
        shape = parent.shape.children.get(local_name(element.tag))
        if shape is None:
            self._leave(element, reference, LeftOverReason.GONE)
            return
        if not shape.is_repeat and parent.children_named(shape.name):
            self._leave(element, reference, LeftOverReason.NO_REPEAT)
            return
        self._place_as(shape, element, parent, reference)

    def _place_as(self, shape: Shape, element: Element, parent: Node, reference: str) -> None:
        node = Node(shape.name, namespace=shape.namespace, parent=parent, shape=shape)
        parent.append(node)
        self._known.add(shape)
        self._place_attributes(element, node, reference)
        if shape.is_leaf:
            self._place_text(element, node, reference)
            return
        if len(element) == 0 and _has_text(element):
            self.left_over.append(LeftOver(reference, element.text or "", LeftOverReason.NO_QUESTION))
        for child, below in _children(element, reference):
            self._place(child, node, below)

    def _place_text(self, element: Element, node: Node, reference: str) -> None:
        if len(element):
            for child, below in _children(element, reference):
                self._leave(child, below, LeftOverReason.GONE)
            return
        self._put(node, element.text or "", reference)

    def _place_attributes(self, element: Element, node: Node, reference: str) -> None:
        for qualified, value in attributes_of(element).items():
            name = local_name(qualified)
            shape = node.shape.attributes.get(name)
            is_own = node.parent is self.document and name in _OF_THE_FORM
            if shape is not None:
                attribute = add_attribute_of(node, shape)
                self._known.add(shape)
                if is_own:
                    attribute.text = shape.default
                else:
                    self._put(attribute, value, f"{reference}/@{name}")

    def _put(self, node: Node, text: str, reference: str) -> None:
        spelled = _spell(text, node.shape)
        if spelled is None:
            self.left_over.append(LeftOver(reference, text, LeftOverReason.OTHER_TYPE))
            return
        # Choices found in a list are looked up when the form settles.
        node.text = keep_written_items(node, spelled)
        if text.strip():
            self.placed.append(Placed(node, reference, text))

    def _leave(self, element: Element, reference: str, reason: LeftOverReason) -> None:
        if len(element) == 0 and _has_text(element):
            self.left_over.append(LeftOver(reference, element.text or "", reason))
        for child, below in _children(element, reference):
            self._leave(child, below, reason)


def find_displaced(filling: Filling, placed: list[Placed]) -> Iterator[LeftOver]:
    """Give the answers that computing the new form took away again; what it computes itself is not one."""
    for each in placed:
        if each.node.shape.bind.calculate is not None:
            continue
        if not is_attached(each.node, filling.document):
            yield LeftOver(each.reference, each.text, LeftOverReason.NO_ENTRY)
        elif each.node.text != _spell(each.text, each.node.shape):
            yield LeftOver(each.reference, each.text, LeftOverReason.NOT_OFFERED)


def preview(
    filling: Filling, placed: list[Placed], *, left: tuple[LeftOver, ...], moved_from: str
) -> MovePreview:
    """Say what fits, what does not, and what the old version did not ask."""
    taken_away = {each.reference for each in left}
    kept = [each for each in placed if each.reference not in taken_away]
    with_answer = {each.node for each in placed}
    asked = (node for node in filling.root.walk() if node.shape.question is not None)
    return MovePreview(
        from_version=moved_from,
        to_version=filling.definition.version,
        kept=tuple(each.reference for each in kept),
        left_over=left,
        open_questions=tuple(
            reference_of(node)
            for node in asked
            if node.is_relevant and not node.text and node not in with_answer
        ),
    )


def _spell(text: str, shape: Shape) -> str | None:
    if shape.question is not None and shape.question.kind in SELECTS:
        # One choice is kept as it is offered, spaces inside it too.
        return text.strip() if shape.question.kind is QuestionKind.SELECT_ONE else " ".join(text.split())
    return spell(text, shape.bind.value_type)


def _has_text(element: Element) -> bool:
    return bool((element.text or "").strip())


def _children(element: Element, reference: str) -> Iterator[tuple[Element, str]]:
    """The children with their references; a position where there are several of one name."""
    names = [local_name(child.tag) for child in element]
    for number, (child, name) in enumerate(zip(element, names, strict=True)):
        position = names[:number].count(name) + 1
        is_one_of_several = names.count(name) > 1
        yield child, f"{reference}/{name}[{position}]" if is_one_of_several else f"{reference}/{name}"
