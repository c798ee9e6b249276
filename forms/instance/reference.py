"""References people and screens use, and the nodes they mean.

`/survey/member[2]/age`: local names, a position on every entry of a repeat, `@`
before an attribute. The same answer has the same reference in every session.
"""

import re
from collections.abc import Iterator
from typing import Final

from forms.errors import QuestionUnknownError
from forms.instance.node import Node
from forms.xform.shape import Shape

_PART: Final = re.compile(r"([^\[\]/]+)(?:\[(\d{1,6})\])?")


def reference_of(node: Node) -> str:
    """Spell the canonical reference of a live node."""
    parts: list[str] = []
    current: Node | None = node
    while current is not None and current.parent is not None:
        parts.append(_part(current))
        current = current.parent
    return "/" + "/".join(reversed(parts))


def _part(node: Node) -> str:
    shape = node.shape
    if shape.parent is not None and shape.parent.attributes.get(node.name) is shape:
        return f"@{node.name}"
    return f"{node.name}[{node.position()}]" if shape.is_repeat else node.name


def find_node(document: Node, reference: str) -> Node:
    """Find the node of a reference; an entry without a position is the first.

    Raises:
        QuestionUnknownError: there is no such node now.

    """
    node: Node | None = document
    for part in reference.strip().lstrip("/").split("/"):
        node = _step(node, part) if node is not None else None
    if node is None or node is document:
        raise QuestionUnknownError(reference=reference)
    return node


def _step(node: Node, part: str) -> Node | None:
    if part.startswith("@"):
        return node.attributes.get(part[1:])
    name, position = part, 1
    if not part.isidentifier():  # it has a position, or a name with a dash
        match = _PART.fullmatch(part)
        if match is None:
            return None
        name, position = match.group(1), int(match.group(2) or 1)
    entries = node.children_named(name)
    return entries[position - 1] if 1 <= position <= len(entries) else None


def nodes_below(node: Node, shape: Shape) -> Iterator[Node]:
    """Give the nodes of a shape at or below a node, in document order."""
    if node.shape is shape:
        yield node
        return
    if shape.parent is None:
        return
    for above in nodes_below(node, shape.parent):
        if shape.parent.attributes.get(shape.name) is shape:
            yield from (each for each in above.attributes.values() if each.shape is shape)
        else:
            yield from (child for child in above.children_named(shape.name) if child.shape is shape)
