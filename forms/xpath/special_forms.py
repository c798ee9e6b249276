"""Calls that are not functions: they choose what to evaluate, or look at how they are written.

`if` must not evaluate the other branch, `once` not evaluate at all when answered,
and `indexed-repeat` means its paths, not the nodes they give here.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from forms.errors import FunctionArgumentsError
from forms.instance.node import Node
from forms.xform.shape import Shape
from forms.xpath.coercion import to_boolean, to_number
from forms.xpath.compiled import Evaluate
from forms.xpath.context import Context, Value
from forms.xpath.expression import Call, Path
from forms.xpath.reads import ReadFinder

if TYPE_CHECKING:  # the compiler calls us
    from forms.xpath.compiler import Compiler


@dataclass(frozen=True, slots=True)
class SpecialForm:
    """How many arguments it takes and how a call of it is compiled."""

    minimum: int
    maximum: int | None
    compile: "Callable[[Call, Compiler], Evaluate]"


def _if(call: Call, compiler: "Compiler") -> Evaluate:
    condition, chosen, otherwise = (compiler.compile(argument) for argument in call.arguments)

    def evaluate(context: Context) -> Value:
        return chosen(context) if to_boolean(condition(context)) else otherwise(context)

    return evaluate


def _once(call: Call, compiler: "Compiler") -> Evaluate:
    compute = compiler.compile(call.arguments[0])

    def evaluate(context: Context) -> Value:
        # The own answer counts even while not relevant: once() must not draw again when it returns.
        return context.origin.text or compute(context)

    return evaluate


def _indexed_repeat(call: Call, compiler: "Compiler") -> Evaluate:
    target = _shape_of(call, 0, compiler)
    pairs = range(1, len(call.arguments) - 1, 2)
    positions = {
        _shape_of(call, number, compiler): compiler.compile(call.arguments[number + 1]) for number in pairs
    }
    own = compiler.origin.chain()

    def evaluate(context: Context) -> Value:
        node: Node | None = context.world.document
        for shape in target.chain()[1:]:
            if node is None:
                return []
            entries = node.children_named(shape.name)
            if shape in positions:
                number = to_number(positions[shape](context))
                node = entries[int(number) - 1] if 1 <= number <= len(entries) else None
            elif shape.depth < len(own) and own[shape.depth] is shape and node is not None:
                node = context.origin.climb_to(shape)
            else:
                node = entries[0] if entries else None
        return [node] if node is not None and node.is_relevant else []

    return evaluate


def _shape_of(call: Call, number: int, compiler: "Compiler") -> Shape:
    path = call.arguments[number]
    finder = ReadFinder(compiler.origin)
    places = finder.follow(path, finder.own_places()) if isinstance(path, Path) else frozenset()
    if len(places) != 1:
        raise FunctionArgumentsError(
            function=call.name, expression=compiler.text, given=str(len(call.arguments))
        )
    return next(iter(places)).shape


SPECIAL_FORMS: Final = {
    "if": SpecialForm(3, 3, _if),
    "once": SpecialForm(1, 1, _once),
    "indexed-repeat": SpecialForm(3, None, _indexed_repeat),
}
