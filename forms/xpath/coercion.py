"""XPath 1.0's conversions between text, numbers, booleans and node-sets, as ODK bends them.

Two rules differ from XPath 1.0. A written date is a number of days, so dates can
be compared and subtracted. A node-set without nodes is a blank answer in
comparisons, because a question that is not relevant, or gone, was not answered.
"""

import math
import operator
from collections.abc import Callable
from typing import Final

from forms.instance.moments import days_of_text
from forms.instance.node import Node
from forms.instance.values import ValueType, read_number, write_number
from forms.xpath.context import Value

_ORDER: Final[dict[str, Callable[[float, float], bool]]] = {
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_FALSE_TEXTS: Final = frozenset({"", "0", "false"})


def to_text(value: Value) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return value[0].read() if value else ""
    return write_number(value)


def text_to_number(text: str) -> float:
    """Read a number, or the days of a written date."""
    number = read_number(text)
    return days_of_text(text) if math.isnan(number) else number


def to_number(value: Value) -> float:
    if isinstance(value, bool):
        return 1.0 if value else 0.0
    if isinstance(value, float):
        return value
    return text_to_number(to_text(value))


def to_boolean(value: Value) -> bool:
    """Tell whether a value counts as true; a node counts by its answer, not by being there."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        return value != ""
    if isinstance(value, list):
        return bool(value) and _node_is_true(value[0])
    return value != 0 and not math.isnan(value)


def _node_is_true(node: Node) -> bool:
    if node.children:
        return True
    text = node.read()
    if node.shape.bind.value_type in {ValueType.INTEGER, ValueType.DECIMAL}:
        number = read_number(text)
        return number != 0 and not math.isnan(number)
    return text not in _FALSE_TEXTS


def compare(symbol: str, left: Value, right: Value) -> bool:
    """Compare two values; with node-sets it is enough that one pair fits."""
    if isinstance(left, list) and not isinstance(right, bool):
        if len(left) > 1:
            return any(compare(symbol, node.read(), right) for node in left)
        left = left[0].read() if left else ""
    if isinstance(right, list) and not isinstance(left, bool):
        if len(right) > 1:
            return any(compare(symbol, left, node.read()) for node in right)
        right = right[0].read() if right else ""
    if symbol in _ORDER:
        return _ORDER[symbol](to_number(left), to_number(right))
    return _is_equal(left, right) == (symbol == "=")


def _is_equal(left: Value, right: Value) -> bool:
    if isinstance(left, bool) or isinstance(right, bool):
        return to_boolean(left) == to_boolean(right)
    if isinstance(left, float) or isinstance(right, float):
        return to_number(left) == to_number(right)
    return left == right
