"""One node of a tree: of the live answers, or of a list an expression looks things up in.

Both kinds are the same class, so that a path can be walked without asking where
it is. Only live nodes have a shape of the form and can become not relevant; a
node that is not relevant keeps its text but reads as blank. Most nodes are leaves,
tens of thousands in a long list, so an empty node owns no containers of its own.
"""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from forms.xform.shape import NO_SHAPE, Shape

_NO_ATTRIBUTES: Final[Mapping[str, "Node"]] = MappingProxyType({})
_WORTH_SORTING: Final = 8  # fewer children are found quicker by looking at each


class Node:
    """A name, a text, children and attributes; identity is what makes two nodes equal."""

    __slots__ = (
        "_by_name",
        "_by_text",
        "attributes",
        "children",
        "is_relevant",
        "is_relevant_itself",
        "name",
        "namespace",
        "parent",
        "shape",
        "text",
    )

    def __init__(
        self, name: str, *, namespace: str = "", parent: "Node | None" = None, shape: Shape = NO_SHAPE
    ) -> None:
        self.name = name
        self.namespace = namespace
        self.parent = parent
        self.shape = shape
        self.text = ""
        self.children: Sequence[Node] = ()
        self.attributes: Mapping[str, Node] = _NO_ATTRIBUTES
        self.is_relevant = True
        self.is_relevant_itself = True
        self._by_name: dict[str, list[Node]] | None = None
        self._by_text: dict[str, dict[str, list[Node]]] | None = None

    def __repr__(self) -> str:
        return f"Node({self.name})"

    def add(self, name: str, text: str = "") -> "Node":
        """Append a child, as readers of lists do."""
        child = Node(name, parent=self)
        child.text = text
        self.append(child)
        return child

    def append(self, child: "Node") -> None:
        if isinstance(self.children, list):
            self.children.append(child)
        else:
            self.children = [*self.children, child]
        self._by_name = self._by_text = None

    def insert(self, place: int, child: "Node") -> None:
        if isinstance(self.children, list):
            self.children.insert(place, child)
        else:
            self.children = [*self.children[:place], child, *self.children[place:]]
        self._by_name = self._by_text = None

    def remove(self, child: "Node") -> None:
        self.children = [each for each in self.children if each is not child]
        self._by_name = self._by_text = None

    def set_attribute(self, attribute: "Node") -> None:
        self.attributes = {**self.attributes, attribute.name: attribute}

    def children_named(self, name: str) -> "list[Node]":
        """The children of one name, in order; whoever asks does not change the list."""
        if len(self.children) < _WORTH_SORTING:
            return [child for child in self.children if child.name == name]
        if self._by_name is None:
            self._by_name = {}
            for child in self.children:
                self._by_name.setdefault(child.name, []).append(child)
        return self._by_name.get(name, [])

    def texts_of(self, column: str) -> list[str]:
        """What the children of one name read."""
        return [child.read() for child in self.children if child.name == column]

    def children_where(self, column: str, text: str) -> "list[Node]":
        """The children with a child `column` that reads `text`; only for lists, whose rows never change."""
        if self._by_text is None:
            self._by_text = {}
        if column not in self._by_text:
            self._by_text[column] = self._sort_by(column)
        return self._by_text[column].get(text, [])

    def _sort_by(self, column: str) -> "dict[str, list[Node]]":
        rows: dict[str, list[Node]] = {}
        for row in self.children:
            # A row without the column counts as blank, as it does in a comparison.
            texts = row.texts_of(column)
            for text in texts if len(texts) == 1 else dict.fromkeys(texts) or ("",):
                rows.setdefault(text, []).append(row)
        return rows

    def read(self) -> str:
        """The XPath string-value: own text, or that of all descendants; blank while not relevant."""
        if not self.is_relevant:
            return ""
        if not self.children:
            return self.text
        return "".join(node.text for node in self.walk() if node.is_relevant)

    def walk(self) -> "Iterator[Node]":
        """Give this node and all elements below it in document order."""
        waiting = [self]
        while waiting:
            node = waiting.pop()
            yield node
            waiting.extend(reversed(node.children))

    def walk_all(self) -> "Iterator[Node]":
        """Like `walk`, with the attributes after their element."""
        for node in self.walk():
            yield node
            yield from node.attributes.values()

    def climb_to(self, shape: Shape) -> "Node | None":
        """The nearest node of that shape at or above this one."""
        node: Node | None = self
        while node is not None and node.shape is not shape:
            node = node.parent
        return node

    def position(self) -> int:
        """The place among siblings of the same name, from 1."""
        siblings: Sequence[Node] = self.parent.children_named(self.name) if self.parent else (self,)
        return siblings.index(self) + 1
