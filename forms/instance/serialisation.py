"""Answers ↔ XML.

A submission leaves out what is not relevant; a draft keeps everything. Reading
takes what the form knows, blanks what is missing and passes over the rest, so an
older draft or a pruned submission fits the tree again.
"""

from collections.abc import Sequence
from typing import Final

from lxml import etree

from forms.instance.confirmations import add_confirmations, add_rule_version
from forms.instance.growth import complete
from forms.instance.node import Node
from forms.namespaces import ENTITIES, JAVAROSA, ODK, OPENROSA, QUANCAI, XFORMS, local_name
from forms.views import Confirmation
from forms.xform.reader import Element, attributes_of
from forms.xform.shape import Shape

_PREFIXES: Final = {"orx": OPENROSA, "jr": JAVAROSA, "odk": ODK, "entities": ENTITIES, "qz": QUANCAI}


def write_submission(root: Node, *, confirmations: Sequence[Confirmation] = (), judged_by: str = "") -> bytes:
    """Write the relevant answers, what was verified about them, and by which rules."""
    submission = _write(root, only_relevant=True)
    if confirmations:
        add_confirmations(submission, confirmations)
    if judged_by:
        add_rule_version(submission, judged_by)
    return _encode(submission)


def write_draft(root: Node) -> bytes:
    """Write every answer, relevant or not."""
    return _encode(_write(root, only_relevant=False))


def _encode(element: Element) -> bytes:
    etree.cleanup_namespaces(element)
    return etree.tostring(element, xml_declaration=True, encoding="UTF-8")


def _write(node: Node, *, only_relevant: bool, inside: Element | None = None) -> Element:
    # Only the root names the prefixes: each element naming them costs five times as much.
    name = _qualified(node)
    element = etree.Element(name, nsmap=_PREFIXES) if inside is None else etree.SubElement(inside, name)
    element.text = node.text or None
    for attribute in node.attributes.values():
        if attribute.is_relevant or not only_relevant:
            element.set(_qualified(attribute), attribute.text)
    for child in node.children:
        if child.is_relevant or not only_relevant:
            _write(child, only_relevant=only_relevant, inside=element)
    return element


def _qualified(node: Node) -> str:
    # The form's own namespace is that of its markup, not of the answers in it.
    is_plain = node.namespace in {"", XFORMS}
    return node.name if is_plain else f"{{{node.namespace}}}{node.name}"


def read_answers(root: Element, document: Shape) -> Node:
    """Build the tree of a draft or submission; gives the document node."""
    holder = Node("", shape=document)
    _read(root, holder)
    complete(holder)
    return holder


def _read(element: Element, parent: Node) -> None:
    shape = parent.shape.children.get(local_name(element.tag))
    if shape is None:
        return
    node = Node(shape.name, namespace=shape.namespace, parent=parent, shape=shape)
    parent.append(node)
    if shape.is_leaf:
        node.text = element.text or ""
    for qualified, value in attributes_of(element).items():
        attribute_shape = shape.attributes.get(local_name(qualified))
        if attribute_shape is not None:
            add_attribute_of(node, attribute_shape).text = value
    for child in element:
        _read(child, node)


def add_attribute_of(node: Node, shape: Shape) -> Node:
    """Give a node an attribute of a shape, blank so far."""
    attribute = Node(shape.name, namespace=shape.namespace, parent=node, shape=shape)
    node.set_attribute(attribute)
    return attribute
