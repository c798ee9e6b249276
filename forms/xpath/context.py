"""What an expression is evaluated against: a node, its origin, and the world of one session.

`node` moves inside predicates; `origin` stays where the expression stands, and is
what `current()` and absolute paths start from. The world holds what functions
may ask for; it is one object for a whole session.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from forms.instance.chance import Chance
from forms.instance.node import Node
from forms.ports import Clock, DeviceProperties

Value = str | float | bool | list[Node]


class Phrases(Protocol):
    """Words of the form in the session's language, which two functions ask for."""

    def translate(self, text_id: str, node: Node) -> str: ...

    def choice_label(self, value: str, question: str, origin: Node) -> str: ...


class Silence:
    """Has no words; stands in until the session has found its own."""

    def translate(self, text_id: str, node: Node) -> str:  # noqa: ARG002 - the shape of Phrases
        return ""

    def choice_label(self, value: str, question: str, origin: Node) -> str:  # noqa: ARG002 - as above
        return ""


@dataclass(slots=True)
class World:
    """Everything outside the expression itself."""

    document: Node
    instances: Mapping[str, Node]
    clock: Clock
    device: DeviceProperties
    chance: Chance
    version: str
    phrases: Phrases = field(default_factory=Silence)


class Context:
    """One evaluation; cheap to make, because predicates make many."""

    __slots__ = ("node", "origin", "position", "size", "world")

    def __init__(
        self, node: Node, world: World, *, origin: Node | None = None, position: int = 1, size: int = 1
    ) -> None:
        self.node = node
        self.world = world
        self.origin = node if origin is None else origin
        self.position = position
        self.size = size

    def inside(self, node: Node, *, position: int, size: int) -> "Context":
        """The context of a predicate for one candidate."""
        return Context(node, self.world, origin=self.origin, position=position, size=size)
