"""XPath 1.0's own functions on nodes, booleans and conversions."""

import math
from typing import Final

from forms.instance.node import Node
from forms.instance.values import read_number
from forms.namespaces import XML
from forms.xpath.coercion import text_to_number, to_boolean, to_number, to_text
from forms.xpath.context import Context, Value
from forms.xpath.functions.signature import Function, nodes_of


def _number(context: Context, value: Value | None = None) -> Value:
    given = [context.node] if value is None else value
    if isinstance(given, bool | float):
        return to_number(given)
    text = to_text(given)
    number = read_number(text)
    # A written moment counts whole days here; comparisons keep its time of day.
    return number if not math.isnan(number) else _whole(text_to_number(text))


def _whole(number: float) -> float:
    return float(math.floor(number)) if math.isfinite(number) else number


def _string(context: Context, value: Value | None = None) -> Value:
    return to_text([context.node] if value is None else value)


def _boolean(_context: Context, value: Value) -> Value:
    return to_boolean(value)


def _boolean_from_string(_context: Context, value: Value) -> Value:
    return to_text(value) in {"true", "1"}


def _count(_context: Context, nodes: Value) -> Value:
    return float(len(nodes_of(nodes)))


def _count_non_empty(_context: Context, nodes: Value) -> Value:
    return float(sum(1 for node in nodes_of(nodes) if node.read() != ""))


def _position(context: Context, nodes: Value | None = None) -> Value:
    if nodes is None:
        return float(context.position)
    found = nodes_of(nodes)
    return float(found[0].position()) if found else math.nan


def _last(context: Context) -> Value:
    return float(context.size)


def _local_name(context: Context, nodes: Value | None = None) -> Value:
    found = [context.node] if nodes is None else nodes_of(nodes)
    return found[0].name if found else ""


def _namespace_uri(context: Context, nodes: Value | None = None) -> Value:
    found = [context.node] if nodes is None else nodes_of(nodes)
    return found[0].namespace if found else ""


def _lang(context: Context, wanted: Value) -> Value:
    """Tell whether the nearest `xml:lang` at or above names the language or one of its kinds (§4.3)."""
    node: Node | None = context.node
    while node is not None:
        written = node.attributes.get("lang")
        if written is not None and written.namespace == XML:
            language, asked = written.text.lower(), to_text(wanted).lower()
            return language == asked or language.startswith(f"{asked}-")
        node = node.parent
    return False


def _id(context: Context, wanted: Value) -> Value:
    """Find nodes by `xml:id`; without a document type no other attribute is an id (§4.1)."""
    texts = [node.read() for node in wanted] if isinstance(wanted, list) else [to_text(wanted)]
    names = {name for text in texts for name in text.split()}
    return [node for node in context.world.document.walk() if _xml_id(node) in names]


def _xml_id(node: Node) -> str | None:
    written = node.attributes.get("id")
    return written.text if written is not None and written.namespace == XML else None


CORE: Final = {
    "boolean": Function(1, 1, _boolean),
    "boolean-from-string": Function(1, 1, _boolean_from_string),
    "count": Function(1, 1, _count),
    "count-non-empty": Function(1, 1, _count_non_empty),
    "false": Function(0, 0, lambda _context: False),
    "id": Function(1, 1, _id),
    "lang": Function(1, 1, _lang),
    "last": Function(0, 0, _last),
    "local-name": Function(0, 1, _local_name),
    "name": Function(0, 1, _local_name),
    "namespace-uri": Function(0, 1, _namespace_uri),
    "not": Function(1, 1, lambda _context, value: not to_boolean(value)),
    "number": Function(0, 1, _number),
    "position": Function(0, 1, _position),
    "string": Function(0, 1, _string),
    "true": Function(0, 0, lambda _context: True),
}
