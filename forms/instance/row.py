"""A row of a list: its cells become nodes only when someone looks at one.

A list may have a hundred thousand cells, and a filling touches a few dozen. Until
then a row is two tuples of text, the first of them shared by all rows.
"""

from forms.instance.node import Node


class Row(Node):
    """An element whose children are all plain leaves of its own namespace."""

    __slots__ = ("_columns", "_texts")

    def __init__(
        self,
        name: str,
        *,
        parent: Node,
        columns: tuple[str, ...],
        texts: tuple[str, ...],
        namespace: str = "",
    ) -> None:
        super().__init__(name, namespace=namespace, parent=parent)
        self._columns = columns
        self._texts = texts
        del self.children  # so that Python asks __getattr__ for them, once

    def __getattr__(self, name: str) -> list[Node]:
        if name != "children":
            raise AttributeError(name)
        cells = [Node(column, namespace=self.namespace, parent=self) for column in self._columns]
        for cell, text in zip(cells, self._texts, strict=True):
            cell.text = text
        self.children = cells
        return cells

    def texts_of(self, column: str) -> list[str]:
        if self._columns.count(column) == 1:
            return [self._texts[self._columns.index(column)]]
        return [text for name, text in zip(self._columns, self._texts, strict=True) if name == column]
