"""Who depends on whom, and in which order everything can be computed.

A vertex is one rule of one shape. Rules that other rules can see (relevance,
counts, calculations, filtered choices) are ordered; the others (labels,
constraints …) are only told that their view changed. A circle is a fault of the
form and reported with its path.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from forms.errors import FormCycleError
from forms.xform.shape import Shape
from forms.xpath.compiled import Compiled, Read


class Rule(StrEnum):
    """What an expression decides about its node."""

    RELEVANT = "relevant"
    COUNT = "count"
    CALCULATE = "calculate"
    CHOICES = "choices"
    VIEW = "view"


@dataclass(frozen=True, slots=True, eq=False)
class Vertex:
    """One rule of one shape and what it reads."""

    shape: Shape
    rule: Rule
    reads: frozenset[Read]


@dataclass(frozen=True, slots=True)
class Dependent:
    """A vertex that reads a shape, found below the same instance of `anchor`."""

    vertex: Vertex
    anchor: Shape


class DependencyGraph:
    """The vertices in an order in which each comes after all it reads."""

    def __init__(self, vertices: Iterable[Vertex]) -> None:
        every = list(vertices)
        self.dependents: dict[Shape, list[Dependent]] = {}
        for vertex in every:
            for read in vertex.reads:
                self.dependents.setdefault(read.shape, []).append(Dependent(vertex, read.anchor))
        self.by_shape: dict[Shape, list[Vertex]] = {}
        for vertex in every:
            self.by_shape.setdefault(vertex.shape, []).append(vertex)
        computed = [vertex for vertex in every if vertex.rule is not Rule.VIEW]
        self.faults: list[FormCycleError] = []
        self.order: dict[Vertex, int] = {vertex: number for number, vertex in enumerate(self._sort(computed))}

    def _sort(self, vertices: list[Vertex]) -> list[Vertex]:
        """Depth first, by hand: a chain of calculations may be longer than Python's stack."""
        requirements = {vertex: self._requirements(vertex) for vertex in vertices}
        done: dict[Vertex, None] = {}
        for start in vertices:
            path: dict[Vertex, list[Vertex]] = {}
            if start not in done:
                path[start] = list(requirements[start])
            while path:
                vertex, waiting = next(reversed(path.items()))
                if not waiting:
                    done[vertex] = None
                    del path[vertex]
                    continue
                needed = waiting.pop(0)
                if needed in path:
                    self._report(list(path), needed)
                elif needed not in done:
                    path[needed] = list(requirements[needed])
        return list(done)

    def _report(self, path: list[Vertex], again: Vertex) -> None:
        circle = [*path[path.index(again) :], again]
        # Entries and offered choices come to rest in a few rounds; only values cannot.
        if any(vertex.rule in {Rule.COUNT, Rule.CHOICES} for vertex in circle):
            return
        self.faults.append(FormCycleError(path=" → ".join(vertex.shape.path for vertex in circle)))

    def _requirements(self, vertex: Vertex) -> list[Vertex]:
        """The vertices whose results this one can see."""
        needed: dict[Vertex, None] = {}
        for read in vertex.reads:
            for shape in read.shape.chain():
                for other in self.by_shape.get(shape, []):
                    if self._is_seen(other, read, by=vertex):
                        needed[other] = None
        for shape in vertex.shape.chain():
            for other in self.by_shape.get(shape, []):
                if other.rule is Rule.COUNT and other is not vertex:
                    needed[other] = None
        return list(needed)

    def _is_seen(self, other: Vertex, read: Read, *, by: Vertex) -> bool:
        if other.rule in {Rule.VIEW, Rule.COUNT} and not (
            other.rule is Rule.COUNT and other.shape is read.shape
        ):
            return False
        if other.rule in {Rule.CALCULATE, Rule.CHOICES}:
            return other.shape is read.shape and not (
                other is by or (by.rule is Rule.CHOICES and by.shape is other.shape)
            )
        # A group may ask about its own contents: it sees them as they are before it decides.
        return not (other.rule is Rule.RELEVANT and other.shape is by.shape and other is by)


def vertex_of(shape: Shape, rule: Rule, expressions: Iterable[Compiled]) -> Vertex:
    """Join the reads of the expressions of one rule."""
    reads: frozenset[Read] = frozenset().union(*(expression.reads for expression in expressions))
    return Vertex(shape, rule, reads)
