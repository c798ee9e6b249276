"""Expression → closure. One `match` over the kinds of expression, one closure each.

Everything that can be known without answers is decided here: which functions
exist and how many arguments they take, which part of a path is shared with the
node, which constants are numbers. What remains runs at every keystroke.
"""

import math
from collections.abc import Callable, Iterable
from functools import lru_cache, partial
from typing import Final

from forms.errors import ExpressionFailedError, FunctionArgumentsError, FunctionUnknownError
from forms.instance.node import Node
from forms.xform.shape import NO_SHAPE, Shape
from forms.xpath.coercion import compare, to_boolean, to_number
from forms.xpath.compiled import Compiled, Evaluate, ReadTexts
from forms.xpath.context import Context, Value
from forms.xpath.expression import Call, Chain, Expression, Filter, Negation, Number, Path, Text, Union
from forms.xpath.functions.registry import FUNCTIONS, Function
from forms.xpath.grammar import parse_expression
from forms.xpath.paths import compile_path
from forms.xpath.predicates import compile_predicate
from forms.xpath.reads import ReadFinder
from forms.xpath.special_forms import SPECIAL_FORMS


def compile_expression(text: str, origin: Shape) -> Compiled:
    """Compile an expression that belongs to the nodes of `origin`.

    Raises:
        FormError: it cannot be parsed, or calls what does not exist.

    """
    expression = parse_expression(text)
    finder = ReadFinder(origin)
    finder.find(expression, finder.own_places())
    is_placeless = "/" not in text and "indexed-repeat" not in text
    evaluate = _compile_placeless(text) if is_placeless else Compiler(text, origin).compile(expression)
    return Compiled(text, evaluate, frozenset(finder.reads))


@lru_cache(maxsize=1024)
def _compile_placeless(text: str) -> Evaluate:
    """Compile `true()` or `. > 0`, the same at every node; forms repeat them by the hundred."""
    return Compiler(text, NO_SHAPE).compile(parse_expression(text))


def compile_for_rows(text: str, *, rows: Expression, origin: Shape) -> Compiled:
    """Compile what is looked up in each row that `rows` gives at nodes of `origin`.

    Raises:
        FormError: it cannot be parsed, or calls what does not exist.

    """
    expression = parse_expression(text)
    finder = ReadFinder(origin)
    places = finder.find(rows, finder.own_places())
    finder.reads.clear()  # those of the rows belong to the rows
    finder.find(expression, places)
    # Rows may stand in a list, whose nodes have no shape: nothing of the path is shared.
    evaluate = Compiler(text, NO_SHAPE).compile(expression)
    return Compiled(text, evaluate, frozenset(finder.reads))


def compile_deciding(text: str, paths: Iterable[Path], origin: Shape) -> tuple[ReadTexts, ...]:
    """Compile paths of an expression at nodes of `origin` so that each gives what its nodes read."""
    compiler = Compiler(text, origin)
    return tuple(compiler.compile_texts(path) for path in paths)


