"""How the tree of answers begins and grows: copies of the prototype, new entries, entries removed."""

from forms.instance.node import Node
from forms.xform.shape import Shape


def copy_tree(node: Node, parent: Node | None = None) -> Node:
    """Copy a node with everything below it."""
    copy = Node(node.name, namespace=node.namespace, parent=parent, shape=node.shape)
    copy.text = node.text
    for attribute in node.attributes.values():
        _add_attribute(copy, attribute.shape, attribute.text)
    copy.children = [copy_tree(child, copy) for child in node.children]
    return copy


def blank_node(shape: Shape, parent: Node) -> Node:
    """Make a node of a shape with its defaults, and everything an empty form has below it."""
    node = Node(shape.name, namespace=shape.namespace, parent=parent, shape=shape)
    node.text = shape.default
    for attribute in shape.attributes.values():
        _add_attribute(node, attribute, attribute.default)
    node.children = [
        blank_node(child, node)
        for child in shape.children.values()
        if not (child.is_repeat and (child.starts_empty or child.count is not None))
    ]
    return node


def _add_attribute(node: Node, shape: Shape, text: str) -> None:
    attribute = Node(shape.name, namespace=shape.namespace, parent=node, shape=shape)
    attribute.text = text
    node.set_attribute(attribute)


def complete(node: Node) -> None:
    """Add the nodes the form has and this tree lacks, each at its place."""
    present = {child.shape for child in node.children}
    for child in node.children:
        complete(child)
    for child_shape in node.shape.children.values():
        if child_shape not in present and not child_shape.is_repeat:
            insert(blank_node(child_shape, node))
    for attribute in node.shape.attributes.values():
        if attribute.name not in node.attributes:
            _add_attribute(node, attribute, "")


def insert(node: Node) -> None:
    """Put a node among its parent's children, after all that come before it in the form."""
    parent = node.parent
    if parent is None:
        raise RuntimeError("a node is inserted where it belongs")
    order = {shape: number for number, shape in enumerate(parent.shape.children.values())}
    own = order[node.shape]
    place = sum(1 for child in parent.children if order.get(child.shape, 0) <= own)
    parent.insert(place, node)


def add_entry(shape: Shape, parent: Node) -> Node:
    """Append an entry to a repeat."""
    entry = blank_node(shape, parent)
    entry.is_relevant = parent.is_relevant
    insert(entry)
    return entry


def remove_entry(entry: Node) -> None:
    """Take an entry out; whoever still holds one of its nodes sees that it stands nowhere."""
    if entry.parent is not None:
        entry.parent.remove(entry)
        entry.parent = None


def return_entry(entry: Node, parent: Node) -> None:
    """Put an entry that was taken out back as the last of its repeat, with what is written in it."""
    entry.parent = parent
    insert(entry)


def is_attached(node: Node, document: Node) -> bool:
    current: Node | None = node
    while current is not None and current is not document:
        current = current.parent
    return current is document
