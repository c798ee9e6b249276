"""Predicates compiled to closures, and the index that makes long lists quick.

`[column = expression]` over the rows of a list is looked up by hash, when the
expression does not depend on the row: a cascade over 20,000 rows would otherwise
be scanned again at every keystroke.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from forms.instance.node import Node
from forms.xform.shape import NO_SHAPE
from forms.xpath.coercion import to_boolean, to_text
from forms.xpath.compiled import Evaluate
from forms.xpath.context import Context, Value
from forms.xpath.expression import Axis, Call, Chain, Expression, Filter, Negation, Path, Union

if TYPE_CHECKING:  # the compiler calls us
    from forms.xpath.compiler import Compiler

Select = Callable[[list[Node], Context], list[Node]]
_ROW_FUNCTIONS = frozenset({"position", "last"})
_MIN_ROWS_TO_INDEX = 16


def compile_predicate(predicate: Expression, compiler: "Compiler") -> Select:
    """Compile one predicate into a filter of candidates."""
    scan = _scan(compiler.compile(predicate))
    indexable = _column_and_key(predicate)
    if indexable is None:
        return scan
    column, key = indexable
    return _look_up(column, compiler.compile(key), scan)


def _scan(evaluate: Evaluate) -> Select:
    def select(candidates: list[Node], context: Context) -> list[Node]:
        size = len(candidates)
        return [
            node
            for number, node in enumerate(candidates, start=1)
            if _holds(evaluate(context.inside(node, position=number, size=size)), number)
        ]

    return select


def _holds(value: Value, number: int) -> bool:
    if isinstance(value, float):
        return value == number
    return to_boolean(value)


def _look_up(column: str, evaluate_key: Evaluate, scan: Select) -> Select:
    def select(candidates: list[Node], context: Context) -> list[Node]:
        if len(candidates) < _MIN_ROWS_TO_INDEX or candidates[0].shape is not NO_SHAPE:
            return scan(candidates, context)
        key = evaluate_key(context)
        if isinstance(key, float | bool) or (isinstance(key, list) and len(key) > 1):
            return scan(candidates, context)
        # Rows never change, but an earlier predicate may have thinned them out.
        whole = candidates[0].parent
        if whole is None or len(candidates) != len(whole.children):
            return scan(candidates, context)
        return whole.children_where(column, to_text(key))

    return select


def _column_and_key(predicate: Expression) -> tuple[str, Expression] | None:
    if not isinstance(predicate, Chain) or len(predicate.rest) != 1:
        return None
    symbol, right = predicate.rest[0]
    if symbol != "=":
        return None
    for column, key in ((predicate.first, right), (right, predicate.first)):
        name = _column(column)
        if name is not None and not _depends_on_row(key):
            return name, key
    return None


def _column(expression: Expression) -> str | None:
    if not isinstance(expression, Path) or expression.is_absolute or expression.start is not None:
        return None
    if len(expression.steps) != 1:
        return None
    step = expression.steps[0]
    is_plain = step.axis is Axis.CHILD and not step.predicates and not step.name.endswith((")", "*"))
    return step.name if is_plain else None


def _depends_on_row(expression: Expression) -> bool:
    match expression:
        case Path():
            if expression.start is not None:
                return _depends_on_row(expression.start)
            return not expression.is_absolute
        case Call():
            return expression.name in _ROW_FUNCTIONS or any(map(_depends_on_row, expression.arguments))
        case Chain():
            return any(map(_depends_on_row, [expression.first, *(each for _, each in expression.rest)]))
        case Filter():
            return _depends_on_row(expression.primary)
        case Negation():
            return _depends_on_row(expression.operand)
        case Union():
            return any(map(_depends_on_row, expression.operands))
        case _:
            return False
