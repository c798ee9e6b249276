"""What one answer makes stale, evaluated once each and in an order in which nothing is stale again.

A change marks the rules that read the changed node, only in the entries it can
be seen from; marked rules wait in a queue ordered by the dependency graph.
Starting a form is the same with everything marked.
"""

import heapq
import math
from typing import Final, assert_never

from forms.errors import FormCycleError, RepeatLimitError
from forms.instance.growth import add_entry, is_attached, remove_entry, return_entry
from forms.instance.node import Node
from forms.instance.reference import nodes_below
from forms.session.choices import offered_values
from forms.session.filling import Filling
from forms.session.storing import keep_written_items, store_value
from forms.session.validity import is_stopped
from forms.views import QuestionKind
from forms.xform.dependencies import Rule, Vertex
from forms.xform.shape import Shape
from forms.xpath.coercion import to_boolean, to_number
from forms.xpath.compiled import Compiled

MAX_ENTRIES: Final = 1_000
MAX_ROUNDS: Final = 64  # of one rule in one act; counts and choices that feed themselves must come to rest


class Recalculation:
    """Collects what is stale during one act and settles it."""

    def __init__(self, filling: Filling) -> None:
        self._filling = filling
        self._graph = filling.definition.graph
        self._stale: dict[Vertex, dict[Node, None]] = {}
        self._queue: list[int] = []
        self._waiting: dict[int, Vertex] = {}
        self._rounds: dict[Vertex, int] = {}
        self.changed: dict[Node, None] = {}
        self.added: list[Node] = []
        self.structure_changed = False
        self._only_relevance = False
        self._is_beginning = False

    def mark_everything(self) -> None:
        """Mark every rule of every node, as when a form starts."""
        self._is_beginning = True
        self._close_self_seeing_groups()
        for vertex in self._graph.order:
            for node in self._filling.nodes_of(_owner(vertex)):
                self._mark(vertex, node)

    def settle_relevance(self) -> None:
        """Decide relevance anew and nothing else, as when saved answers return: values stay as they were."""
        self._only_relevance = True
        self._close_self_seeing_groups()
        for vertex in self._graph.order:
            if vertex.rule is Rule.RELEVANT:
                for node in self._filling.nodes_of(vertex.shape):
                    self._mark(vertex, node)
        self.settle()

    def _close_self_seeing_groups(self) -> None:
        """A group whose relevance asks about its own contents starts closed: they cannot be seen yet."""
        for vertex in self._graph.order:
            sees_itself = any(read.shape.is_within(vertex.shape) for read in vertex.reads)
            if vertex.rule is Rule.RELEVANT and sees_itself:
                for node in self._filling.nodes_of(vertex.shape):
                    node.is_relevant_itself = False
                    self._spread_relevance(node)

    def touch(self, node: Node) -> None:
        """Mark what reads a node whose answer or relevance changed."""
        self.changed[node] = None
        self._mark_readers(node.shape, node)

    def add_entry(self, shape: Shape, parent: Node) -> Node:
        """Append an entry and mark everything in it and everything that counts entries."""
        if len(parent.children_named(shape.name)) >= MAX_ENTRIES:
            raise RepeatLimitError(limit=str(MAX_ENTRIES))
        entry = add_entry(shape, parent)
        self.added.append(entry)
        self._mark_entry(entry, parent)
        return entry

    def _mark_entry(self, entry: Node, parent: Node) -> None:
        for node in entry.walk_all():
            node.is_relevant = parent.is_relevant
            for vertex in self._graph.by_shape.get(node.shape, []):
                if vertex.rule not in {Rule.VIEW, Rule.COUNT}:
                    self._mark(vertex, node)
            for child in node.shape.children.values():
                for vertex in self._graph.by_shape.get(child, []):
                    if vertex.rule is Rule.COUNT:
                        self._mark(vertex, node)
        self._entries_changed(entry.shape, parent)

    def remove_entry(self, entry: Node) -> None:
        parent = entry.parent
        remove_entry(entry)
        if parent is not None:
            self._entries_changed(entry.shape, parent)

    def _entries_changed(self, shape: Shape, parent: Node) -> None:
        self.structure_changed = True
        self._filling.standings.clear()
        self._mark_readers(shape, parent)

    def _mark_readers(self, shape: Shape, seen_from: Node) -> None:
        for dependent in self._graph.dependents.get(shape, ()):
            anchor = seen_from.climb_to(dependent.anchor)
            if anchor is not None:
                for node in nodes_below(anchor, _owner(dependent.vertex)):
                    self._mark(dependent.vertex, node)

    def _mark(self, vertex: Vertex, node: Node) -> None:
        if vertex.rule is Rule.VIEW:
            self.changed[node] = None
            return
        if self._only_relevance and vertex.rule is not Rule.RELEVANT:
            return
        if vertex not in self._stale:
            self._stale[vertex] = {}
            number = self._graph.order[vertex]
            self._waiting[number] = vertex
            heapq.heappush(self._queue, number)
        self._stale[vertex][node] = None

    def settle(self) -> None:
        """Evaluate all that is marked."""
        while self._queue:
            vertex = self._waiting.pop(heapq.heappop(self._queue))
            nodes = self._stale.pop(vertex)
            self._rounds[vertex] = self._rounds.get(vertex, 0) + 1
            if self._rounds[vertex] > MAX_ROUNDS:
                self._filling.failures[vertex.shape.path] = FormCycleError(path=vertex.shape.path)
                continue
            for node in nodes:
                if is_attached(node, self._filling.document):
                    self._evaluate(vertex, node)

    def _evaluate(self, vertex: Vertex, node: Node) -> None:
        match vertex.rule:
            case Rule.RELEVANT:
                self._decide_relevance(node)
            case Rule.CALCULATE:
                self._calculate(node)
            case Rule.CHOICES:
                self._keep_offered(node)
            case Rule.COUNT:
                self._match_count(vertex.shape, node)
            case Rule.VIEW:
                self.changed[node] = None
            case _:
                assert_never(vertex.rule)

    def _decide_relevance(self, node: Node) -> None:
        expression = node.shape.bind.relevant
        is_relevant = expression is None or to_boolean(self._filling.evaluate(expression, node))
        if is_relevant is not node.is_relevant_itself:
            node.is_relevant_itself = is_relevant
            self._spread_relevance(node)

    def _spread_relevance(self, node: Node) -> None:
        is_inside = node.parent is None or node.parent.is_relevant
        is_relevant = is_inside and node.is_relevant_itself
        if is_relevant is node.is_relevant:
            return
        node.is_relevant = is_relevant
        self.touch(node)
        for below in [*node.attributes.values(), *node.children]:
            self._spread_relevance(below)

    def _calculate(self, node: Node) -> None:
        expression = node.shape.bind.calculate
        if expression is not None:
            value = self._filling.evaluate(expression, node)
            self.write(node, keep_written_items(node, store_value(value, node.shape.bind.value_type)))

    def write(self, node: Node, text: str) -> bool:
        """Store a value and mark its readers; tells whether it was news."""
        if node.text == text:
            return False
        node.text = text
        self.touch(node)
        return True

    def _keep_offered(self, node: Node) -> None:
        """Drop answers a filtered list no longer offers; a ranking goes on ranking all that is offered."""
        self.changed[node] = None
        question = node.shape.question
        if not node.text or question is None:
            return
        chosen = [node.text] if question.kind is QuestionKind.SELECT_ONE else node.text.split()
        offered = offered_values(self._filling, node)
        kept = [value for value in chosen if value in offered]
        if question.kind is QuestionKind.RANK:
            kept += [value for value in offered if value not in kept]
        self.write(node, " ".join(kept))

    def _match_count(self, shape: Shape, parent: Node) -> None:
        """Bring the entries of a counted repeat to the number the form asks for.

        A number its own question refuses is a slip of the hand: it neither makes a hundred entries
        nor takes the ones away that are written. Entries beyond the number are kept aside while the
        form is open, and a number that grows again brings them back: 12 becomes 15 by way of 1.
        """
        if shape.count is None or self._is_refused(shape.count, parent):
            return
        # The count is written as seen from an entry, which need not exist yet.
        unborn = Node(shape.name, parent=parent, shape=shape)
        number = to_number(self._filling.evaluate(shape.count, unborn))
        if not math.isfinite(number) and not self._is_beginning:
            return  # a count that was cleared says nothing: what is written in the entries stays
        wanted = int(number) if math.isfinite(number) and number > 0 else 0
        if wanted > MAX_ENTRIES:
            raise RepeatLimitError(limit=str(MAX_ENTRIES))
        entries = parent.children_named(shape.name)
        aside = self._filling.counted_away.setdefault((parent, shape), [])
        for _ in range(len(entries), wanted):
            if aside:
                entry = aside.pop()
                return_entry(entry, parent)
                self._mark_entry(entry, parent)
            else:
                self.add_entry(shape, parent)
        for entry in entries[wanted:][::-1]:
            self.remove_entry(entry)
            aside.append(entry)

    def _is_refused(self, count: Compiled, parent: Node) -> bool:
        anchors = ((parent.climb_to(read.anchor), read.shape) for read in count.reads)
        counted = (
            node for anchor, shape in anchors if anchor is not None for node in nodes_below(anchor, shape)
        )
        return any(is_stopped(self._filling, node) for node in counted)


def _owner(vertex: Vertex) -> Shape:
    """The shape whose nodes a rule is evaluated for: a count belongs to what holds the entries."""
    parent = vertex.shape.parent
    return parent if vertex.rule is Rule.COUNT and parent is not None else vertex.shape