class Compiler:
    """Compiles one expression; `origin` is the shape it belongs to."""

    def __init__(self, text: str, origin: Shape) -> None:
        self.text = text
        self.origin = origin

    def compile(self, expression: Expression) -> Evaluate:
        match expression:
            case Number() | Text():
                return _constant(expression.value)
            case Path():
                return compile_path(expression, self)
            case Chain():
                return self._chain(expression)
            case Negation():
                return _negate(self.compile(expression.operand))
            case Call():
                return self._call(expression)
            case Union():
                return self._union(expression)
            case Filter():
                return self._filter(expression)

    def compile_texts(self, path: Path) -> ReadTexts:
        evaluate = self.compile(path)
        return lambda context: tuple(node.read() for node in self.expect_nodes(evaluate(context)))

    def expect_nodes(self, value: Value) -> list[Node]:
        """Give a node-set.

        Raises:
            ExpressionFailedError: the value is text, a number or a boolean.

        """
        if isinstance(value, list):
            return value
        raise ExpressionFailedError(expression=self.text, problem="not-nodes")

    def _chain(self, chain: Chain) -> Evaluate:
        first = self.compile(chain.first)
        symbols = [symbol for symbol, _ in chain.rest]
        operands = [self.compile(operand) for _, operand in chain.rest]
        if symbols[0] in {"and", "or"}:
            return _logic([first, *operands], decided_by=symbols[0] == "or")
        if symbols[0] in _ARITHMETIC:
            return _arithmetic(first, [(_ARITHMETIC[s], o) for s, o in zip(symbols, operands, strict=True)])
        result = first
        for symbol, operand in zip(symbols, operands, strict=True):
            result = _comparison(symbol, result, operand)
        return result

    def _call(self, call: Call) -> Evaluate:
        special = SPECIAL_FORMS.get(call.name)
        if special is not None:
            self._check_count(call, special.minimum, special.maximum)
            return special.compile(call, self)
        function = FUNCTIONS.get(call.name)
        if function is None:
            raise FunctionUnknownError(function=call.name, expression=self.text)
        self._check_count(call, function.minimum, function.maximum)
        return self._apply(function, [self.compile(argument) for argument in call.arguments])

    def _check_count(self, call: Call, minimum: int, maximum: int | None) -> None:
        given = len(call.arguments)
        if given < minimum or (maximum is not None and given > maximum):
            raise FunctionArgumentsError(function=call.name, expression=self.text, given=str(given))

    def _apply(self, function: Function, arguments: list[Evaluate]) -> Evaluate:
        run, text = function.run, self.text

        def evaluate(context: Context) -> Value:
            try:
                return run(context, *[argument(context) for argument in arguments])
            except (ValueError, OverflowError, TypeError, ArithmeticError) as error:
                raise ExpressionFailedError(expression=text, problem=type(error).__name__) from error

        return evaluate

    def _union(self, union: Union) -> Evaluate:
        operands = [self.compile(operand) for operand in union.operands]

        def evaluate(context: Context) -> Value:
            found = [node for operand in operands for node in self.expect_nodes(operand(context))]
            return list(dict.fromkeys(found))

        return evaluate

    def _filter(self, expression: Filter) -> Evaluate:
        primary = self.compile(expression.primary)
        predicates = [compile_predicate(predicate, self) for predicate in expression.predicates]

        def evaluate(context: Context) -> Value:
            nodes = self.expect_nodes(primary(context))
            for predicate in predicates:
                nodes = predicate(nodes, context)
            return nodes

        return evaluate


def _constant(value: Value) -> Evaluate:
    return lambda _context: value


def _negate(operand: Evaluate) -> Evaluate:
    return lambda context: -to_number(operand(context))


def _logic(operands: list[Evaluate], *, decided_by: bool) -> Evaluate:
    """`and` and `or`: stop at the first operand that decides."""

    def evaluate(context: Context) -> Value:
        for operand in operands:
            if to_boolean(operand(context)) is decided_by:
                return decided_by
        return not decided_by

    return evaluate


def _arithmetic(first: Evaluate, rest: list[tuple[Callable[[float, float], float], Evaluate]]) -> Evaluate:
    def evaluate(context: Context) -> Value:
        result = to_number(first(context))
        for combine, operand in rest:
            result = combine(result, to_number(operand(context)))
        return result

    return evaluate


def _comparison(symbol: str, left: Evaluate, right: Evaluate) -> Evaluate:
    check = partial(compare, symbol)
    return lambda context: check(left(context), right(context))


def _divide(left: float, right: float) -> float:
    if right != 0:
        return left / right
    if left == 0 or math.isnan(left) or math.isnan(right):
        return math.nan
    return math.copysign(math.inf, left) * math.copysign(1.0, right)


def _remainder(left: float, right: float) -> float:
    return math.fmod(left, right) if right != 0 and math.isfinite(left) else math.nan


_ARITHMETIC: Final[dict[str, Callable[[float, float], float]]] = {
    "+": lambda left, right: left + right,
    "-": lambda left, right: left - right,
    "*": lambda left, right: left * right,
    "div": _divide,
    "mod": _remainder,
}
