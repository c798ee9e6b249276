"""The tree an expression is parsed into: frozen values, no behaviour.

Operators of one precedence form a flat `Chain`, so the hundreds of `or` terms real
forms contain cost a loop and not the stack.
"""

from dataclasses import dataclass
from enum import StrEnum


class Axis(StrEnum):
    """The directions a step can take; the namespace axis has no use in a form."""

    ANCESTOR = "ancestor"
    ANCESTOR_OR_SELF = "ancestor-or-self"
    ATTRIBUTE = "attribute"
    CHILD = "child"
    DESCENDANT = "descendant"
    DESCENDANT_OR_SELF = "descendant-or-self"
    FOLLOWING = "following"
    FOLLOWING_SIBLING = "following-sibling"
    PARENT = "parent"
    PRECEDING = "preceding"
    PRECEDING_SIBLING = "preceding-sibling"
    SELF = "self"


REVERSE_AXES = frozenset(
    {Axis.ANCESTOR, Axis.ANCESTOR_OR_SELF, Axis.PRECEDING, Axis.PRECEDING_SIBLING, Axis.PARENT}
)
ANY_NAME = "*"
ANY_NODE = "node()"
TEXT_NODE = "text()"
NO_NODE = "comment()"  # comments and processing instructions are not kept, so nothing matches


@dataclass(frozen=True, slots=True)
class Number:
    """A number as written."""

    value: float


@dataclass(frozen=True, slots=True)
class Text:
    """A string literal."""

    value: str


@dataclass(frozen=True, slots=True)
class Negation:
    """One unary minus."""

    operand: "Expression"


@dataclass(frozen=True, slots=True)
class Chain:
    """Operands joined by operators of one precedence, read from the left."""

    first: "Expression"
    rest: "tuple[tuple[str, Expression], ...]"


@dataclass(frozen=True, slots=True)
class Union:
    """Node-sets put together with `|`."""

    operands: "tuple[Expression, ...]"


@dataclass(frozen=True, slots=True)
class Call:
    """A function by its written name, prefix included."""

    name: str
    arguments: "tuple[Expression, ...]"
    position: int


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a path; `name` is a local name or one of the tests above."""

    axis: Axis
    name: str
    predicates: "tuple[Expression, ...]"


@dataclass(frozen=True, slots=True)
class Path:
    """Steps from the root, from the context, or from what `start` gives."""

    is_absolute: bool
    start: "Expression | None"
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Filter:
    """A parenthesised or called expression with predicates of its own."""

    primary: "Expression"
    predicates: "tuple[Expression, ...]"


Expression = Number | Text | Negation | Chain | Union | Call | Path | Filter
