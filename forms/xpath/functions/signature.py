"""What the registry knows of a function: how to run it and how many arguments it takes."""

from collections.abc import Callable
from dataclasses import dataclass

from forms.instance.node import Node
from forms.xpath.context import Value


@dataclass(frozen=True, slots=True)
class Function:
    """A function whose arguments are all evaluated first; it gets the context, then the values."""

    minimum: int
    maximum: int | None
    run: Callable[..., Value]


def nodes_of(value: Value) -> list[Node]:
    """Give a node-set; the caller turns the TypeError into a failure of the expression."""
    if not isinstance(value, list):
        raise TypeError("not a node-set")
    return value
