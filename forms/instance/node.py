"""One node of a tree: of the live answers, or of a list an expression looks things up in.

Both kinds are the same class, so that a path can be walked without asking where
it is. Only live nodes have a shape of the form and can become not relevant; a
node that is not relevant keeps its text but reads as blank.
"""

from collections.abc import Iterator, Sequence

from forms.xform.shape import NO_SHAPE, Shape


class Node:
    """A name, a text, children and attributes; identity is what makes two nodes equal."""

    __slots__ = (
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
        self.children: list[Node] = []
        self.attributes: dict[str, Node] = {}
        self.is_relevant = True
        self.is_relevant_itself = True

    def __repr__(self) -> str:
        return f"Node({self.name})"

    def add(self, name: str, text: str = "") -> "Node":
        """Append a child, as readers of lists do."""
        child = Node(name, parent=self)
        child.text = text
        self.children.append(child)
        return child

    def children_named(self, name: str) -> "list[Node]":
        return [child for child in self.children if child.name == name]

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
