"""Paths compiled to closures.

An absolute path inside a repeat means the entry it stands in, except on its last
step. That is settled while compiling: the part a path shares with the node it
belongs to becomes a climb, only the rest is walked. Nodes that are not relevant
are left out of every result, as in the reference client.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from forms.instance.node import Node
from forms.xform.shape import Shape
from forms.xpath.compiled import Evaluate
from forms.xpath.context import Context
from forms.xpath.expression import (
    ANY_NAME,
    ANY_NODE,
    REVERSE_AXES,
    TEXT_NODE,
    Axis,
    Call,
    Path,
    Step,
)
from forms.xpath.predicates import compile_predicate

if TYPE_CHECKING:  # the compiler calls us
    from forms.xpath.compiler import Compiler

_NODE_TESTS: Final = frozenset({ANY_NAME, ANY_NODE, TEXT_NODE})
Start = Callable[[Context], list[Node]]
Walk = Callable[[list[Node], Context], list[Node]]


def compile_path(path: Path, compiler: "Compiler") -> Evaluate:
    """Compile a path; its value is always a node-set in document order."""
    start, steps = _start(path, compiler)
    walks = [_compile_step(step, compiler) for step in steps]
    # Rows of a list are always relevant: testing 20,000 of them again would only cost.
    from_list = isinstance(path.start, Call) and path.start.name == "instance"

    def evaluate(context: Context) -> list[Node]:
        nodes = start(context)
        for walk in walks:
            nodes = walk(nodes, context)
        if from_list:
            return nodes
        # The own node is there even before it is relevant: a relevance may ask for its position.
        return [node for node in nodes if node.is_relevant or node is context.origin]

    return evaluate


def _start(path: Path, compiler: "Compiler") -> tuple[Start, tuple[Step, ...]]:
    if path.is_absolute:
        own = compiler.origin.chain()
        shared = _count_shared(path.steps, own)
        return _climb(len(own) - 1 - shared), path.steps[shared:]
    if path.start is None:
        return lambda context: [context.node], path.steps
    evaluate = compiler.compile(path.start)
    return lambda context: compiler.expect_nodes(evaluate(context)), path.steps


def _count_shared(steps: tuple[Step, ...], own: Sequence[Shape]) -> int:
    shared = 0
    for step, shape in zip(steps, own[1:], strict=False):
        if step.axis is not Axis.CHILD or step.name != shape.name or step.predicates:
            break
        if shape.is_repeat and shared == len(steps) - 1:
            break
        shared += 1
    return shared


def _climb(levels: int) -> Start:
    def climb(context: Context) -> list[Node]:
        node: Node | None = context.origin
        for _ in range(levels):
            node = node.parent if node is not None else None
        return [node] if node is not None else []

    return climb


def _compile_step(step: Step, compiler: "Compiler") -> Walk:
    select = _selector(step)
    predicates = [compile_predicate(predicate, compiler) for predicate in step.predicates]
    if step.axis is Axis.CHILD and not predicates and step.name not in _NODE_TESTS:
        return _walk_children(step.name)

    def walk(nodes: list[Node], context: Context) -> list[Node]:
        found: list[Node] = []
        for node in nodes:
            candidates = select(node)
            for predicate in predicates:
                candidates = predicate(candidates, context)
            found.extend(candidates)
        # One node's axis has no repetitions; several nodes' axes may overlap.
        if len(nodes) > 1 and step.axis is not Axis.CHILD:
            found = list(dict.fromkeys(found))
        if len(nodes) == 1 and step.axis in REVERSE_AXES:
            found.reverse()
        return found

    return walk


def _selector(step: Step) -> Callable[[Node], list[Node]]:
    """The nodes of one step, before its predicates."""
    name = step.name
    if step.axis is Axis.CHILD and name not in _NODE_TESTS:
        return lambda node: node.children_named(name)
    take, matches = _TAKERS.get(step.axis, _no_nodes), _name_test(name)
    return lambda node: [each for each in take(node) if matches(each)]


def _walk_children(name: str) -> Walk:
    def walk(nodes: list[Node], _context: Context) -> list[Node]:
        if len(nodes) == 1:
            return nodes[0].children_named(name)
        return [child for node in nodes for child in node.children_named(name)]

    return walk


def _name_test(name: str) -> Callable[[Node], bool]:
    if name == ANY_NODE:
        return lambda _node: True
    if name == ANY_NAME:
        return lambda node: node.name != ""
    if name == TEXT_NODE:
        return lambda _node: False
    return lambda node: node.name == name


def _no_nodes(_node: Node) -> list[Node]:
    return []


def _parent(node: Node) -> list[Node]:
    return [node.parent] if node.parent is not None else []


def _ancestors(node: Node) -> list[Node]:
    found: list[Node] = []
    while node.parent is not None:
        node = node.parent
        found.append(node)
    return found


def _descendants(node: Node) -> list[Node]:
    return list(node.walk())[1:]


def _siblings_before(node: Node) -> Sequence[Node]:
    """Nearest first, as a reverse axis counts."""
    siblings = node.parent.children if node.parent is not None else [node]
    return siblings[: siblings.index(node)][::-1] if node in siblings else []


def _siblings_after(node: Node) -> Sequence[Node]:
    siblings = node.parent.children if node.parent is not None else [node]
    return siblings[siblings.index(node) + 1 :] if node in siblings else []


def _following(node: Node) -> list[Node]:
    return [
        below
        for each in [node, *_ancestors(node)]
        for sibling in _siblings_after(each)
        for below in sibling.walk()
    ]


def _preceding(node: Node) -> list[Node]:
    return [
        below
        for each in [node, *_ancestors(node)]
        for sibling in _siblings_before(each)
        for below in reversed(list(sibling.walk()))
    ]


_TAKERS: Final[dict[Axis, Callable[[Node], Sequence[Node]]]] = {
    Axis.CHILD: lambda node: node.children,
    Axis.SELF: lambda node: [node],
    Axis.PARENT: _parent,
    Axis.ATTRIBUTE: lambda node: list(node.attributes.values()),
    Axis.ANCESTOR: _ancestors,
    Axis.ANCESTOR_OR_SELF: lambda node: [node, *_ancestors(node)],
    Axis.DESCENDANT: _descendants,
    Axis.DESCENDANT_OR_SELF: lambda node: list(node.walk()),
    Axis.FOLLOWING: _following,
    Axis.FOLLOWING_SIBLING: _siblings_after,
    Axis.PRECEDING: _preceding,
    Axis.PRECEDING_SIBLING: _siblings_before,
}
