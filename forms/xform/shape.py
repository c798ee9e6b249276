"""The static tree of a form: one shape for each node that can ever be answered.

A live node points at its shape, and everything that does not change between two
fillings hangs here: the bind, the control, whether it repeats. Shapes are built
by the parser and only read afterwards.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from forms.instance.values import ValueType

if TYPE_CHECKING:  # a compiled expression knows the shapes it reads, a shape its expressions
    from forms.validators import ValidatorCall
    from forms.xform.controls import Question, RepeatControl
    from forms.xform.texts import Message
    from forms.xpath.compiled import Compiled


@dataclass(slots=True)
class Bind:
    """The rules of one node; `extras` are attributes we carry for others (qz:pii …)."""

    value_type: ValueType = ValueType.TEXT
    relevant: "Compiled | None" = None
    calculate: "Compiled | None" = None
    required: "Compiled | None" = None
    readonly: "Compiled | None" = None
    constraint: "Compiled | None" = None
    constraint_message: "Message | None" = None
    required_message: "Message | None" = None
    validators: "tuple[ValidatorCall, ...]" = ()
    preload: str = ""
    preload_parameter: str = ""
    extras: dict[str, str] = field(default_factory=dict)


class Shape:
    """One node of the form, whatever the number of its instances."""

    __slots__ = (
        "_chain",
        "attributes",
        "bind",
        "children",
        "count",
        "default",
        "depth",
        "is_repeat",
        "name",
        "namespace",
        "parent",
        "question",
        "repeat",
        "starts_empty",
    )

    def __init__(self, name: str, namespace: str = "", parent: "Shape | None" = None) -> None:
        self.name = name
        self.namespace = namespace
        self.parent = parent
        self._chain: tuple[Shape, ...] = (*parent.chain(), self) if parent is not None else (self,)
        self.depth = len(self._chain) - 1
        self.children: dict[str, Shape] = {}
        self.attributes: dict[str, Shape] = {}
        self.default = ""
        self.bind = Bind()
        self.is_repeat = False
        self.starts_empty = False  # a repeat given by jr:template only has no entry at first
        self.count: Compiled | None = None
        self.question: Question | None = None
        self.repeat: RepeatControl | None = None

    def __repr__(self) -> str:
        return f"Shape({self.path})"

    @property
    def path(self) -> str:
        """The reference without positions: `/survey/member/age`."""
        if self.parent is None:
            return ""
        if self.parent.attributes.get(self.name) is self:
            return f"{self.parent.path}/@{self.name}"
        return f"{self.parent.path}/{self.name}"

    @property
    def is_leaf(self) -> bool:
        return not self.children

    def chain(self) -> "tuple[Shape, ...]":
        """The shapes from the document down to this one."""
        return self._chain

    def walk(self) -> "Iterator[Shape]":
        """Give this shape and everything below it, attributes too, in document order."""
        waiting = [self]
        while waiting:
            shape = waiting.pop()
            yield shape
            waiting.extend(reversed([*shape.attributes.values(), *shape.children.values()]))

    def is_within(self, other: "Shape") -> bool:
        """Whether this shape is the other or stands below it."""
        return other.depth < len(self._chain) and self._chain[other.depth] is other


NO_SHAPE = Shape("")  # of nodes in lists and files, which no bind can reach
