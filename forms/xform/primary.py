"""The primary instance: its shapes, and the answers a new filling starts with.

Siblings of one name share a shape. A `jr:template` gives a repeat its shape and
its defaults but no entry; without one the first entry is the shape and further
entries start blank, as the reference clients do.
"""

from forms.instance.node import Node
from forms.namespaces import OPENROSA, jr, local_name, namespace_of
from forms.xform.reader import Element, attributes_of, text_of
from forms.xform.shape import Shape

_TEMPLATE = jr("template")


def read_primary(root: Element) -> tuple[Shape, Node]:
    """Build the document's shape and the document node of the prototype."""
    document = Shape("")
    _ShapeReader().read(root, document, in_template=False)
    prototype = Node("", shape=document)
    _read_node(root, prototype)
    _ensure_instance_id(document)
    return document, prototype


class _ShapeReader:
    """Reads shapes; remembers which ones a template around them has already shown."""

    def __init__(self) -> None:
        self._shown_in_template: set[Shape] = set()

    def read(self, element: Element, parent: Shape, *, in_template: bool) -> None:
        name = local_name(element.tag)
        is_template = element.get(_TEMPLATE) is not None
        shape = parent.children.get(name)
        if shape is None:
            shape = Shape(name, namespace_of(element.tag), parent)
            parent.children[name] = shape
            shape.starts_empty = is_template
        # A new entry of the outer repeat is made after its template: entries of its first entry do not count.
        elif not is_template and (in_template or shape not in self._shown_in_template):
            shape.starts_empty = False
        if in_template:
            self._shown_in_template.add(shape)
        shape.is_repeat = shape.is_repeat or is_template
        in_template = in_template or is_template
        if in_template:
            shape.default = text_of(element)
        for qualified, value in attributes_of(element).items():
            if qualified != _TEMPLATE:
                _read_attribute(qualified, value, shape)
        for child in element:
            self.read(child, shape, in_template=in_template)


def _read_attribute(qualified: str, value: str, owner: Shape) -> None:
    name = local_name(qualified)
    if name not in owner.attributes:
        attribute = Shape(name, namespace_of(qualified), owner)
        attribute.default = value
        owner.attributes[name] = attribute


def _read_node(element: Element, parent: Node) -> None:
    shape = parent.shape.children[local_name(element.tag)]
    node = Node(shape.name, namespace=shape.namespace, parent=parent, shape=shape)
    node.text = text_of(element)
    for qualified, value in attributes_of(element).items():
        attribute_shape = shape.attributes.get(local_name(qualified))
        if attribute_shape is not None:
            add_attribute(node, attribute_shape, value)
    for child in element:
        if child.get(_TEMPLATE) is None:
            _read_node(child, node)
    parent.append(node)


def add_attribute(node: Node, shape: Shape, text: str) -> Node:
    attribute = Node(shape.name, namespace=shape.namespace, parent=node, shape=shape)
    attribute.text = text
    node.set_attribute(attribute)
    return attribute


def _ensure_instance_id(document: Shape) -> None:
    """Every submission carries `meta/instanceID`, whether or not the form's author wrote it."""
    root = next(iter(document.children.values()))
    meta = root.children.setdefault("meta", Shape("meta", OPENROSA, root))
    meta.children.setdefault("instanceID", Shape("instanceID", meta.namespace, meta))
