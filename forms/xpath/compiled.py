"""An expression ready to run, and what has to be told to it.

A read says: a node of `shape` is looked at, and it is found at or below the same
instance of `anchor` as the node the expression belongs to. The anchor is what
keeps an answer in one entry of a repeat from touching all the others.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from forms.xpath.context import Context, Value

if TYPE_CHECKING:  # shapes hold compiled expressions
    from forms.xform.shape import Shape

Evaluate = Callable[[Context], Value]
ReadTexts = Callable[[Context], tuple[str, ...]]


class Read(NamedTuple):
    """One kind of node an expression depends on."""

    shape: "Shape"
    anchor: "Shape"


@dataclass(frozen=True, slots=True, eq=False)
class Compiled:
    """The written expression, its closure and its reads."""

    text: str
    evaluate: Evaluate
    reads: frozenset[Read]
